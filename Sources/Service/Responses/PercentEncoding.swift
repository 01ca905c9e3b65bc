/// Percent-encoding of parts of a URI reference (RFC 3986 §2.1), on bytes.
enum PercentEncoding {
  /// A path with what may not stand in one encoded; its slashes stay.
  static func path(_ path: String) -> String {
    encode(path, keeping: "/:@!$&'()*+,;=".utf8.contains)
  }

  /// A name or value of a query; nothing in it can be taken for a delimiter.
  static func queryPart(_ text: String) -> String {
    encode(text) { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") }
  }

  private static func encode(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isUnreserved(byte) || isKept(byte) {
        bytes.append(byte)
      } else {
        let digits = Array("0123456789ABCDEF".utf8)
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
