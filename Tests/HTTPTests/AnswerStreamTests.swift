import Dispatch
import Synchronization
import Testing

@testable import HTTP

/// Gives back what comes, piece by piece; remembers what happened to it.
private final class Echo: AnswerStream {
  struct State {
    var pieces: [[UInt8]] = []
    var received = 0
    var hasBegun = false
    var isWhole = false
    var isCancelled = false
    var wake: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())
  private let most: Int

  /// `most`: pieces that may wait to be taken.
  init(most: Int = 4) {
    self.most = most
  }

  var received: Int { state.withLock(\.received) }
  var isCancelled: Bool { state.withLock(\.isCancelled) }

  func begin(wake: @escaping @Sendable () -> Void) { state.withLock { $0.wake = wake } }

  func receive(_ bytes: ArraySlice<UInt8>) {
    state.withLock { state in
      state.pieces.append(Array(bytes))
      state.received += bytes.count
    }
  }

  func finish() { state.withLock { $0.isWhole = true } }
  func cancel() { state.withLock { $0.isCancelled = true } }
  var wantsMore: Bool { state.withLock { $0.pieces.count < most } }

  func next() -> AnswerPart? {
    state.withLock { state in
      guard state.hasBegun else {
        state.hasBegun = true
        return .head(Response(status: .ok))
      }
      if !state.pieces.isEmpty { return .piece(state.pieces.removeFirst()) }
      return state.isWhole ? .end : nil
    }
  }
}

/// Makes its answer on another thread.
private final class Late: AnswerStream {
  private let state = Mutex<(response: Response?, wake: (@Sendable () -> Void)?)>((nil, nil))

  func begin(wake: @escaping @Sendable () -> Void) { state.withLock { $0.wake = wake } }
  func receive(_ bytes: ArraySlice<UInt8>) {}
  func cancel() {}
  var wantsMore: Bool { true }
  func next() -> AnswerPart? { state.withLock { $0.response.take() }.map { .whole($0) } }

  func finish() {
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.02) { [self] in
      let wake = state.withLock { state in
        state.response = Response(status: .ok, body: Array("late".utf8))
        return state.wake
      }
      wake?()
    }
  }
}

