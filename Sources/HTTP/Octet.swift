/// Classes of bytes in the grammars of HTTP and URIs; text is never asked, as Unicode knows other digits, letters and spaces.
enum Octet {
  /// White space within a line (RFC 9110 §5.6.3).
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 9
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10
  }

  /// The value of a hexadecimal digit.
  static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// What a field value holds: visible characters, white space and bytes above ASCII (RFC 9110 §5.5).
  static func isInFieldValue(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7f || byte == 9
  }

  /// `unreserved` and `sub-delims`, which names of hosts are made of (RFC 3986 §2.2, §2.3).
  static func isInName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "$"),
      UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"),
      UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="):
      true
    default: false
    }
  }

  /// What a segment of a path holds: `pchar` without escapes (RFC 3986 §3.3).
  static func isInSegment(_ byte: UInt8) -> Bool {
    isInName(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "@")
  }

  /// What a query holds: all that is visible and not to be encoded by everybody.
  ///
  /// By RFC 3986 §3.4 brackets, braces, `|`, `\`, `^` and the grave accent are to be encoded too, but browsers send them as they
  /// are (URL Standard, query percent-encode set), and they divide nothing; RFC 9112 §3.2 says that a server *should* refuse them.
  static func isInQuery(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "<"), UInt8(ascii: ">"): false
    default: byte > 0x20 && byte < 0x7f
    }
  }
}

extension Span<UInt8> {
  /// The first place of a byte within a range.
  package func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      let found = Self.zeros(word(at: index) ^ (Self.ones * UInt64(byte)))
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < range.upperBound {
      if self[index] == byte { return index }
      index += 1
    }
    return nil
  }

  /// The first control character from `start` on, tabs but not bytes above ASCII among them; there has to be one.
  func firstControl(from start: Int) -> Int {
    var index = start
    while index + 8 <= count {
      let word = word(at: index)
      // The lowest bit that is set is that of the first byte below 32, or of the first DEL.
      let found = (word &- Self.ones * 0x20) & ~word & (Self.ones * 0x80) | Self.zeros(word ^ (Self.ones * 0x7f))
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    while self[index] >= 0x20, self[index] != 0x7f { index += 1 }
    return index
  }

  /// Whether `range` is equal to other bytes.
  func isEqual(_ range: Range<Int>, _ others: some Collection<UInt8>) -> Bool {
    guard range.count == others.count else { return false }
    for (index, other) in zip(range, others) where self[index] != other { return false }
    return true
  }

  /// Whether both are the same bytes.
  func isEqual(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    var index = 0
    while index + 8 <= count {
      guard word(at: index) == other.word(at: index) else { return false }
      index += 8
    }
    while index < count {
      guard self[index] == other[index] else { return false }
      index += 1
    }
    return true
  }

  private static var ones: UInt64 { 0x0101_0101_0101_0101 }

  /// Sets the highest bit of bytes that are zero; above the first of them it may err.
  private static func zeros(_ word: UInt64) -> UInt64 {
    (word &- ones) & ~word & (ones * 0x80)
  }

  /// Eight bytes, the first of them the lowest.
  func word(at index: Int) -> UInt64 {
    // SAFETY: any eight bytes are a number, and that they are within the span is checked.
    let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
    return UInt64(littleEndian: word)
  }

  /// Whether a literal stands at `start`, byte by byte.
  func has(_ literal: StaticString, at start: Int) -> Bool {
    guard start + literal.utf8CodeUnitCount <= count else { return false }
    // SAFETY: the pointer of a literal is valid for its count and for ever.
    let expected = unsafe literal.utf8Start
    for offset in 0..<literal.utf8CodeUnitCount {
      let byte = unsafe expected[offset]
      guard self[start + offset] == byte else { return false }
    }
    return true
  }
}
