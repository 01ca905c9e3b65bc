/// Reads requests from bytes as they arrive, in any pieces; after an error it reads no further.
///
/// Message framing is strict (RFC 9112): whatever two readers might take differently is refused.
struct RequestParser: Sendable {
  /// What the bytes so far come to.
  enum Progress: Sendable {
    /// More bytes are needed.
    case incomplete
    /// The head is there and the client waits for `100 Continue` before it sends the body (RFC 9110 §10.1.1).
    case awaitsContinue
    case request(Request)
  }

  /// Where in a message the parser is.
  enum Phase: Sendable {
    case head
    case fixed(remaining: Int)
    case chunkSize
    case chunk(remaining: Int)
    /// The line break after a chunk's data.
    case chunkEnd
    case trailers
  }

  private let limits: Limits
  private(set) var phase = Phase.head
  /// Bytes of a head, a chunk's line or a trailer that is not whole yet.
  private var pending: [UInt8] = []
  private var request: Request?
  private var trailerBytes = 0
  private var expectsContinue = false

  init(limits: Limits) {
    self.limits = limits
  }

  /// Whether a message has begun.
  var isIdle: Bool {
    if case .head = phase { return pending.isEmpty }
    return false
  }

  /// Whether the head is read and the body is not.
  var isInBody: Bool {
    if case .head = phase { return false }
    return true
  }

  /// Bytes kept of a message that is not whole.
  var heldBytes: Int { pending.count + (request?.body.count ?? 0) }

  /// Takes bytes from the front of `input`.
  mutating func parse(_ input: inout ArraySlice<UInt8>) throws(RequestError) -> Progress {
    while true {
      switch phase {
      case .head:
        guard let head = try takeHead(&input) else { return .incomplete }
        try begin(head)
        if case .head = phase { return .request(finish()) }
        if expectsContinue, input.isEmpty {
          expectsContinue = false
          return .awaitsContinue
        }
      case .fixed(let remaining):
        let taken = input.prefix(remaining)
        request?.body += taken
        input = input.dropFirst(taken.count)
        phase = .fixed(remaining: remaining - taken.count)
        guard remaining == taken.count else { return .incomplete }
        return .request(finish())
      case .chunkSize:
        guard let line = try takeLine(&input, limit: 256, orThrow: .badChunk) else { return .incomplete }
        let size = try Self.chunkSize(line)
        guard (request?.body.count ?? 0) + size <= limits.bodyBytes else { throw .bodyTooLarge }
        phase = size == 0 ? .trailers : .chunk(remaining: size)
      case .chunk(let remaining):
        let taken = input.prefix(remaining)
        request?.body += taken
        input = input.dropFirst(taken.count)
        phase = remaining == taken.count ? .chunkEnd : .chunk(remaining: remaining - taken.count)
        guard remaining == taken.count else { return .incomplete }
      case .chunkEnd:
        guard try takeLine(&input, limit: 0, orThrow: .badChunk) != nil else { return .incomplete }
        phase = .chunkSize
      case .trailers:
        guard let line = try takeLine(&input, limit: limits.headBytes, orThrow: .headTooLarge) else { return .incomplete }
        if line.isEmpty { return .request(finish()) }
        // Trailers are read and dropped (RFC 9112 §7.1.2), within the bounds of a head.
        trailerBytes += line.count + 2
        guard trailerBytes <= limits.headBytes else { throw .headTooLarge }
        _ = try Self.fieldLine(line, 0..<line.count)
      }
    }
  }

  private mutating func finish() -> Request {
    guard let request else { preconditionFailure("a message ends that has not begun") }
    self.request = nil
    phase = .head
    trailerBytes = 0
    expectsContinue = false
    return request
  }

  // Lines.

