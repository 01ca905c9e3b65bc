/// What the fields of a head say of the message and the connection, noted while they are read.
struct HeadFields {
  let isVersion10: Bool
  private var hosts = 0
  private var lengths = 0
  private var codings = 0
  private var expectations = 0
  /// The last of each.
  private var host = 0..<0
  private var length = 0..<0
  private var coding = 0..<0
  private var closes = false
  private var asksToKeep = false

  init(isVersion10: Bool) {
    self.isVersion10 = isVersion10
  }

  mutating func note(_ line: Request.FieldLine, _ bytes: Span<UInt8>) {
    let name = line.name
    switch name.count {
    case 4 where Token.isEqual(bytes, name, "host"): (hosts, host) = (hosts + 1, line.value)
    case 6 where Token.isEqual(bytes, name, "expect"): expectations += 1
    case 10 where Token.isEqual(bytes, name, "connection"): noteConnection(line.value, bytes)
    case 14 where Token.isEqual(bytes, name, "content-length"): (lengths, length) = (lengths + 1, line.value)
    case 17 where Token.isEqual(bytes, name, "transfer-encoding"): (codings, coding) = (codings + 1, line.value)
    default: break
    }
  }

  /// Connection options are tokens, without case (RFC 9110 §7.6.1): quotes hide none.
  private mutating func noteConnection(_ value: Range<Int>, _ bytes: Span<UInt8>) {
    var elements = FieldList(value, quoting: .none)
    while let option = elements.next(bytes) {
      if Token.isEqual(bytes, option, "close") { closes = true }
      if Token.isEqual(bytes, option, "keep-alive") { asksToKeep = true }
    }
  }

  /// Whether the connection stays open after the answer (RFC 9112 §9.3).
  var keepsAlive: Bool { !closes && (!isVersion10 || asksToKeep) }

  /// One valid Host in HTTP/1.1, at most one in HTTP/1.0 (RFC 9112 §3.2), whatever the target says. It is empty where the target
  /// URI has no authority.
  func checkHost(_ bytes: Span<UInt8>) throws(RequestError) {
    guard hosts > 0 else {
      if isVersion10 { return }
      throw .missingHost
    }
    guard hosts == 1, host.isEmpty || Host.isValid(bytes, host) else { throw .badHost }
  }

  /// The one expectation there is; others are refused, and HTTP/1.0 has none (RFC 9110 §10.1.1).
  func expectsContinue(_ bytes: Span<UInt8>, _ lines: [Request.FieldLine]) throws(RequestError) -> Bool {
    guard expectations > 0 else { return false }
    var expectsContinue = false
    for line in lines where Token.isEqual(bytes, line.name, "expect") {
      var elements = FieldList(line.value, quoting: .none)
      while let expectation = elements.next(bytes) {
        guard !expectation.isEmpty else { continue }
        guard Token.isEqual(bytes, expectation, "100-continue") else { throw .badExpectation }
        expectsContinue = true
      }
    }
    return expectsContinue && !isVersion10
  }

  /// How the body is framed (RFC 9112 §6.3).
  func framing(
    _ bytes: Span<UInt8>, _ lines: [Request.FieldLine]
  ) throws(RequestError) -> RequestHead.Framing {
    if codings > 0 {
      // Both fields together, or a coding that HTTP/1.0 does not have, are how requests are smuggled (RFC 9112 §6.1).
      guard lengths == 0, !isVersion10 else { throw .conflictingFraming }
      if codings == 1, Token.isEqual(bytes, coding, "chunked") { return .chunked }
      throw codingFault(bytes, lines)
    }
    guard lengths > 0 else { return .length(0) }
    // Equal values in a list or in several lines may be taken for one or refused (RFC 9110 §8.6): they are refused.
    guard lengths == 1, !length.isEmpty else { throw .badContentLength }
    var count = 0
    for index in length {
      guard Octet.isDigit(bytes[index]) else { throw .badContentLength }
      // A number that no integer holds is too large, not malformed.
      count = min(count, Int.max / 16) * 10 + Int(bytes[index] - UInt8(ascii: "0"))
    }
    return .length(count)
  }

  /// Why codings are not `chunked` alone: unknown ones before it are not implemented (RFC 9112 §6.1); without it at the end, or with
  /// it twice or with parameters, nobody knows where the body ends (§6.3, §7.1).
  ///
  /// Empty elements, which a list may have (RFC 9110 §5.6.1.2), are not ignored here: where readers could differ on the framing, it
  /// is refused (RFC 9112 §11.2).
  private func codingFault(_ bytes: Span<UInt8>, _ lines: [Request.FieldLine]) -> RequestError {
    var chunked = 0
    var isLast = false
    for line in lines where Token.isEqual(bytes, line.name, "transfer-encoding") {
      var elements = FieldList(line.value, quoting: .strings)
      while let element = elements.next(bytes) {
        let name = element.prefix { Token.contains(bytes[$0]) }
        guard !name.isEmpty else { return .badTransferCoding }
        if Token.isEqual(bytes, name, "chunked") { chunked += 1 }
        isLast = Token.isEqual(bytes, element, "chunked")
      }
    }
    return isLast && chunked == 1 ? .unknownTransferCoding : .badTransferCoding
  }
}
