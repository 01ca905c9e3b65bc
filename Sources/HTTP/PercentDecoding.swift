/// Percent-encoding (RFC 3986 §2.1), on bytes.
enum PercentDecoding {
  /// The text that `range` of `bytes` decodes to; `nil` for a bad escape, a control character or what is not UTF-8.
  static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>, plusIsSpace: Bool = false) -> String? {
    var index = range.lowerBound
    while index < range.upperBound, Octet.isInName(bytes[index]), bytes[index] != UInt8(ascii: "+") { index += 1 }
    if index == range.upperBound { return text(bytes.extracting(range)) }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(range.count)
    index = range.lowerBound
    while index < range.upperBound {
      var byte = bytes[index]
      if byte == UInt8(ascii: "%") {
        guard index + 2 < range.upperBound, let high = Octet.hexadecimal(bytes[index + 1]),
          let low = Octet.hexadecimal(bytes[index + 2])
        else { return nil }
        byte = high << 4 | low
        index += 2
      } else if plusIsSpace, byte == UInt8(ascii: "+") {
        byte = UInt8(ascii: " ")
      }
      guard byte >= 0x20, byte != 0x7f else { return nil }
      decoded.append(byte)
      index += 1
    }
    return text(decoded.span)
  }

  /// Overlong forms and surrogates are no UTF-8 (RFC 3629 §3).
  private static func text(_ bytes: Span<UInt8>) -> String? {
    guard let text = try? UTF8Span(validating: bytes) else { return nil }
    return String(copying: text)
  }
}
