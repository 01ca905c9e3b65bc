import Dispatch
import Synchronization
import Testing

@testable import HTTP

/// Requests so long that they are answered apart from the loops.
@Suite(.timeLimit(.minutes(1))) struct LateAnswerTests {
  private static let long = LongRequests.leastBytes

  private func post(_ target: String, bytes: Int) -> String {
    "POST \(target) HTTP/1.1\r\nHost: a\r\nContent-Length: \(bytes)\r\n\r\n" + String(repeating: "x", count: bytes)
  }

  /// A server with one loop. `/slow` is answered once `gate` is open.
  private func withGate(
    _ configure: (inout ServerConfiguration) -> Void = { _ in }, _ body: (Server, BoundAddress, DispatchSemaphore) throws -> Void
  ) throws {
    let gate = DispatchSemaphore(value: 0)
    try withServer(
      {
        $0.loops = 1
        configure(&$0)
      },
      respond: { request in
        if request.path == "/slow" {
          gate.wait()
          gate.signal()
        }
        return Response(status: .ok, body: Array("\(request.path) \(request.body.count)".utf8))
      }
    ) { server, address in
      defer { gate.signal() }
      try body(server, address, gate)
    }
  }

  @Test func `A long request holds up nobody else on its loop`() throws {
    try withGate { _, address, gate in
      let (slow, other) = (try Client(address), try Client(address))
      try slow.send(post("/slow", bytes: Self.long))
      for _ in 0..<3 {
        try other.send(get("/other"))
        #expect(try other.answer().text == "/other 0")
      }
      gate.signal()
      #expect(try slow.answer().text == "/slow \(Self.long)")
    }
  }

  @Test(arguments: [long - 1, long, long + 1, 200_000]) func `The answer is the same whoever makes it`(bytes: Int) throws {
    try withGate { _, address, gate in
      gate.signal()
      let client = try Client(address)
      for _ in 0..<3 {
        try client.send(post("/slow", bytes: bytes))
        let answer = try client.answer()
        #expect(answer.code == 200)
        #expect(answer.text == "/slow \(bytes)")
      }
    }
  }

  @Test func `What is pipelined behind a long request is answered after it`() throws {
    try withGate { _, address, gate in
      let client = try Client(address)
      try client.send(post("/slow", bytes: Self.long) + get("/behind") + post("/slow", bytes: Self.long) + get("/last"))
      gate.signal()
      let answers = try (0..<4).map { _ in try client.answer().text }
      #expect(answers == ["/slow \(Self.long)", "/behind 0", "/slow \(Self.long)", "/last 0"])
    }
  }

  @Test func `A HEAD with a long body is answered without one`() throws {
    try withGate { _, address, gate in
      gate.signal()
      let client = try Client(address)
      try client.send(post("/slow", bytes: Self.long).replacing("POST", with: "HEAD", maxReplacements: 1) + get("/behind"))
      #expect(try client.answer(headOnly: true).code == 200)
      #expect(try client.answer().text == "/behind 0")
    }
  }

  @Test func `A long request may want its connection closed`() throws {
    try withGate { _, address, gate in
      gate.signal()
      let client = try Client(address)
      try client.send(
        "POST /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: \(Self.long)\r\n\r\n"
          + String(repeating: "x", count: Self.long))
      #expect(try client.answer().has("Connection: close"))
      #expect(try client.isEnded())
    }
  }

  @Test func `More than may wait apart is answered by the loop itself`() throws {
    // An eighth of what may be held: one such request.
    try withGate({ $0.limits.heldBytes = 8 * Self.long }) { _, address, gate in
      let (first, second) = (try Client(address), try Client(address))
      try first.send(post("/slow", bytes: Self.long))
      try second.send(post("/quick", bytes: Self.long))
      // The loop is free: the first waits elsewhere.
      #expect(try second.answer().text == "/quick \(Self.long)")
      gate.signal()
      #expect(try first.answer().text == "/slow \(Self.long)")
      // And what was apart counts no more.
      try first.send(post("/slow", bytes: Self.long))
      #expect(try first.answer().text == "/slow \(Self.long)")
    }
  }

  @Test func `A server that ends answers what it has, and what is pipelined behind`() throws {
    try withGate { server, address, gate in
      let client = try Client(address)
      try client.send(post("/slow", bytes: Self.long) + get("/behind"))
      // It was read: another connection of the same loop is answered after it.
      let other = try Client(address)
      try other.send(get("/other"))
      _ = try other.answer()
      let ended = DispatchSemaphore(value: 0)
      DispatchQueue.global().async {
        server.drain(withinSeconds: 10)
        ended.signal()
      }
      DispatchQueue.global().asyncAfter(deadline: .now() + 0.05) { gate.signal() }
      #expect(try client.answer().text == "/slow \(Self.long)")
      let last = try client.answer()
      #expect(last.text == "/behind 0")
      #expect(last.has("Connection: close"))
      #expect(ended.wait(timeout: .now() + 20) == .success)
    }
  }

  @Test func `A client that sends no more is still answered`() throws {
    try withGate { _, address, gate in
      let client = try Client(address)
      try client.send(post("/slow", bytes: Self.long))
      client.finishSending()
      gate.signal()
      #expect(try client.answer().text == "/slow \(Self.long)")
      #expect(try client.isEnded())
    }
  }

  @Test func `A client of HTTP/1.0 is answered as it expects`() throws {
    try withGate { _, address, gate in
      gate.signal()
      let client = try Client(address)
      try client.send("POST /slow HTTP/1.0\r\nContent-Length: \(Self.long)\r\n\r\n" + String(repeating: "x", count: Self.long))
      let answer = try client.answer()
      #expect(answer.has("Connection: close"))
      #expect(answer.text == "/slow \(Self.long)")
      #expect(try client.isEnded())
    }
  }

  @Test func `A client that goes away meanwhile harms nobody`() throws {
    try withGate { _, address, gate in
      for _ in 0..<5 {
        let gone = try Client(address)
        try gone.send(post("/slow", bytes: Self.long))
      }
      gate.signal()
      let client = try Client(address)
      try client.send(post("/slow", bytes: Self.long))
      #expect(try client.answer().text == "/slow \(Self.long)")
    }
  }

  @Test func `What nobody waits for any more is not worked on`() throws {
    let gate = DispatchSemaphore(value: 0)
    let begun = Mutex<[String]>([])
    try withServer(
      { $0.loops = 1 },
      respond: { request in
        begun.withLock { $0.append(request.path) }
        if request.path == "/slow" { gate.wait() }
        return Response(status: .ok)
      }
    ) { _, address in
      let (slow, gone, last) = (try Client(address), try Client(address), try Client(address))
      try slow.send(post("/slow", bytes: Self.long))
      try gone.send(post("/gone", bytes: Self.long))
      try last.send(get("/seen"))
      _ = try last.answer()
      gone.reset()
      // The loop has seen it go when it answers what comes later.
      for _ in 0..<3 {
        try last.send(get("/seen"))
        _ = try last.answer()
      }
      try last.send(post("/last", bytes: Self.long))
      gate.signal()
      _ = try last.answer()
    }
    #expect(begun.withLock { $0.filter { $0 != "/seen" } } == ["/slow", "/last"])
  }

  @Test func `Its route and status are told when it is answered`() throws {
    let seen = Mutex<[(Int?, Int)]>([])
    try withServer(
      respond: { _ in
        var response = Response(status: .ok, body: Array("body".utf8))
        response.route = 7
        return response
      },
      observe: { exchange in seen.withLock { $0.append((exchange.route, exchange.bodyBytes)) } }
    ) { _, address in
      let client = try Client(address)
      try client.send(post("/", bytes: Self.long) + get("/"))
      _ = try client.answer()
      _ = try client.answer()
    }
    #expect(seen.withLock { $0.map(\.0) } == [7, 7])
    #expect(seen.withLock { $0.map(\.1) } == [4, 4])
  }
}
