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
    /// The head is there and a body follows; only from a parser that announces bodies.
    case head(Request)
    /// A piece of a body that is streamed.
    case body(ArraySlice<UInt8>)
    /// A streamed body is whole.
    case bodyEnd
  }

  /// Where in a message the parser is.
  private enum Phase: Sendable {
    case head
    /// The head was announced; its body is next.
    case announced(RequestHead.Framing, expectsContinue: Bool)
    case fixed(remaining: Int)
    case chunkSize
    case chunk(remaining: Int)
    /// The line break after a chunk's data.
    case chunkEnd
    case trailers
  }

  /// Empty lines that are skipped before a request line: at least one should be (RFC 9112 §2.2), but not any number.
  private static let emptyLines = 8
  /// The longest line before a chunk, whose extensions are to have a bound (RFC 9112 §7.1.1).
  private static let chunkLineBytes = 256

  private let limits: Limits
  private var phase = Phase.head
  /// Bytes of a head, a chunk's line or a trailer that is not whole yet.
  private var pending: [UInt8] = []
  private var search = HeadSearch()
  private var skippedLines = 0
  private var request: Request?
  private var trailerBytes = 0
  private var trailerCount = 0
  private var extensionBytes = 0
  /// The method of the request that is read, once it is known; an answer to HEAD has no content, a refusal neither (RFC 9110 §9.3.2).
  private(set) var method: Method?
  private let announcesBodies: Bool
  /// Whether the body that is read is given away in pieces, and not kept.
  private var isStreaming = false

  /// `announcesBodies`: each head that a body follows is given first, so that the body can be streamed.
  init(limits: Limits, announcesBodies: Bool = false) {
    self.limits = limits
    self.announcesBodies = announcesBodies
  }

  /// Gives the body of the head that was announced in pieces as they come, however long it is.
  mutating func streamBody() {
    isStreaming = true
  }

  /// Whether no message has begun.
  var isIdle: Bool {
    if case .head = phase { return pending.isEmpty }
    return false
  }

  /// Whether nothing has come since the last request, not so much as an empty line.
  var isFresh: Bool { isIdle && skippedLines == 0 }

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
        guard let bytes = try takeHead(&input) else { return .incomplete }
        let head = try RequestHead(bytes, lineCount: search.lineCount, limits: limits, method: &method)
        if case .length(0) = head.framing {
          reset()
          return .request(head.request)
        }
        request = head.request
        phase = .announced(head.framing, expectsContinue: head.expectsContinue)
        if announcesBodies { return .head(head.request) }
      case .announced(let framing, let expectsContinue):
        try begin(framing)
        // Who has sent of the body already does not wait (RFC 9110 §10.1.1).
        if expectsContinue, input.isEmpty { return .awaitsContinue }
      case .fixed(let remaining):
        if isStreaming, remaining > 0 {
          guard let piece = takePiece(remaining, &input) else { return .incomplete }
          phase = .fixed(remaining: remaining - piece.count)
          return .body(piece)
        }
        let missing = takeBody(remaining, &input)
        phase = .fixed(remaining: missing)
        guard missing == 0 else {
          makeRoom(for: missing)
          return .incomplete
        }
        return end()
      case .chunkSize:
        guard let line = try takeLine(&input, limit: Self.chunkLineBytes, orThrow: .badChunk) else { return .incomplete }
        phase = try beginChunk(line)
      case .chunk(let remaining):
        if isStreaming {
          guard let piece = takePiece(remaining, &input) else { return .incomplete }
          phase = piece.count == remaining ? .chunkEnd : .chunk(remaining: remaining - piece.count)
          return .body(piece)
        }
        let missing = takeBody(remaining, &input)
        phase = missing == 0 ? .chunkEnd : .chunk(remaining: missing)
        guard missing == 0 else { return .incomplete }
      case .chunkEnd:
        guard try takeLine(&input, limit: 0, orThrow: .badChunk) != nil else { return .incomplete }
        phase = .chunkSize
      case .trailers:
        // A trailer section has the bounds of a head; each line and the last one count with their breaks.
        let limit = max(0, limits.headBytes - trailerBytes - 4)
        guard let line = try takeLine(&input, limit: limit, orThrow: .headTooLarge) else { return .incomplete }
        guard line.count > 2 else { return end() }
        try checkTrailer(line)
      }
    }
  }

  // The head.

  /// The head with its empty line; `nil` until it is whole.
  private mutating func takeHead(_ input: inout ArraySlice<UInt8>) throws(RequestError) -> [UInt8]? {
    try skipEmptyLines(&input)
    guard !input.isEmpty else { return nil }
    if pending.isEmpty, let end = try search.end(in: input.span, limits) {
      // Its only copy.
      let head = Array(input.prefix(end))
      input = input.dropFirst(end)
      return head
    }
    var head: [UInt8] = []
    swap(&head, &pending)
    let held = head.count
    head += input.prefix(limits.headBytes - held)
    guard let end = try search.end(in: head.span, limits) else {
      pending = head
      input = []
      return nil
    }
    input = input.dropFirst(end - held)
    head.removeLast(head.count - end)
    return head
  }

  /// Skips empty lines before a request line (RFC 9112 §2.2), also such as come in pieces.
  private mutating func skipEmptyLines(_ input: inout ArraySlice<UInt8>) throws(RequestError) {
    while let first = input.first {
      if pending.count == 1, pending[0] == 13 {
        guard first == 10 else { throw .bareLineBreak }
        pending = []
        input = input.dropFirst()
        skippedLines += 1
        guard skippedLines <= Self.emptyLines else { throw .malformedRequestLine }
      } else if pending.isEmpty, first == 13 {
        pending = [13]
        input = input.dropFirst()
      } else {
        // What cannot begin a request is refused before its end, which may never come: a client may speak another protocol.
        guard !pending.isEmpty || Token.contains(first) else {
          throw first == 10 ? .bareLineBreak : .malformedRequestLine
        }
        return
      }
    }
  }

  /// Goes on to the body.
  private mutating func begin(_ framing: RequestHead.Framing) throws(RequestError) {
    switch framing {
    case .length(let length):
      guard isStreaming || length <= limits.bodyBytes else { throw .bodyTooLarge }
      if !isStreaming { request?.body.reserveCapacity(min(length, 65_536)) }
      phase = .fixed(remaining: length)
    case .chunked: phase = .chunkSize
    }
  }

  /// What a message comes to with its last byte.
  private mutating func end() -> Progress {
    guard let request else { preconditionFailure("a message ends that has not begun") }
    defer { reset() }
    self.request = nil
    phase = .head
    (trailerBytes, trailerCount, extensionBytes) = (0, 0, 0)
    return isStreaming ? .bodyEnd : .request(request)
  }

  /// Makes ready for the next head.
  private mutating func reset() {
    search = HeadSearch()
    skippedLines = 0
    method = nil
    isStreaming = false
  }

  // The body.

  /// Takes up to so many bytes of the body, and says how many are missing.
  private mutating func takeBody(_ count: Int, _ input: inout ArraySlice<UInt8>) -> Int {
    let taken = input.prefix(count)
    request?.body += taken
    input = input.dropFirst(taken.count)
    return count - taken.count
  }

  /// Has bytes of the body written to where they stay, which `parse` goes on from; `nil` where there is no room for many.
  mutating func receiveBody(_ receive: (inout OutputSpan<UInt8>) -> Socket.Transfer) -> Socket.Transfer? {
    guard case .fixed(let remaining) = phase, !isStreaming, let held = request?.body.count, let capacity = request?.body.capacity
    else { return nil }
    let room = min(remaining, capacity - held)
    guard room >= 1 << 14 else { return nil }
    var transfer = Socket.Transfer.wouldBlock
    request?.body.append(addingCapacity: room) { end in transfer = receive(&end) }
    if case .count(let count) = transfer { phase = .fixed(remaining: remaining - count) }
    return transfer
  }

  /// Makes room for the rest of a body of which much has come: by doubling it would be copied again and again.
  ///
  /// For eight times what has come at most: who only announces much takes no memory.
  private mutating func makeRoom(for missing: Int) {
    guard let held = request?.body.count, let room = request?.body.capacity else { return }
    guard held >= 1 << 15, room < held + missing, room <= 2 * held else { return }
    request?.body.reserveCapacity(min(held + missing, 8 * held))
  }

  /// As much of a streamed body as is there; `nil` when nothing is.
  private func takePiece(_ count: Int, _ input: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard !input.isEmpty else { return nil }
    let piece = input.prefix(count)
    input = input.dropFirst(piece.count)
    return piece
  }

  private mutating func beginChunk(_ line: [UInt8]) throws(RequestError) -> Phase {
    let chunk = try ChunkLine(line.span.extracting(droppingLast: 2))
    extensionBytes += chunk.extensionBytes
    guard extensionBytes <= limits.headBytes else { throw .badChunk }
    guard isStreaming || (request?.body.count ?? 0) + chunk.size <= limits.bodyBytes else { throw .bodyTooLarge }
    return chunk.size == 0 ? .trailers : .chunk(remaining: chunk.size)
  }

  /// Trailers are looked at and dropped: none may be merged into the head (RFC 9112 §7.1.2, RFC 9110 §6.5.1).
  private mutating func checkTrailer(_ line: [UInt8]) throws(RequestError) {
    trailerBytes += line.count
    trailerCount += 1
    guard trailerCount <= limits.fieldCount else { throw .tooManyFields }
    _ = try Request.FieldLine.read(line.span, from: 0)
  }

  /// A line with its break; `nil` until it is whole. The first byte that is wrong decides the error, however it comes.
  private mutating func takeLine(
    _ input: inout ArraySlice<UInt8>, limit: Int, orThrow tooLong: RequestError
  ) throws(RequestError) -> [UInt8]? {
    var isAfterCR = pending.last == 13
    var count = pending.count - (isAfterCR ? 1 : 0)
    for (index, byte) in zip(input.indices, input) {
      if isAfterCR {
        guard byte == 10 else { throw .bareLineBreak }
        var line: [UInt8] = []
        swap(&line, &pending)
        line += input[...index]
        input = input[(index + 1)...]
        return line
      }
      guard byte != 10 else { throw .bareLineBreak }
      isAfterCR = byte == 13
      if !isAfterCR {
        guard count < limit else { throw tooLong }
        count += 1
      }
    }
    pending += input
    input = []
    return nil
  }
}
