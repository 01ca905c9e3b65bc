package import Clinical
import JSON

extension Cursor {
  /// An id of an entry, to be linked once all files are read.
  package func reference<Kind: EntryIdentity>(_ type: Identifier<Kind>.Type = Identifier<Kind>.self) -> Identifier<Kind>? {
    guard let text = words() else { return nil }
    report.link(Kind.entryKind, text, at: place)
    return Identifier(text)
  }

  /// An id that this very value gives to an entry or a part of one.
  func newIdentifier() -> String? {
    guard let text = words() else { return nil }
    guard text.utf8.allSatisfy(Self.isIdentifierByte), text.utf8.first.map(Self.isAlphanumeric) == true else {
      error("`\(text)` is no id: letters, digits and `-` only, no `-` first")
      return nil
    }
    return text
  }

  func newIdentifier<Kind>(as type: Identifier<Kind>.Type) -> Identifier<Kind>? {
    newIdentifier().map { Identifier($0) }
  }

  func text() -> Text? {
    guard value.kind == .object else {
      mismatch(expected: "a text in both languages, {\"en\": …, \"ru\": …}")
      return nil
    }
    return object { reader in
      let en = reader.required("en") { $0.words() }
      let ru = reader.required("ru") { $0.words() }
      guard let en, let ru else { return nil }
      return Text(en: en, ru: ru)
    }
  }

  func sourceUse() -> SourceUse? {
    object { reader in
      let source = reader.required("id") { $0.reference(SourceID.self) }
      let locator = reader.optional("at") { $0.text() }
      return source.map { SourceUse(source: $0, locator: locator) }
    }
  }

  func amount() -> Amount? {
    object { $0.amount() }
  }

  func interval() -> Interval? {
    guard value.kind == .array, value.count == 2 else {
      mismatch(expected: "an interval [lowest, highest]")
      return nil
    }
    let isOpen = value.elementList.last?.isNull == true
    let ends = list { $0.value.isNull && isOpen ? nil : $0.number() }
    guard let lower = ends.first, ends.count == (isOpen ? 1 : 2) else { return nil }
    guard !isOpen else { return Interval(lower: lower, upper: nil) }
    guard lower <= ends[1] else {
      error("interval starts above its end")
      return nil
    }
    return Interval(lower: lower, upper: ends[1])
  }

  /// Refuses an estimate outside its interval.
  func requireInside(_ interval: Interval, _ estimate: Magnitude) {
    guard !interval.contains(estimate) else { return }
    let upper = interval.upper.map { "\($0)" } ?? "not reached"
    error("estimate \(estimate) lies outside its interval \(interval.lower) to \(upper)")
  }

  func discrepancy() -> Discrepancy? {
    object { reader in
      let id = reader.required("id") { $0.newIdentifier() }
      let target = reader.optional("at") { $0.string() }
      let place = reader.required("where") { $0.text() }
      let seedSays = reader.required("seedSays") { $0.text() }
      let published = reader.required("published") { $0.text() }
      let severity = reader.required("severity") { $0.word(Discrepancy.Severity.self) }
      let confidence = reader.required("confidence") { $0.word(Confidence.self) }
      let action = reader.required("action") { $0.text() }
      let sources = reader.sources()
      guard let id, let place, let seedSays, let published, let severity, let confidence, let action else { return nil }
      return Discrepancy(
        id: id, target: target, place: place, seedSays: seedSays, published: published, severity: severity,
        confidence: confidence, action: action, sources: sources)
    }
  }

  /// A date as `YYYY-MM-DD`, or `YYYY-MM` where a month is precise enough.
  package func date() -> CalendarDate? {
    guard let string = string() else { return nil }
    guard let date = CalendarDate(string) else {
      error("`\(string)` is no date of the calendar, written `YYYY-MM-DD` or `YYYY-MM`")
      return nil
    }
    return date
  }

  private static func isIdentifierByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "-")
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}

extension ObjectReader {
  /// The sources a statement must have.
  mutating func sources() -> [SourceUse] {
    list("sources", atLeast: 1) { $0.sourceUse() }
  }

  /// The members of an amount, among others of the same object.
  mutating func amount() -> Amount? {
    let value = optional("value") { $0.number() }
    let qualifier = optional("qualifier") { $0.word(Amount.Qualifier.self) }
    let range = optional("range") { $0.interval() }
    let isNotReached = optional("notReached") { $0.boolean() } ?? false
    let interval = optional("interval") { $0.interval() }
    let count = self.count()
    let given = ["value", "range", "notReached"].filter(has)
    guard given.count == 1 else {
      cursor.error(given.isEmpty ? "has neither `value` nor `range`" : "has both `\(given[0])` and `\(given[1])`")
      return nil
    }
    let estimate: Amount.Estimate
    if let value {
      interval.map { cursor.requireInside($0, value) }
      estimate = .value(value, qualifier)
    } else if let range, let upper = range.upper {
      estimate = .range(range.lower, upper)
    } else if isNotReached {
      estimate = .notReached
    } else {
      return nil
    }
    return Amount(estimate: estimate, interval: interval, count: count)
  }

  /// So many `of` so many.
  private mutating func count() -> (of: Int, events: Int)? {
    let events = optional("count") { $0.integer() }
    let total = optional("of") { $0.integer() }
    guard has("count") || has("of") else { return nil }
    guard let events, let total, (0...total).contains(events) else {
      cursor.error("a count is so many `of` so many")
      return nil
    }
    return (total, events)
  }

  /// The discrepancies of an entry, each with a pointer that must resolve within the entry's file.
  mutating func discrepancies() {
    let root = cursor.value
    let cursor = cursor
    _ = list("discrepancies") { item -> Discrepancy? in
      guard let discrepancy = item.discrepancy() else { return nil }
      if let target = discrepancy.target, root.value(at: target) == nil {
        cursor.at(item.value["at"] ?? item.value).error("`\(target)` points at nothing in this file")
      }
      return discrepancy
    }
  }

  /// Members every file may open with.
  mutating func fileHeader() {
    _ = required("$schema") { $0.words() }
  }
}