@Suite(.timeLimit(.minutes(1))) struct AnswerStreamTests {
  private func post(_ target: String, _ fields: String..., body: String = "") -> String {
    "POST \(target) HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n" + body
  }

  /// Echoes at `/echo`, answers late at `/late`, and refuses at `/closed`.
  private func withStreams(
    _ configure: (inout ServerConfiguration) -> Void = { _ in }, echo: Echo = Echo(),
    _ body: (Server, BoundAddress) throws -> Void
  ) throws {
    try withServer(
      configure,
      open: { request in
        switch request.path {
        case "/echo": (.stream(echo), 0)
        case "/echoes": (.stream(Echo()), 0)
        case "/late": (.stream(Late()), 1)
        case "/closed": (.refusal(Response(status: .forbidden, body: Array("no".utf8))), 2)
        default: nil
        }
      }, body)
  }

  @Test func `A body is answered while it comes`() throws {
    try withStreams { _, address in
      let client = try Client(address)
      try client.send(post("/echo", "Transfer-Encoding: chunked", body: "3\r\nabc\r\n"))
      #expect(try client.answer().has("Transfer-Encoding: chunked"))
      // The first piece is there before the second is sent.
      #expect(try client.receiveText(8) == "3\r\nabc\r\n")
      try client.send("2\r\nde\r\n0\r\n\r\n")
      #expect(try client.chunks() == Array("de".utf8))
    }
  }

  @Test(arguments: [1, 2, 3, 7, 64]) func `However a body is cut, the answer is the same`(size: Int) throws {
    try withStreams { _, address in
      let client = try Client(address)
      let whole = Array(
        (post("/echoes", "Transfer-Encoding: chunked", body: "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n") + get("/next")).utf8)
      for start in stride(from: 0, to: whole.count, by: size) {
        try client.send(Array(whole[start..<min(whole.count, start + size)]))
      }
      _ = try client.answer()
      #expect(try client.chunks() == Array("hello!".utf8))
      // What is pipelined behind it is answered after it.
      #expect(try client.answer().text == "/next")
    }
  }

  @Test func `A streamed body may be longer than one that is kept`() throws {
    try withStreams({ $0.limits.bodyBytes = 1000 }) { _, address in
      let long = String(repeating: "x", count: 200_000)
      let client = try Client(address)
      let sending = DispatchQueue(label: "sending")
      let text = post("/echoes", "Content-Length: 200000", body: long)
      let group = DispatchGroup()
      sending.async(group: group) { try? client.send(text) }
      _ = try client.answer()
      #expect(try client.chunks()?.count == 200_000)
      group.wait()
      let other = try Client(address)
      try other.send(post("/kept", "Content-Length: 1001"))
      #expect(try other.answer().code == 413)
      let chunked = try Client(address)
      try chunked.send(post("/kept", "Transfer-Encoding: chunked", body: "3e9\r\n"))
      #expect(try chunked.answer().code == 413)
    }
  }

  @Test func `HTTP/1.0 is told the end by closing`() throws {
    try withStreams { _, address in
      let client = try Client(address)
      try client.send("POST /echoes HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi")
      let answer = try client.answer()
      #expect(!answer.has("Transfer-Encoding: chunked"))
      #expect(answer.has("Connection: close"))
      #expect(try client.rest() == Array("hi".utf8))
    }
  }

  @Test(arguments: ["HTTP/1.0", "HTTP/1.1"]) func `A client that wants the connection closed may send its body later`(
    version: String
  ) throws {
    try withStreams { _, address in
      let client = try Client(address)
      try client.send("POST /echoes \(version)\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\nab")
      #expect(try client.answer().has("Connection: close"))
      try client.send("cd")
      let body = try version == "HTTP/1.0" ? client.rest() : client.chunks()
      #expect(body == Array("abcd".utf8))
      #expect(try client.isEnded())
    }
  }

  @Test func `A body without bytes is a whole one`() throws {
    try withStreams { _, address in
      let client = try Client(address)
      for _ in 0..<2 {
        try client.send(post("/echoes", "Content-Length: 0"))
        _ = try client.answer()
        #expect(try client.chunks() == [])
      }
    }
  }

  @Test func `Who waits for 100 Continue gets it, unless the request is refused`() throws {
    try withStreams { _, address in
      let client = try Client(address)
      try client.send(post("/echoes", "Content-Length: 2", "Expect: 100-continue"))
      #expect(try client.answer().code == 100)
      try client.send("hi")
      #expect(try client.answer().code == 200)
      #expect(try client.chunks() == Array("hi".utf8))
      let refused = try Client(address)
      try refused.send(post("/closed", "Content-Length: 2", "Expect: 100-continue"))
      let answer = try refused.answer()
      #expect(answer.code == 403)
      #expect(answer.has("Connection: close"))
    }
  }

  @Test func `A refusal without a body leaves the connection open`() throws {
    try withStreams { _, address in
      let client = try Client(address)
      try client.send(post("/closed", "Content-Length: 0") + get("/a"))
      #expect(try client.answer().code == 403)
      #expect(try client.answer().text == "/a")
    }
  }

  @Test func `A late answer comes when it is there, and others are served meanwhile`() throws {
    try withStreams({ $0.loops = 1 }) { _, address in
      let client = try Client(address)
      try client.send(post("/late", "Content-Length: 2", body: "hi") + get("/after"))
      let other = try Client(address)
      #expect(try other.exchange(get("/other")).text == "/other")
      #expect(try client.answer().text == "late")
      #expect(try client.answer().text == "/after")
    }
  }

  @Test func `A client that goes away cancels its answer`() throws {
    let echo = Echo()
    try withStreams(echo: echo) { server, address in
      let client = try Client(address)
      try client.send(post("/echo", "Transfer-Encoding: chunked", body: "1\r\na\r\n"))
      _ = try client.answer()
      client.close()
      try server.waitUntilOpen(0)
      #expect(echo.isCancelled)
    }
  }

  @Test func `From a client that takes nothing no more is read`() throws {
    let echo = Echo()
    try withStreams(echo: echo) { _, address in
      let client = try Client(address, receiveBufferBytes: 4096)
      try client.send(post("/echo", "Content-Length: 1000000000"))
      let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
      let sending = DispatchGroup()
      DispatchQueue(label: "sending").async(group: sending) {
        for _ in 0..<2000 { guard (try? client.send(block)) != nil else { return } }
      }
      var last = -1
      while case let now = echo.received, now != last {
        last = now
        Clock.pause(milliseconds: 300)
      }
      // Far less than the 131 MB that wait: what the system keeps on the way, and a few pieces.
      #expect(last < 30_000_000)
      client.reset()
      sending.wait()
    }
  }

  @Test func `Who stops sending in the middle of a body is cut off without an end`() throws {
    try withStreams({ $0.timeouts.body = 0.2 }) { _, address in
      let client = try Client(address)
      try client.send(post("/echoes", "Transfer-Encoding: chunked", body: "1\r\na\r\n"))
      _ = try client.answer()
      #expect(try client.chunks() == nil)
    }
  }

  @Test func `A malformed chunk ends the answer without an end`() throws {
    try withStreams { server, address in
      let client = try Client(address)
      try client.send(post("/echoes", "Transfer-Encoding: chunked", body: "1\r\na\r\n"))
      _ = try client.answer()
      #expect(try client.receiveText(6) == "1\r\na\r\n")
      try client.send("zz\r\n")
      #expect(try client.chunks() == nil)
      try server.waitUntilOpen(0)
    }
  }

  @Test func `Draining waits for an answer under way`() throws {
    try withStreams { server, address in
      let client = try Client(address)
      try client.send(post("/echoes", "Transfer-Encoding: chunked", body: "1\r\na\r\n"))
      _ = try client.answer()
      #expect(try client.receiveText(6) == "1\r\na\r\n")
      let drained = DispatchGroup()
      DispatchQueue(label: "drain").async(group: drained) { server.drain(withinSeconds: 10) }
      Clock.pause(milliseconds: 50)
      try client.send("1\r\nb\r\n0\r\n\r\n")
      #expect(try client.chunks() == Array("b".utf8))
      #expect(try client.isEnded())
      client.close()
      #expect(drained.wait(timeout: .now() + 9) == .success)
    }
  }
}