  /// The head with its empty line; `nil` until it is whole. Line breaks are CR LF alone (RFC 9112 §2.2).
  private mutating func takeHead(_ input: inout ArraySlice<UInt8>) throws(RequestError) -> [UInt8]? {
    // An empty line before the request line is skipped (RFC 9112 §2.2).
    if pending.isEmpty {
      while input.starts(with: [13, 10]) { input = input.dropFirst(2) }
    }
    let carried = pending.count
    var previous: UInt8 = pending.last ?? 0
    var lineStart = pending.lastIndex(of: 10).map { $0 + 1 } ?? 0
    var end: Int?
    for (offset, byte) in input.enumerated() {
      let position = carried + offset
      if byte == 10 {
        guard previous == 13 else { throw .bareLineBreak }
        if position - lineStart == 1 {
          end = offset + 1
          break
        }
        lineStart = position + 1
      } else if previous == 13 {
        throw .bareLineBreak
      }
      previous = byte
      if lineStart == 0, position >= limits.requestLineBytes { throw .requestLineTooLong }
      if position >= limits.headBytes { throw .headTooLarge }
    }
    guard let end else {
      pending += input
      input = []
      return nil
    }
    let head = pending + input.prefix(end)
    pending = []
    input = input.dropFirst(end)
    // What was skipped above may have come in pieces.
    if head == [13, 10] { return try takeHead(&input) }
    return head
  }

  /// A line without its break; `nil` until it is whole. The first byte that is wrong decides the error, however it comes.
  private mutating func takeLine(
    _ input: inout ArraySlice<UInt8>, limit: Int, orThrow tooLong: RequestError
  ) throws(RequestError) -> [UInt8]? {
    while let byte = input.popFirst() {
      if pending.last == 13 {
        guard byte == 10 else { throw .bareLineBreak }
        pending.removeLast()
        defer { pending = [] }
        return pending
      }
      guard byte != 10 else { throw .bareLineBreak }
      guard byte == 13 || pending.count < limit else { throw tooLong }
      pending.append(byte)
    }
    return nil
  }

  // The head.

  private mutating func begin(_ head: [UInt8]) throws(RequestError) {
    guard let lineEnd = head.firstIndex(of: 13) else { throw .malformedRequestLine }
    let (method, targetBytes, isVersion10) = try Self.requestLine(head[..<lineEnd])
    let target = try Target(targetBytes, method: method)
    let lines = try fieldLines(head, from: lineEnd + 2)
    var request = Request(
      method: method, target: target.text, path: target.path, query: target.query, head: head, lines: lines,
      isVersion10: isVersion10)
    try Self.checkHost(request)
    try frame(&request)
    self.request = request
  }

  /// `method SP request-target SP HTTP-version`, single spaces (RFC 9112 §3).
  private static func requestLine(_ line: ArraySlice<UInt8>) throws(RequestError) -> (Method, ArraySlice<UInt8>, Bool) {
    guard let first = line.firstIndex(of: 32), let last = line.lastIndex(of: 32), first < last else {
      throw .malformedRequestLine
    }
    let (method, target, version) = (line[..<first], line[(first + 1)..<last], line[(last + 1)...])
    guard !method.isEmpty, method.allSatisfy(Token.contains), !target.isEmpty, !target.contains(32) else {
      throw .malformedRequestLine
    }
    let (major, minor) = (version.startIndex + 5, version.startIndex + 7)
    guard version.count == 8, version.starts(with: "HTTP/".utf8), isDigit(version[major]),
      version[major + 1] == UInt8(ascii: "."), isDigit(version[minor])
    else { throw .malformedRequestLine }
    // A later minor version is read as the latest that is spoken (RFC 9110 §2.5).
    guard version[major] == UInt8(ascii: "1") else { throw .unsupportedVersion }
    guard let known = Method(rawValue: String(decoding: method, as: UTF8.self)) else { throw .unknownMethod }
    return (known, target, version[minor] == UInt8(ascii: "0"))
  }

  private func fieldLines(_ head: [UInt8], from start: Int) throws(RequestError) -> [Request.FieldLine] {
    var lines: [Request.FieldLine] = []
    lines.reserveCapacity(16)
    var start = start
    while let end = head[start...].firstIndex(of: 13), end > start {
      guard lines.count < limits.fieldCount else { throw .tooManyFields }
      lines.append(try Self.fieldLine(head, start..<end))
      start = end + 2
    }
    return lines
  }

