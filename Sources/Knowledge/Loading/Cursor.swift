package import Clinical
package import JSON

/// A value being decoded: it knows its place, records what is wrong and lets decoding go on.
package struct Cursor {
  package let value: JSONValue
  package let file: String
  package let report: Report

  package init(_ value: JSONValue, file: String, report: Report) {
    self.value = value
    self.file = file
    self.report = report
  }

  package var place: Place { Place(file: file, value: value) }

  package func at(_ value: JSONValue) -> Cursor {
    Cursor(value, file: file, report: report)
  }

  package func error(_ message: String, suggestion: @autoclosure () -> String? = nil) {
    report.error(message, at: place, suggestion: suggestion())
  }

  /// Records that something else was expected here.
  package func mismatch(expected: String) {
    error("expected \(expected), found \(value.kind.phrase)")
  }

  package func string() -> String? {
    guard let string = value.string else {
      mismatch(expected: "a string")
      return nil
    }
    return string
  }

  /// A string with something in it.
  package func words() -> String? {
    guard let string = string() else { return nil }
    // Printable ASCII is no white space, and what most texts begin with.
    if let first = string.utf8.first, (0x21..<0x7f).contains(first) { return string }
    guard string.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      error("is empty")
      return nil
    }
    return string
  }

  package func boolean() -> Bool? {
    guard let boolean = value.boolean else {
      mismatch(expected: "true or false")
      return nil
    }
    return boolean
  }

  package func number() -> Magnitude? {
    guard value.kind == .number else {
      mismatch(expected: "a number")
      return nil
    }
    guard let number = value.number else {
      error("has more digits than can be kept")
      return nil
    }
    return Magnitude(significand: number.significand, scale: number.scale)
  }

  package func integer() -> Int? {
    guard value.kind == .number else {
      mismatch(expected: "a whole number")
      return nil
    }
    guard let integer = value.number?.integer else {
      error("is not a whole number")
      return nil
    }
    return integer
  }

  /// One of the words of an enumeration.
  package func word<Word: RawRepresentable & CaseIterable>(_ type: Word.Type = Word.self) -> Word?
  where Word.RawValue == String {
    guard let string = string() else { return nil }
    if let word = Word(rawValue: string) { return word }
    let allowed = Word.allCases.map(\.rawValue)
    error(
      "unknown value `\(string)`: one of \(allowed.joined(separator: ", "))",
      suggestion: Spelling.nearest(to: string, among: allowed))
    return nil
  }

  /// The elements of an array, each decoded; what fails is left out and recorded.
  package func list<Element>(atLeast minimum: Int = 0, _ decode: (Cursor) -> Element?) -> [Element] {
    guard value.kind == .array else {
      mismatch(expected: "an array")
      return []
    }
    if value.count < minimum {
      error(minimum == 1 ? "is empty" : "has fewer than \(minimum) elements")
    }
    return value.elements.compactMap { decode(at($0)) }
  }

  /// An object decoded member by member; members that nobody asked for are errors.
  package func object<Result>(_ decode: (inout ObjectReader) -> Result?) -> Result? {
    guard value.kind == .object else {
      mismatch(expected: "an object")
      return nil
    }
    var reader = ObjectReader(cursor: self)
    let result = decode(&reader)
    reader.refuseUnknownMembers()
    return result
  }
}

extension JSONKind {
  /// The kind in a diagnostic.
  package var phrase: String {
    switch self {
    case .null: "null"
    case .boolean: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
