/// A day of the proleptic Gregorian calendar, or a whole month when the day is not known.
package struct CalendarDate: Sendable, Hashable, CustomStringConvertible {
  package let year: Int
  package let month: Int
  /// `nil`: somewhere in the month.
  package let day: Int?

  /// Fails when there is no such month or day, or the year is outside 1800…2200.
  package init?(year: Int, month: Int, day: Int?) {
    guard (1800...2200).contains(year), (1...12).contains(month) else { return nil }
    if let day, !(1...Self.days(inMonth: month, of: year)).contains(day) { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads `YYYY-MM-DD` or `YYYY-MM` (ISO 8601).
  package init?(_ text: String) {
    self.init(utf8: text.utf8.span)
  }

  /// The same in UTF-8.
  package init?(utf8: Span<UInt8>) {
    guard utf8.count == 7 || utf8.count == 10, utf8[4] == UInt8(ascii: "-"), let year = Self.number(utf8, 0..<4),
      let month = Self.number(utf8, 5..<7)
    else { return nil }
    guard utf8.count == 10 else {
      self.init(year: year, month: month, day: nil)
      return
    }
    guard utf8[7] == UInt8(ascii: "-"), let day = Self.number(utf8, 8..<10) else { return nil }
    self.init(year: year, month: month, day: day)
  }

  @inline(__always)
  private static func number(_ utf8: Span<UInt8>, _ digits: Range<Int>) -> Int? {
    var number = 0
    var index = digits.lowerBound
    while index < digits.upperBound {
      let digit = utf8[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number &* 10 &+ Int(digit)
      index += 1
    }
    return number
  }

  /// Days since 1970-01-01 of the day, or of the month's first and last day.
  package var days: ClosedRange<Int> {
    let first = Self.daysSinceEpoch(year: year, month: month, day: day ?? 1)
    return first...(day == nil ? first + Self.days(inMonth: month, of: year) - 1 : first)
  }

  package var description: String {
    func padded(_ number: Int, to width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let text = padded(year, to: 4) + "-" + padded(month, to: 2)
    return day.map { text + "-" + padded($0, to: 2) } ?? text
  }

  /// The date `days` after 1970-01-01.
  ///
  /// Source: H. Hinnant, chrono-compatible low-level date algorithms, `civil_from_days`.
  package init?(daysSinceEpoch days: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    self.init(year: year, month: month, day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  /// Source: H. Hinnant, `days_from_civil`.
  private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
