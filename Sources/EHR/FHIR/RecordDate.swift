package import Clinical

/// The days a FHIR date, of any precision, may mean.
package struct RecordDate: Sendable, Hashable {
  /// Since 1970-01-01.
  package let days: ClosedRange<Int>
  /// The date where a day or a month is known; `nil` for a year.
  package let date: CalendarDate?

  /// Reads `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or a date with a time, which is taken as it was at the place.
  package init?(_ text: String) {
    self.init(utf8: text.utf8.span)
  }

  init?(utf8: Span<UInt8>) {
    if utf8.count == 4 {
      let year = String(decoding: utf8.indices.map { utf8[$0] }, as: UTF8.self)
      guard let first = CalendarDate(year + "-01-01"), let last = CalendarDate(year + "-12-31") else { return nil }
      (days, date) = (first.days.lowerBound...last.days.upperBound, nil)
      return
    }
    let hasTime = utf8.count > 10
    if hasTime, utf8.count < 16 || utf8[10] != UInt8(ascii: "T") { return nil }
    guard let date = CalendarDate(utf8: hasTime ? utf8.extracting(first: 10) : utf8) else { return nil }
    (days, self.date) = (date.days, date)
  }
}
