/// One entry of a document's tape: a value or a member name, with its bytes and the place of its sibling.
///
/// Nodes lie in document order. An array is followed by its elements, an object by name, value, name, value.
/// A name is a node of kind `string`.
struct JSONNode: Sendable {
  /// How a string is written.
  enum Spelling: Sendable {
    /// In ASCII that stands for itself.
    case plain
    /// With letters beyond ASCII.
    case unicode
    /// With a backslash, so that its bytes are not its text.
    case escaped
  }

  let kind: JSONKind
  let spelling: Spelling
  /// Of an object a bit for each length of a name in it, so that most names it does not have need not be looked for.
  var nameLengths: UInt16 = 0
  /// The first byte; of a string its opening quotation mark.
  let start: UInt32
  /// The byte after the last.
  var end: UInt32
  /// The index of the node after this one and all within it.
  var next: UInt32

  init(kind: JSONKind, bytes: Range<Int>, next: Int) {
    self.init(kind, .plain, bytes, next)
  }

  init(string bytes: Range<Int>, _ spelling: Spelling, next: Int) {
    self.init(.string, spelling, bytes, next)
  }

  private init(_ kind: JSONKind, _ spelling: Spelling, _ bytes: Range<Int>, _ next: Int) {
    self.kind = kind
    self.spelling = spelling
    start = UInt32(truncatingIfNeeded: bytes.lowerBound)
    end = UInt32(truncatingIfNeeded: bytes.upperBound)
    self.next = UInt32(truncatingIfNeeded: next)
  }

  var hasEscapes: Bool { spelling == .escaped }

  var isPlain: Bool { spelling == .plain }

  var bytes: Range<Int> { Int(start)..<Int(end) }

  /// The bytes of a string between its quotation marks.
  var content: Range<Int> { Int(start) + 1..<Int(end) - 1 }

  /// The bit of a name's length in `nameLengths`; all where escapes leave it open.
  var lengthBits: UInt16 { hasEscapes ? .max : Self.lengthBit(Int(end &- start) &- 2) }

  static func lengthBit(_ length: Int) -> UInt16 { 1 &<< UInt16(truncatingIfNeeded: length) }
}
