import Dispatch
import Synchronization
import Testing

@testable import HTTP

@Suite(.timeLimit(.minutes(1))) struct DrainTests {
  /// Drains on a queue of its own; the group is left when that is done.
  private func drain(_ server: Server, withinSeconds seconds: Double) -> DispatchGroup {
    let group = DispatchGroup()
    DispatchQueue(label: "drain").async(group: group) { server.drain(withinSeconds: seconds) }
    return group
  }

  @Test func `Idle connections are closed and draining returns at once`() throws {
    try withServer { server, address in
      let silent = try Client(address)
      let served = try Client(address)
      _ = try served.exchange(get("/a"))
      try server.waitUntilOpen(2)
      #expect(drain(server, withinSeconds: 10).wait(timeout: .now() + 9) == .success)
      #expect(try silent.isEnded())
      #expect(try served.isEnded())
      #expect(throws: Client.Failure.cannotConnect) { try Client(address) }
    }
  }

  @Test func `An answer that stalls is finished`() throws {
    try withServer { server, address in
      let client = try Client(address, receiveBufferBytes: 4096)
      try client.send(get("/large/20000000"))
      let other = try Client(address)
      _ = try other.exchange(get("/a"))
      let drained = drain(server, withinSeconds: 10)
      #expect(try other.isEnded())
      #expect(try client.answer().body.count == 20_000_000)
      #expect(try client.isEnded())
      client.close()
      #expect(drained.wait(timeout: .now() + 9) == .success)
    }
  }

  @Test func `A request under way is read to its end and answered`() throws {
    // One loop: when it has closed one connection it drains the other too.
    try withServer({ $0.loops = 1 }) { server, address in
      let client = try Client(address)
      try client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
      #expect(try client.answer().code == 100)
      let idle = try Client(address)
      _ = try idle.exchange(get("/a"))
      let drained = drain(server, withinSeconds: 10)
      #expect(try idle.isEnded())
      try client.send("hi")
      let answer = try client.answer()
      #expect(answer.text == "hi")
      #expect(answer.has("Connection: close"))
      #expect(try client.isEnded())
      client.close()
      #expect(drained.wait(timeout: .now() + 9) == .success)
    }
  }

  @Test func `Requests that have come before draining are answered`() throws {
    let (entered, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let respond = { @Sendable (request: Request) -> Response in
      if request.path == "/wait" {
        entered.signal()
        gate.wait()
      }
      return answer(to: request)
    }
    try withServer({ $0.loops = 1 }, respond: respond) { server, address in
      let idle = try (0..<10).map { _ in try Client(address) }
      for client in idle { _ = try client.exchange(get("/a")) }
      let blocking = try Client(address)
      try blocking.send(get("/wait"))
      entered.wait()
      // The loop is held in a handler: these wait in the system, some on connections that are not yet accepted.
      let new = try (0..<10).map { _ in try Client(address) }
      for client in idle + new { try client.send(get("/b")) }
      let drained = drain(server, withinSeconds: 10)
      while (try? Client(address)) != nil {}
      gate.signal()
      #expect(try blocking.answer().text == "/wait")
      for client in idle + new {
        #expect(try client.answer().text == "/b")
        client.close()
      }
      blocking.close()
      #expect(drained.wait(timeout: .now() + 9) == .success)
    }
  }

  @Test func `What is not done in time is closed`() throws {
    try withServer { server, address in
      let client = try Client(address)
      try client.send("GET")
      let stalled = try Client(address, receiveBufferBytes: 4096)
      try stalled.send(get("/large/20000000"))
      try server.waitUntilOpen(2)
      #expect(drain(server, withinSeconds: 0.2).wait(timeout: .now() + 9) == .success)
      #expect(try client.isEnded())
      #expect(throws: Client.Failure.ended) { try stalled.answer() }
    }
  }

  @Test func `Draining twice does no harm`() throws {
    try withServer { server, address in
      _ = try Client(address).exchange(get("/a"))
      server.drain(withinSeconds: 1)
      server.drain(withinSeconds: 1)
    }
  }

  @Test func `No connection is lost between the acceptor and a loop that ends`() throws {
    for _ in 0..<20 {
      try withServer { server, address in
        let drained = Mutex(false)
        let group = DispatchGroup()
        DispatchQueue(label: "drain").async(group: group) {
          server.drain(withinSeconds: 10)
          drained.withLock { $0 = true }
        }
        var clients: [Client] = []
        while !drained.withLock({ $0 }), clients.count < 2000 {
          guard let client = try? Client(address) else { break }
          clients.append(client)
        }
        #expect(group.wait(timeout: .now() + 9) == .success)
        // What is sent makes the system say so where it forgot a connection whose listener was just closed.
        for client in clients { try? client.send(get("/a")) }
        let ended = try clients.map { try $0.isEnded() }
        #expect(ended.allSatisfy { $0 })
        #expect(server.openConnections == 0)
      }
    }
  }
}
