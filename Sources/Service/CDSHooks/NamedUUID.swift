import Knowledge

/// A UUID that follows from a name: the same advice on the same call has the same one.
///
/// Source: RFC 9562 §5.8 (version 8), with the bits of a SHA-256 digest.
enum NamedUUID {
  static func of(_ parts: [String]) -> String {
    var hash = SHA256()
    hash.update(Array(parts.joined(separator: "\u{0}").utf8))
    var bytes = Array(hash.finalized().prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = Array("0123456789abcdef")
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text.append("-") }
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return text
  }
}
