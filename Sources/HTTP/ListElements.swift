/// The elements of a list between commas (RFC 9110 §5.6.1), without white space around them; empty ones too.
struct ListElements {
  private var rest: Range<Int>
  private var isOver = false
  /// Whether elements may hold quoted strings, in which a comma divides nothing (RFC 9110 §5.6.4).
  private let areQuoted: Bool

  init(_ list: Range<Int>, areQuoted: Bool = false) {
    rest = list
    self.areQuoted = areQuoted
  }

  /// The next element of the list in `bytes`; `nil` at the end.
  mutating func next(_ bytes: Span<UInt8>) -> Range<Int>? {
    guard !isOver else { return nil }
    var index = rest.lowerBound
    var isQuoted = false
    while index < rest.upperBound, isQuoted || bytes[index] != UInt8(ascii: ",") {
      if areQuoted, bytes[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted, bytes[index] == UInt8(ascii: "\\") { index += 1 }
      index += 1
    }
    index = min(index, rest.upperBound)
    var element = rest.lowerBound..<index
    while let first = element.first, Octet.isSpace(bytes[first]) { element.removeFirst() }
    while let last = element.last, Octet.isSpace(bytes[last]) { element.removeLast() }
    isOver = index == rest.upperBound
    rest = min(index + 1, rest.upperBound)..<rest.upperBound
    return element
  }
}
