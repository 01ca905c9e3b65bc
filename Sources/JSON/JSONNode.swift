/// One entry of a document's tape: a value or a member name, with its bytes and the place of its sibling.
///
/// Nodes lie in document order. An array is followed by its elements, an object by name, value, name, value.
/// A name is a node of kind `string`.
struct JSONNode: Sendable {
  let kind: JSONKind
  /// Whether a string holds a backslash, so that its bytes are not its text.
  let hasEscapes: Bool
  /// The first byte; of a string its opening quotation mark.
  let start: UInt32
  /// The byte after the last.
  var end: UInt32
  /// The index of the node after this one and all within it.
  var next: UInt32

  init(kind: JSONKind, bytes: Range<Int>, next: Int, hasEscapes: Bool = false) {
    self.kind = kind
    self.hasEscapes = hasEscapes
    start = UInt32(truncatingIfNeeded: bytes.lowerBound)
    end = UInt32(truncatingIfNeeded: bytes.upperBound)
    self.next = UInt32(truncatingIfNeeded: next)
  }

  var bytes: Range<Int> { Int(start)..<Int(end) }

  /// The bytes of a string between its quotation marks.
  var content: Range<Int> { Int(start) + 1..<Int(end) - 1 }
}
