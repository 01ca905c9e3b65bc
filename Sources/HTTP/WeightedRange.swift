/// A media or language range with its weight: `text/html;q=0.8` (RFC 9110 §12.4.2).
struct WeightedRange {
  let range: Range<Int>
  /// In thousandths.
  private(set) var weight = 1000
  /// Whether there are parameters beside the weight.
  private(set) var hasParameters = false

  /// Reads an element of a list in `bytes`. Any parameter `q` is the weight, wherever it stands (RFC 9110 §12.5.1).
  init(_ bytes: Span<UInt8>, _ element: Range<Int>) {
    var parts = FieldList(element, separator: UInt8(ascii: ";"), quoting: .strings)
    range = parts.next(bytes) ?? element
    var hasWeight = false
    while let part = parts.next(bytes) {
      if !Token.isEqual(bytes, part.prefix(2), "q=") {
        hasParameters = true
      } else if !hasWeight {
        hasWeight = true
        weight = Self.thousandths(bytes, part.dropFirst(2))
      }
    }
  }

  /// A weight from 0 to 1 with at most three decimals; what is none counts as nothing, as RFC 9110 §2.2 leaves it to the recipient.
  private static func thousandths(_ bytes: Span<UInt8>, _ text: Range<Int>) -> Int {
    guard (1...5).contains(text.count), text.count == 1 || bytes[text.lowerBound + 1] == UInt8(ascii: ".") else { return 0 }
    var weight = 0
    for place in 0..<5 where place != 1 {
      let byte = place < text.count ? bytes[text.lowerBound + place] : UInt8(ascii: "0")
      guard Octet.isDigit(byte) else { return 0 }
      weight = weight * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return weight <= 1000 ? weight : 0
  }

  /// How exactly the range names a media type, or `nil` when it does not (RFC 9110 §12.5.1).
  ///
  /// Parameters are not compared, as the types served have none: `application/json;charset=utf-8` is taken for what it means.
  func precision(_ bytes: Span<UInt8>, forMediaType type: String) -> Int? {
    if Token.isEqual(bytes, range, type.utf8) { return hasParameters ? 2 : 3 }
    if Token.isEqual(bytes, range, "*/*") { return 0 }
    guard range.count >= 2, Token.isEqual(bytes, range.suffix(2), "/*") else { return nil }
    return Token.isEqual(bytes, range.dropLast(), type.utf8.prefix(range.count - 1)) ? 1 : nil
  }

  /// Whether a language is found by look-up: `ru` by `ru` and by `ru-RU` (RFC 4647 §3.4).
  func matches(_ bytes: Span<UInt8>, languageTag tag: String) -> Bool {
    let rest = range.dropFirst(tag.utf8.count)
    return Token.isEqual(bytes, range.prefix(tag.utf8.count), tag.utf8)
      && (rest.isEmpty || bytes[rest.lowerBound] == UInt8(ascii: "-"))
  }

  func isAny(_ bytes: Span<UInt8>) -> Bool {
    Token.isEqual(bytes, range, "*")
  }
}
