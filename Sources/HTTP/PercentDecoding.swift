/// Percent-encoding (RFC 3986 §2.1), on bytes.
enum PercentDecoding {
  /// The decoded text; `nil` for a bad escape, a control character or what is not UTF-8.
  static func decode(_ encoded: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(encoded.count)
    var index = encoded.startIndex
    while index < encoded.endIndex {
      var byte = encoded[index]
      if byte == UInt8(ascii: "%") {
        guard index + 2 < encoded.endIndex, let high = Octet.hexadecimal(encoded[index + 1]),
          let low = Octet.hexadecimal(encoded[index + 2])
        else { return nil }
        byte = high << 4 | low
        index += 2
      } else if plusIsSpace, byte == UInt8(ascii: "+") {
        byte = UInt8(ascii: " ")
      }
      guard byte >= 0x20, byte != 0x7f else { return nil }
      bytes.append(byte)
      index += 1
    }
    // Overlong forms and surrogates are no UTF-8 (RFC 3629 §3).
    return String(validating: bytes, as: UTF8.self)
  }
}
