import Dispatch
import Synchronization
import Testing

@testable import HTTP

/// A request that is refused while the client may still be sending.
struct Refusal: CustomTestStringConvertible, Sendable {
  let code: Int
  let text: String
  /// How many bytes follow the text.
  var more = 0

  var testDescription: String { "\(code) to \(text.prefix(40).debugDescription)" }
}

/// A request that never becomes whole.
struct Unfinished: CustomTestStringConvertible, Sendable {
  let name: String
  let text: String

  var testDescription: String { name }
}

@Suite(.timeLimit(.minutes(1))) struct ServerTests {
  @Test func `A connection serves one request after the other`() throws {
    try withServer { _, address in
      let client = try Client(address)
      for number in 0..<5 {
        try client.send(get("/\(number)"))
        let answer = try client.answer()
        #expect(answer.code == 200)
        #expect(answer.text == "/\(number)")
        #expect(!answer.has("Connection: close"))
      }
    }
  }

  @Test func `Pipelined requests are answered in order`() throws {
    try withServer { _, address in
      let client = try Client(address)
      try client.send((0..<50).map { get("/\($0)") }.joined())
      for number in 0..<50 { #expect(try client.answer().text == "/\(number)") }
    }
  }

  @Test func `Pipelined requests with large answers are all answered`() throws {
    try withServer { _, address in
      let client = try Client(address)
      try client.send((0..<400).map { get("/large/\(100_000 + $0)") }.joined())
      client.finishSending()
      for number in 0..<400 { #expect(try client.answer().body.count == 100_000 + number) }
      #expect(try client.isEnded())
    }
  }

  @Test func `A request in single bytes is answered`() throws {
    try withServer { _, address in
      let client = try Client(address)
      for byte in get("/a").utf8 { try client.send([byte]) }
      #expect(try client.answer().text == "/a")
    }
  }

  @Test func `A chunked body is read`() throws {
    try withServer { _, address in
      let client = try Client(address)
      try client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
      try client.send("6;a=b\r\n world\r\n0\r\nA: b\r\n\r\n")
      #expect(try client.answer().text == "hello world")
    }
  }

  @Test(arguments: [1, 1000, 1_000_000])
  func `A client that sends no more gets its answer`(_ count: Int) throws {
    try withServer { _, address in
      let client = try Client(address)
      try client.send(get("/large/\(count)"))
      client.finishSending()
      #expect(try client.answer().body.count == count)
      #expect(try client.isEnded())
    }
  }

  @Test func `A client that sends no more gets an answer that stalls`() throws {
    try withServer { _, address in
      let client = try Client(address, receiveBufferBytes: 4096)
      try client.send(get("/large/8000000") + get("/after"))
      client.finishSending()
      #expect(try Client(address).exchange(get("/other")).text == "/other")
      #expect(try client.answer().body.count == 8_000_000)
      #expect(try client.answer().text == "/after")
      #expect(try client.isEnded())
    }
  }

  @Test func `A client that waits is told to go on`() throws {
    try withServer { _, address in
      let client = try Client(address)
      try client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
      #expect(try client.answer().code == 100)
      try client.send("hi")
      #expect(try client.answer().text == "hi")
    }
  }

  @Test func `HEAD is answered without a body`() throws {
    try withServer { _, address in
      let client = try Client(address)
      try client.send("HEAD /large/5 HTTP/1.1\r\nHost: a\r\n\r\n" + get("/b"))
      #expect(try client.answer(headOnly: true).has("Content-Length: 5"))
      #expect(try client.answer().text == "/b")
    }
  }

  @Test(arguments: [get("/a", "Connection: close"), "GET /a HTTP/1.0\r\n\r\n"])
  func `The last answer says so and the connection closes`(_ text: String) throws {
    try withServer { server, address in
      let client = try Client(address)
      try client.send(text + get("/ignored"))
      let answer = try client.answer()
      #expect(answer.text == "/a")
      #expect(answer.has("Connection: close"))
      #expect(try client.isEnded())
    }
  }

  @Test func `An old client may keep its connection`() throws {
    try withServer { _, address in
      let client = try Client(address)
      for _ in 0..<2 {
        #expect(try client.exchange("GET /a HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").has("Connection: keep-alive"))
      }
    }
  }

  @Test(arguments: [
    Refusal(code: 400, text: "GET / HTTP/1.1\r\n\r\n"), Refusal(code: 400, text: "\u{16}\u{3}\u{1}\r\n\r\n"),
    Refusal(code: 501, text: "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"), Refusal(code: 505, text: "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
    Refusal(code: 413, text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 8000000\r\n\r\n", more: 8_000_000),
    Refusal(code: 413, text: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n7A1200\r\n", more: 8_000_000),
    Refusal(code: 414, text: "GET /", more: 8_000_000),
    Refusal(code: 431, text: "GET / HTTP/1.1\r\nHost: a\r\nA: ", more: 8_000_000),
  ])
  func `A refusal reaches a client that is still sending`(_ refusal: Refusal) throws {
    try withServer { _, address in
      let client = try Client(address)
      try client.send(refusal.text)
      try client.send([UInt8](repeating: UInt8(ascii: "a"), count: refusal.more))
      let answer = try client.answer()
      #expect(answer.code == refusal.code)
      #expect(answer.has("Connection: close"))
      client.finishSending()
      #expect(try client.isEnded())
    }
  }

  @Test(arguments: [
    Unfinished(name: "request line", text: "GET"), Unfinished(name: "head", text: "GET / HTTP/1.1\r\nHost: a\r\n"),
    Unfinished(name: "body", text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab"),
    Unfinished(name: "chunks", text: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"),
    Unfinished(name: "after an answer", text: get("/") + "GET"),
  ])
  func `A request that does not arrive in time is refused`(_ unfinished: Unfinished) throws {
    let impatient = { (configuration: inout ServerConfiguration) in
      configuration.timeouts.header = 0.2
      configuration.timeouts.body = 0.2
    }
    try withServer(impatient) { _, address in
      let client = try Client(address)
      try client.send(unfinished.text)
      var answer = try client.answer()
      if unfinished.text.hasPrefix(get("/")) { answer = try client.answer() }
      #expect(answer.code == 408)
      #expect(answer.has("Connection: close"))
      #expect(try client.isEnded())
    }
  }

  @Test func `Each request has a time of its own`() throws {
    // A machine too busy to send within the shortest time shows nothing by failing; it gets longer ones.
    #expect(try [0.3, 2, 8].contains { try isServed(forLongerThan: $0) })
  }

  /// Whether a client is served that sends a part of its next request with each, for longer than one request may take.
  private func isServed(forLongerThan seconds: Double) throws -> Bool {
    try withServer({ $0.timeouts.header = seconds }) { _, address in
      let client = try Client(address)
      let start = DispatchTime.now()
      var rest = ""
      do {
        while DispatchTime.now() < start + 1.5 * seconds {
          try client.send(rest + get("/a") + "GET /b")
          rest = " HTTP/1.1\r\nHost: a\r\n\r\n"
          while try client.answer().text != "/a" {}
        }
        try client.send(rest)
        return try client.answer().text == "/b"
      } catch is Client.Failure {
        return false
      }
    }
  }

  @Test(arguments: ["", "\r\n", get("/")])
  func `A connection that is idle for long is closed`(_ before: String) throws {
    try withServer({ $0.timeouts.idle = 0.2 }) { _, address in
      let client = try Client(address)
      try client.send(before)
      if before == get("/") { _ = try client.answer() }
      #expect(try client.isEnded())
    }
  }

  @Test func `Empty lines do not keep a connection`() throws {
    try withServer({ $0.timeouts.idle = 0.2 }) { _, address in
      let client = try Client(address)
      let start = DispatchTime.now()
      // Sending fails once the server has closed.
      #expect(throws: Client.Failure.cannotSend) {
        while DispatchTime.now() < start + 5 { try client.send("\r\n") }
      }
    }
  }

  @Test func `A client that reads nothing is closed in time`() throws {
    let entered = DispatchSemaphore(value: 0)
    let respond = { @Sendable (request: Request) -> Response in
      entered.signal()
      return answer(to: request)
    }
    try withServer({ $0.timeouts.write = 0.2 }, respond: respond) { server, address in
      let client = try Client(address, receiveBufferBytes: 4096)
      try client.send(get("/large/30000000"))
      entered.wait()
      try server.waitUntilOpen(0)
      #expect(throws: Client.Failure.ended) { try client.answer() }
    }
  }

  @Test func `A slow reader gets every byte and holds up nobody`() throws {
    try withServer({ $0.loops = 1 }) { _, address in
      let slow = try Client(address, receiveBufferBytes: 4096)
      try slow.send(get("/large/20000000"))
      for _ in 0..<20 { #expect(try Client(address).exchange(get("/quick")).text == "/quick") }
      let answer = try slow.answer()
      #expect(answer.body.count == 20_000_000)
      #expect(answer.body.allSatisfy { $0 == UInt8(ascii: "x") })
      #expect(try slow.exchange(get("/next")).text == "/next")
    }
  }

  @Test func `Clients that vanish while they are answered leave nothing`() throws {
    try withServer { server, address in
      for _ in 0..<20 {
        let client = try Client(address, receiveBufferBytes: 4096)
        try client.send(get("/large/5000000"))
        client.reset()
      }
      try server.waitUntilOpen(0)
      #expect(try Client(address).exchange(get("/a")).text == "/a")
    }
  }

  @Test func `300 connections are served at once`() throws {
    try withServer { server, address in
      let clients = try (0..<300).map { _ in try Client(address) }
      for round in 0..<3 {
        for (number, client) in clients.enumerated() { try client.send(get("/\(round)/\(number)")) }
        for (number, client) in clients.enumerated() { #expect(try client.answer().text == "/\(round)/\(number)") }
      }
      #expect(server.openConnections == 300)
      for client in clients { client.close() }
      try server.waitUntilOpen(0)
    }
  }

  @Test func `Connections above the limit are told so and closed`() throws {
    try withServer({ $0.limits.connections = 2 }) { server, address in
      let first = try Client(address)
      let second = try Client(address)
      #expect(try first.exchange(get("/1")).text == "/1")
      #expect(try second.exchange(get("/2")).text == "/2")
      let excess = try Client(address)
      let refusal = try excess.answer()
      #expect(refusal.code == 503)
      #expect(refusal.has("Connection: close"))
      #expect(try excess.isEnded())
      second.close()
      try server.waitUntilOpen(1)
      #expect(try Client(address).exchange(get("/3")).text == "/3")
      #expect(try first.exchange(get("/1")).text == "/1")
    }
  }

  @Test func `Connections of one address have a limit of their own`() throws {
    try withServer({ $0.limits.connectionsPerAddress = 1 }) { server, address in
      let first = try Client(address)
      #expect(try first.exchange(get("/1")).text == "/1")
      #expect(try Client(address).answer().code == 503)
      first.close()
      try server.waitUntilOpen(0)
      #expect(try Client(address).exchange(get("/2")).text == "/2")
    }
  }

  @Test func `A body that makes the server hold too much is refused`() throws {
    try withServer({ $0.limits.heldBytes = 2 * 10_000 }) { server, address in
      let filling = try Client(address)
      try filling.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n" + String(repeating: "x", count: 9000))
      #expect(try Client(address).exchange(get("/a")).text == "/a")
      try filling.send(String(repeating: "x", count: 2000))
      #expect(try filling.answer().code == 503)
      #expect(try filling.isEnded())
      // What was held is free again.
      let body = String(repeating: "y", count: 9000)
      let answer = try Client(address).exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n" + body)
      #expect(answer.text == body)
    }
  }

  @Test func `A reader that takes a byte now and then is cut at its time`() throws {
    try withServer({ $0.timeouts.write = 0.3 }) { server, address in
      let client = try Client(address, receiveBufferBytes: 4096)
      try client.send(get("/large/20000000"))
      try server.waitUntilOpen(1)
      let start = DispatchTime.now()
      while server.openConnections > 0, DispatchTime.now() < start + 5 {
        _ = try? client.receive(most: 1000)
        Clock.pause(milliseconds: 20)
      }
      #expect(server.openConnections == 0)
    }
  }

  @Test func `Closed descriptors are reused at once`() throws {
    try withServer { server, address in
      for number in 0..<500 {
        let client = try Client(address)
        #expect(try client.exchange(get("/\(number)")).text == "/\(number)")
        client.close()
      }
      try server.waitUntilOpen(0)
    }
  }
}

extension Client {
  func exchange(_ text: String) throws -> Answer {
    try send(text)
    return try answer()
  }
}

extension Server {
  /// Gives way to the server's threads until so many connections are open; fails after ten seconds.
  func waitUntilOpen(_ count: Int) throws {
    let start = DispatchTime.now()
    while openConnections != count {
      guard DispatchTime.now() < start + 10 else { throw Client.Failure.timedOut }
      Clock.pause(milliseconds: 1)
    }
  }
}
