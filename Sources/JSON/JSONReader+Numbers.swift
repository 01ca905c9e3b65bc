extension JSONReader {
  /// Reads a number by the grammar of RFC 8259 §6; `index` is on `-` or a digit.
  mutating func readNumber(_ bytes: Span<UInt8>) throws(Stop) {
    guard let end = Self.endOfNumber(bytes, from: index), end == bytes.count || !isOfWord(bytes[end]) else {
      return try readWord(bytes)
    }
    try append(.number, from: index, to: end, bytes)
    index = end
  }

  static func isNumber(_ bytes: Span<UInt8>) -> Bool {
    !bytes.isEmpty && endOfNumber(bytes, from: 0) == bytes.count
  }

  /// Finds the end of the longest number from an index on; `nil` where digits are missing.
  private static func endOfNumber(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var end = start
    func skipDigits() -> Bool {
      let first = end
      while end < bytes.count, Self.isDigit(bytes[end]) { end += 1 }
      return end > first
    }
    if bytes[end] == UInt8(ascii: "-") { end += 1 }
    if end < bytes.count, bytes[end] == UInt8(ascii: "0") {
      end += 1
    } else if !skipDigits() {
      return nil
    }
    if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
      end += 1
      if !skipDigits() { return nil }
    }
    if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
      end += 1
      if end < bytes.count, bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-") { end += 1 }
      if !skipDigits() { return nil }
    }
    return end
  }

  /// Records a run of letters, digits and signs that is no value, and goes on behind it.
  mutating func readWord(_ bytes: Span<UInt8>) throws(Stop) {
    var end = index
    while end < bytes.count, isOfWord(bytes[end]) { end += 1 }
    guard end > index else { throw try unexpected(.value, .child, bytes) }
    let shown = JSONText.string(bytes, index..<min(end, index + 40)) + (end > index + 40 ? "…" : "")
    let kind: JSONSyntaxError.Kind =
      if let fault = numberFault(bytes.extracting(index..<end)) {
        .invalidNumber(shown, fault)
      } else {
        .invalidLiteral(shown)
      }
    try record(kind, at: index, .child, bytes)
    try append(.null, from: index, to: end, bytes)
    index = end
  }

  /// Says what is wrong with a token that is no number; `nil` when it was not meant to be one.
  private func numberFault(_ token: Span<UInt8>) -> JSONSyntaxError.NumberFault? {
    let isSigned = token[0] == UInt8(ascii: "+") || token[0] == UInt8(ascii: "-")
    let digits = token.extracting((isSigned ? 1 : 0)...)
    let word = JSONText.string(digits, digits.indices).lowercased()
    if ["nan", "inf", "infinity"].contains(word) { return .notFinite }
    if token[0] == UInt8(ascii: "+") { return .leadingPlus }
    guard let first = digits.isEmpty ? nil : digits[0] else { return .missingDigits }
    if first == UInt8(ascii: ".") { return digits.count > 1 && Self.isDigit(digits[1]) ? .missingDigits : .malformed }
    guard Self.isDigit(first) else { return isSigned ? .malformed : nil }
    if first == UInt8(ascii: "0"), digits.count > 1, Self.isDigit(digits[1]) { return .leadingZero }
    return lacksDigits(digits) ? .missingDigits : .malformed
  }

  /// Whether digits would make a number of the token: `1.`, `1.e5`, `1e`, `1e+`.
  private func lacksDigits(_ token: Span<UInt8>) -> Bool {
    var completed: [UInt8] = []
    for index in token.indices {
      completed.append(token[index])
      let isLast = index + 1 == token.count
      switch token[index] {
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"):
        let isFollowed = !isLast && (Self.isDigit(token[index + 1]) || isSign(token[index + 1]))
        if !isFollowed { completed.append(UInt8(ascii: "0")) }
      default: break
      }
    }
    return Self.endOfNumber(completed.span, from: 0) == completed.count
  }

  private func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10
  }

  /// Whether a byte belongs to a token of letters, digits and signs.
  func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
