/// Walks through a list in a field's value (RFC 9110 §5.6.1), on bytes: text compares as Unicode does, where other letters equal ASCII.
struct FieldList {
  /// What quotes mean in an element.
  enum Quoting {
    /// Nothing: elements are tokens.
    case none
    /// A separator between them separates nothing, a backslash is a character like others: entity tags (RFC 9110 §8.8.3).
    case tags
    /// A backslash between them takes its meaning from the next byte: quoted strings (RFC 9110 §5.6.4).
    case strings
  }

  private var rest: Range<Int>
  private let separator: UInt8
  private let quoting: Quoting
  private var isOver = false

  init(_ list: Range<Int>, separator: UInt8 = UInt8(ascii: ","), quoting: Quoting) {
    rest = list
    self.separator = separator
    self.quoting = quoting
  }

  /// The next element of the list in `bytes`, without the white space around it; it may be empty. `nil` at the end.
  mutating func next(_ bytes: Span<UInt8>) -> Range<Int>? {
    guard !isOver else { return nil }
    var end = rest.lowerBound
    var isQuoted = false
    while end < rest.upperBound, isQuoted || bytes[end] != separator {
      if bytes[end] == UInt8(ascii: "\""), quoting != .none { isQuoted.toggle() }
      let isPair = isQuoted && bytes[end] == UInt8(ascii: "\\") && quoting == .strings && end + 1 < rest.upperBound
      end += isPair ? 2 : 1
    }
    var element = rest.lowerBound..<end
    while let first = element.first, Octet.isSpace(bytes[first]) { element.removeFirst() }
    while let last = element.last, Octet.isSpace(bytes[last]) { element.removeLast() }
    isOver = end == rest.upperBound
    rest = min(end + 1, rest.upperBound)..<rest.upperBound
    return element
  }
}
