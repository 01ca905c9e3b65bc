/// The syntax of the Host field: `uri-host [":" port]` (RFC 9110 §7.2, RFC 3986 §3.2.2).
enum Host {
  static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first else { return true }  // An empty host is allowed (RFC 9110 §7.2).
    if first == UInt8(ascii: "[") { return isLiteral(bytes) }
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return isName(bytes) }
    return isName(bytes[..<colon]) && isPort(bytes[(colon + 1)...])
  }

  private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count <= 5 && bytes.allSatisfy(isDigit) && (Int(String(decoding: bytes, as: UTF8.self)) ?? 0) <= 65_535
  }

  /// `reg-name`: unreserved, percent-encoded or sub-delims; an IPv4 address is one too.
  private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.popFirst().flatMap(PercentDecoding.hexadecimal) != nil,
          rest.popFirst().flatMap(PercentDecoding.hexadecimal) != nil
        else { return false }
      } else if !isUnreserved(byte) && !isSubDelimiter(byte) {
        return false
      }
    }
    return !bytes.isEmpty
  }

  private static func isLiteral(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return false }
    let inner = bytes[(bytes.startIndex + 1)..<end]
    let rest = bytes[(end + 1)...]
    guard rest.isEmpty || (rest.first == UInt8(ascii: ":") && isPort(rest.dropFirst())) else { return false }
    guard let first = inner.first else { return false }
    return Token.lowercased(first) == UInt8(ascii: "v") ? isFutureAddress(inner) : isIPv6(inner)
  }

  /// `IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )`.
  private static func isFutureAddress(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let dot = bytes.firstIndex(of: UInt8(ascii: ".")) else { return false }
    let version = bytes[(bytes.startIndex + 1)..<dot]
    let address = bytes[(dot + 1)...]
    return !version.isEmpty && version.allSatisfy { PercentDecoding.hexadecimal($0) != nil } && !address.isEmpty
      && address.allSatisfy { isUnreserved($0) || isSubDelimiter($0) || $0 == UInt8(ascii: ":") }
  }

  /// Eight groups of up to four hexadecimal digits, one run of zeros as `::`, the last two perhaps as IPv4.
  private static func isIPv6(_ bytes: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    let halves = text.components(separatedBy: "::")
    guard halves.count <= 2 else { return false }
    var groups = 0
    for (index, half) in halves.enumerated() where !half.isEmpty {
      let parts = half.split(separator: ":", omittingEmptySubsequences: false)
      for (position, part) in parts.enumerated() {
        let isLast = index == halves.count - 1 && position == parts.count - 1
        if isLast, part.utf8.contains(UInt8(ascii: ".")) {
          guard isIPv4(part) else { return false }
          groups += 2
        } else {
          guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ PercentDecoding.hexadecimal($0) != nil }) else {
            return false
          }
          groups += 1
        }
      }
    }
    return halves.count == 2 ? groups <= 7 : groups == 8
  }

  private static func isIPv4(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        (1...3).contains(part.utf8.count) && part.utf8.allSatisfy(isDigit) && (Int(part) ?? 256) <= 255
          && (part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0"))
      }
  }

  private static func isSubDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="):
      true
    default: false
    }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: isDigit(byte)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension String {
  /// The parts between occurrences of a two-colon separator.
  fileprivate func components(separatedBy separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