  /// `field-name ":" OWS field-value OWS` (RFC 9112 §5); folding and white space before the colon are refused (§5.1, §5.2).
  private static func fieldLine(_ bytes: [UInt8], _ range: Range<Int>) throws(RequestError) -> Request.FieldLine {
    guard !isSpace(bytes[range.lowerBound]) else { throw .obsoleteFolding }
    guard let colon = bytes[range].firstIndex(of: UInt8(ascii: ":")), colon > range.lowerBound else { throw .badFieldName }
    guard !isSpace(bytes[colon - 1]) else { throw .whitespaceBeforeColon }
    guard bytes[range.lowerBound..<colon].allSatisfy(Token.contains) else { throw .badFieldName }
    var value = (colon + 1)..<range.upperBound
    while let first = value.first, isSpace(bytes[first]) { value = (first + 1)..<value.upperBound }
    while let last = value.last, isSpace(bytes[last]) { value = value.lowerBound..<last }
    guard bytes[value].allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 9 }) else { throw .badFieldValue }
    return Request.FieldLine(name: range.lowerBound..<colon, value: value)
  }

  /// Exactly one valid Host in HTTP/1.1, at most one in 1.0 (RFC 9112 §3.2).
  private static func checkHost(_ request: Request) throws(RequestError) {
    let hosts = request.lines.filter { Token.isEqual(request.head[$0.name], "host") }
    guard hosts.count <= 1 else { throw .badHost }
    guard let host = hosts.first else {
      if request.isVersion10 { return }
      throw .missingHost
    }
    guard Host.isValid(request.head[host.value]) else { throw .badHost }
  }

  /// How the body is framed (RFC 9112 §6.3).
  private mutating func frame(_ request: inout Request) throws(RequestError) {
    let lengths = request.lines.filter { Token.isEqual(request.head[$0.name], "content-length") }
    let codings = request.lines.filter { Token.isEqual(request.head[$0.name], "transfer-encoding") }
    try checkExpectation(request)
    guard codings.isEmpty else {
      // Both together are how requests are smuggled (RFC 9112 §6.1).
      guard lengths.isEmpty, !request.isVersion10 else { throw .conflictingFraming }
      guard codings.count == 1, Token.isEqual(request.head[codings[0].value], "chunked") else { throw .unknownTransferCoding }
      phase = .chunkSize
      return
    }
    guard !lengths.isEmpty else {
      phase = .head
      return
    }
    let digits = request.head[lengths[0].value]
    guard lengths.count == 1, !digits.isEmpty, digits.allSatisfy(Self.isDigit) else { throw .badContentLength }
    // A number that no integer holds is too large, not malformed (RFC 9110 §8.6).
    guard let length = Int(String(decoding: digits, as: UTF8.self)), length <= limits.bodyBytes else { throw .bodyTooLarge }
    request.body.reserveCapacity(min(length, 65_536))
    phase = length == 0 ? .head : .fixed(remaining: length)
  }

  private mutating func checkExpectation(_ request: Request) throws(RequestError) {
    for line in request.lines where Token.isEqual(request.head[line.name], "expect") {
      guard Token.isEqual(request.head[line.value], "100-continue") else { throw .badExpectation }
      expectsContinue = !request.isVersion10
    }
  }

  /// `chunk-size [ chunk-ext ]`: extensions are ignored within the line's limit (RFC 9112 §7.1.1).
  private static func chunkSize(_ line: [UInt8]) throws(RequestError) -> Int {
    let end = line.firstIndex { PercentDecoding.hexadecimal($0) == nil } ?? line.endIndex
    guard (1...15).contains(end) else { throw .badChunk }
    guard end == line.endIndex || line[end] == UInt8(ascii: ";") || isSpace(line[end]) else { throw .badChunk }
    if end < line.endIndex {
      let rest = line[end...].drop(while: isSpace)
      guard rest.first == UInt8(ascii: ";"), rest.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 9 }) else { throw .badChunk }
    }
    return line[..<end].reduce(0) { $0 << 4 | Int(PercentDecoding.hexadecimal($1) ?? 0) }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 9
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
