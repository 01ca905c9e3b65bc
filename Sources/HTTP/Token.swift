/// Bytes that names are made of (RFC 9110 §5.6.2), and their comparison without case.
enum Token {
  static func contains(_ byte: UInt8) -> Bool {
    byte < 128 && (byte < 64 ? 0x3ff6cfa00000000 : 0x57ffffffc7fffffe as UInt64) >> (byte & 63) & 1 == 1
  }

  /// Whether `range` of `bytes` is equal to a literal without regard to the case of ASCII letters.
  static func isEqual(_ bytes: Span<UInt8>, _ range: Range<Int>, _ literal: StaticString) -> Bool {
    guard range.count == literal.utf8CodeUnitCount else { return false }
    // SAFETY: the pointer of a literal is valid for its count and for ever.
    let start = unsafe literal.utf8Start
    for offset in 0..<range.count {
      let other = unsafe start[offset]
      guard lowercased(bytes[range.lowerBound + offset]) == lowercased(other) else { return false }
    }
    return true
  }

  /// Whether `range` of `bytes` is equal to text without regard to the case of ASCII letters.
  static func isEqual(_ bytes: Span<UInt8>, _ range: Range<Int>, _ text: some Collection<UInt8>) -> Bool {
    guard range.count == text.count else { return false }
    for (index, other) in zip(range, text) where lowercased(bytes[index]) != lowercased(other) { return false }
    return true
  }

  /// Whether bytes are equal without regard to the case of ASCII letters.
  static func isEqual(_ bytes: some Collection<UInt8>, _ others: some Collection<UInt8>) -> Bool {
    bytes.count == others.count && bytes.elementsEqual(others) { $0 == $1 || lowercased($0) == lowercased($1) }
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
