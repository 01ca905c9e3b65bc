/// A media or language range with its weight: `text/html;q=0.8` (RFC 9110 §12.4.2).
struct WeightedRange {
  let range: ArraySlice<UInt8>
  /// In thousandths.
  let weight: Int
  /// Whether there are parameters beside the weight.
  let hasParameters: Bool

  init(_ element: ArraySlice<UInt8>) {
    let parts = FieldList.parts(of: element, between: UInt8(ascii: ";"))
    let isWeight = { (part: ArraySlice<UInt8>) in Token.isEqual(part.prefix(2), "q=") }
    range = parts.first ?? []
    weight = parts.dropFirst().first(where: isWeight).map { Self.thousandths(of: $0.dropFirst(2)) } ?? 1000
    hasParameters = parts.dropFirst().contains { !isWeight($0) }
  }

  /// A weight of at most three decimals; what is none counts as nothing.
  private static func thousandths(of text: ArraySlice<UInt8>) -> Int {
    let decimals = text.dropFirst(2)
    guard let whole = text.first, text.dropFirst().first ?? UInt8(ascii: ".") == UInt8(ascii: "."), decimals.count <= 3 else {
      return 0
    }
    let digits = [whole] + decimals
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return 0 }
    let padded = digits + Array(repeating: UInt8(ascii: "0"), count: 4 - digits.count)
    let value = padded.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return value <= 1000 ? value : 0
  }

  /// How exactly the range names a media type, or `nil` when it does not (RFC 9110 §12.5.1).
  func precision(forMediaType type: String) -> Int? {
    if Token.isEqual(range, type.utf8) { return hasParameters ? 2 : 3 }
    if Token.isEqual(range, "*/*".utf8) { return 0 }
    guard range.last == UInt8(ascii: "*"), range.dropLast().last == UInt8(ascii: "/") else { return nil }
    return Token.isEqual(range.dropLast(), type.utf8.prefix(range.count - 1)) ? 1 : nil
  }

  /// Whether a language is found by look-up: `ru` by `ru` and by `ru-RU` (RFC 4647 §3.4).
  func matches(languageTag tag: String) -> Bool {
    let rest = range.dropFirst(tag.utf8.count)
    return Token.isEqual(range.prefix(tag.utf8.count), tag.utf8) && (rest.isEmpty || rest.first == UInt8(ascii: "-"))
  }

  var isAny: Bool { range.elementsEqual([UInt8(ascii: "*")]) }
}
