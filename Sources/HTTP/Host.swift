/// The syntax of a host and its port: `uri-host [":" port]` (RFC 9110 §7.2, RFC 3986 §3.2.2, §3.2.3).
enum Host {
  /// Whether `range` of `bytes` is a host, perhaps with a port; with `needsPort` with one that is not empty.
  ///
  /// Nothing is no host: where it may stand for one is the caller's to say.
  static func isValid(_ bytes: Span<UInt8>, _ range: Range<Int>, needsPort: Bool = false) -> Bool {
    let isLiteral = !range.isEmpty && bytes[range.lowerBound] == UInt8(ascii: "[")
    guard let end = isLiteral ? endOfLiteral(bytes, range) : endOfName(bytes, range) else { return false }
    guard end < range.upperBound else { return !needsPort }
    let port = end + 1..<range.upperBound
    return bytes[end] == UInt8(ascii: ":") && isPort(bytes, port) && !(needsPort && port.isEmpty)
  }

  /// `*DIGIT` (RFC 3986 §3.2.3), and a port of TCP.
  private static func isPort(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var port = 0
    for index in range {
      guard Octet.isDigit(bytes[index]) else { return false }
      port = port * 10 + Int(bytes[index] - UInt8(ascii: "0"))
      guard port <= 65_535 else { return false }
    }
    return true
  }

  /// Where a name ends, at a colon or the end; `nil` when it is none. `reg-name` takes addresses of IPv4 in.
  private static func endOfName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound, bytes[index] != UInt8(ascii: ":") {
      if bytes[index] == UInt8(ascii: "%") {
        guard index + 2 < range.upperBound, Octet.hexadecimal(bytes[index + 1]) != nil,
          Octet.hexadecimal(bytes[index + 2]) != nil
        else { return nil }
        index += 3
      } else {
        guard Octet.isInName(bytes[index]) else { return nil }
        index += 1
      }
    }
    // A name of nothing names nobody (RFC 9110 §4.2.1).
    return index > range.lowerBound ? index : nil
  }

  /// Where an address in brackets ends; `nil` when it is none.
  private static func endOfLiteral(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "]"), in: range) else { return nil }
    let inner = range.lowerBound + 1..<end
    guard !inner.isEmpty else { return nil }
    let isValid =
      Token.lowercased(bytes[inner.lowerBound]) == UInt8(ascii: "v") ? isFutureAddress(bytes, inner) : isIPv6(bytes, inner)
    return isValid ? end + 1 : nil
  }

  /// `IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )`.
  private static func isFutureAddress(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let dot = bytes.firstIndex(of: UInt8(ascii: "."), in: range) else { return false }
    let version = range.lowerBound + 1..<dot
    let address = dot + 1..<range.upperBound
    return !version.isEmpty && version.allSatisfy { Octet.hexadecimal(bytes[$0]) != nil } && !address.isEmpty
      && address.allSatisfy { Octet.isInName(bytes[$0]) || bytes[$0] == UInt8(ascii: ":") }
  }

  /// Eight groups of up to four hexadecimal digits, a run of them perhaps as `::`, the last two perhaps as IPv4.
  private static func isIPv6(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    var groups = 0
    var hasRun = false
    /// Whether a group may come: at the beginning and behind a colon.
    var isOpen = true
    while index < range.upperBound {
      if bytes[index] == UInt8(ascii: ":") {
        let isDouble = index + 1 < range.upperBound && bytes[index + 1] == UInt8(ascii: ":")
        // One run at most; a single colon stands behind a group and before one.
        guard isDouble ? !hasRun && (!isOpen || groups == 0) : !isOpen && index + 1 < range.upperBound else { return false }
        hasRun = hasRun || isDouble
        index += isDouble ? 2 : 1
        isOpen = true
        continue
      }
      guard isOpen else { return false }
      let start = index
      while index < range.upperBound, index - start < 4, Octet.hexadecimal(bytes[index]) != nil { index += 1 }
      if index < range.upperBound, bytes[index] == UInt8(ascii: ".") {
        guard isIPv4(bytes, start..<range.upperBound) else { return false }
        groups += 2
        break
      }
      guard index > start else { return false }
      groups += 1
      isOpen = false
    }
    // A run stands for one group at least.
    return hasRun ? groups <= 7 : groups == 8
  }

  /// Four numbers up to 255, without zeros before them.
  private static func isIPv4(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var numbers = 0
    var index = range.lowerBound
    while true {
      let start = index
      var number = 0
      while index < range.upperBound, Octet.isDigit(bytes[index]), index - start < 3 {
        number = number * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        index += 1
      }
      guard index > start, number <= 255, index - start == 1 || bytes[start] != UInt8(ascii: "0") else { return false }
      numbers += 1
      guard index < range.upperBound else { return numbers == 4 }
      guard bytes[index] == UInt8(ascii: ".") else { return false }
      index += 1
    }
  }
}
