/// One entry of a document's tape: a value or a member name, with its bytes and the place of its sibling.
///
/// Nodes lie in document order. An array is followed by its elements, an object by name, value, name, value.
/// A name is a node of kind `string`.
struct JSONNode: BitwiseCopyable, Sendable {
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
  /// Of an object a bit for each length of a name in it, so that most names it does not have need not be looked for;
  /// of a name what tells it from most others.
  let mark: UInt16
  /// The first byte; of a string its opening quotation mark.
  let start: UInt32
  /// The byte after the last.
  let end: UInt32
  /// The index of the node after this one and all within it.
  let next: UInt32

  @inline(__always)
  init(kind: JSONKind, _ spelling: Spelling = .plain, from start: Int, to end: Int, next: Int, mark: UInt16 = 0) {
    self.kind = kind
    self.spelling = spelling
    self.mark = mark
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
    self.next = UInt32(truncatingIfNeeded: next)
  }

  var hasEscapes: Bool { spelling == .escaped }

  var isPlain: Bool { spelling == .plain }

  var bytes: Range<Int> { Int(start)..<Int(end) }

  /// The bytes of a string between its quotation marks.
  var content: Range<Int> { Int(start) + 1..<Int(end) - 1 }

  /// The mark of a name with escapes, whose bytes are not its text.
  static let markOfEscapes: UInt16 = .max

  /// The mark of a name, by its length and its first and last byte.
  @inline(__always)
  static func mark(_ name: Span<UInt8>) -> UInt16 {
    guard !name.isEmpty else { return 0 }
    let (first, last) = (UInt16(name[0]), UInt16(name[name.count - 1]))
    return UInt16(truncatingIfNeeded: name.count) &<< 11 ^ first &<< 5 ^ last
  }

  /// One of 64 places, in which marks are spread: many names begin or end alike.
  @inline(__always)
  static func place(ofMark mark: UInt16) -> Int { Int((mark &* 0x9E37) &>> 10) }

  /// The bit of a name's length in the mark of its object.
  @inline(__always)
  static func lengthBit(_ length: Int) -> UInt16 { 1 &<< UInt16(truncatingIfNeeded: length) }
}
