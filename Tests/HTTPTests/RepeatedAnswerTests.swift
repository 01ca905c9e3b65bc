import Synchronization
import Testing

@testable import HTTP

/// A program that counts what it is asked, and what it is told of.
private final class Asked: Sendable {
  let times = Atomic(0)
  let observed = Atomic(0)
  let epoch = Atomic<UInt64>(0)

  /// The number of the question in the body; repeatable unless the target says otherwise.
  func answer(to request: Request) -> Response {
    let number = times.add(1, ordering: .relaxed).newValue
    var response = Response(status: .ok, body: Array("\(request.target) \(number)".utf8))
    response.isRepeatable = !request.path.hasPrefix("/fresh")
    return response
  }

  func serve<Result>(isRepeating: Bool = true, _ body: (BoundAddress) throws -> Result) throws -> Result {
    let current: @Sendable () -> UInt64 = { self.epoch.load(ordering: .relaxed) }
    return try withServer(
      { $0.loops = 1 }, respond: { self.answer(to: $0) }, epoch: isRepeating ? current : nil,
      observe: { _ in self.observed.add(1, ordering: .relaxed) },
      { _, address in try body(address) })
  }
}

@Suite("Answers to what was asked before in the same bytes")
struct RepeatedAnswerTests {
  @Test func `are given again, to every client, and are told of`() throws {
    let asked = Asked()
    try asked.serve { address in
      for _ in 0..<3 {
        let client = try Client(address)
        for _ in 0..<3 { #expect(try client.exchange(get("/a")).text == "/a 1") }
      }
      #expect(try Client(address).exchange(get("/b")).text == "/b 2")
    }
    #expect(asked.times.load(ordering: .relaxed) == 2)
    #expect(asked.observed.load(ordering: .relaxed) == 10)
  }

  @Test func `are made anew in another epoch`() throws {
    let asked = Asked()
    try asked.serve { address in
      let client = try Client(address)
      #expect(try client.exchange(get("/a")).text == "/a 1")
      asked.epoch.add(1, ordering: .relaxed)
      for _ in 0..<2 { #expect(try client.exchange(get("/a")).text == "/a 2") }
    }
  }

  @Test(arguments: [
    get("/fresh"), get("/a", "Connection: close"), "GET /a HTTP/1.0\r\n\r\n", "HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx",
    get("/a", "X-Long: " + String(repeating: "x", count: 1024)),
  ])
  func `are made anew where they may differ, or are seldom asked for`(request: String) throws {
    let asked = Asked()
    try asked.serve { address in
      for number in 1...3 {
        let client = try Client(address)
        try client.send(request)
        _ = try client.answer(headOnly: request.hasPrefix("HEAD"))
        #expect(asked.times.load(ordering: .relaxed) == number)
      }
    }
  }

  @Test func `are made anew where the program has no epoch`() throws {
    let asked = Asked()
    try asked.serve(isRepeating: false) { address in
      let client = try Client(address)
      for number in 1...3 { #expect(try client.exchange(get("/a")).text == "/a \(number)") }
    }
  }

  @Test func `do not let empty lines between requests add up`() throws {
    let asked = Asked()
    try asked.serve { address in
      let client = try Client(address)
      for _ in 0..<30 {
        try client.send("\r\n")
        #expect(try client.exchange(get("/a")).text.hasPrefix("/a "))
      }
    }
  }

  @Test(arguments: [1, 2, 7, 20]) func `do not come from the middle of other bytes`(pieceBytes: Int) throws {
    let asked = Asked()
    try asked.serve { address in
      let client = try Client(address)
      #expect(try client.exchange(get("/a")).text == "/a 1")
      // As the body of another request, in pieces, and pipelined.
      let inner = get("/a")
      let outer = "POST /outer HTTP/1.1\r\nHost: a\r\nContent-Length: \(inner.utf8.count)\r\n\r\n"
      try client.send(outer)
      try client.send(inner)
      #expect(try client.answer().text == "/outer 2")
      let bytes = Array(inner.utf8)
      for start in stride(from: 0, to: bytes.count, by: pieceBytes) {
        try client.send(String(decoding: bytes[start..<min(start + pieceBytes, bytes.count)], as: UTF8.self))
      }
      #expect(try client.answer().text.hasPrefix("/a "))
      try client.send(inner + get("/c") + inner)
      let texts = try (0..<3).map { _ in try client.answer().text }
      #expect(texts[0].hasPrefix("/a ") && texts[1].hasPrefix("/c ") && texts[2].hasPrefix("/a "))
    }
  }
}
