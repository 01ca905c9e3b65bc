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

  /// What a path holds: `pchar` without escapes, and slashes (RFC 3986 §3.3).
  static func isInPath(_ byte: UInt8) -> Bool {
    isInName(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "@")
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
  func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    range.first { self[$0] == byte }
  }
}
