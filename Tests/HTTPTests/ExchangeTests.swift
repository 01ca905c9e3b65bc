import Testing

@testable import HTTP

/// A request and the head of its answer.
struct AnswerCase: CustomTestStringConvertible, Sendable {
  let request: String
  let code: Int
  /// Lines that the head has.
  let lines: [String]
  let text: String
  /// Names of fields that it has not.
  let without: [String]

  init(_ request: String, _ code: Int, _ lines: String..., text: String = "", without: [String] = []) {
    (self.request, self.code, self.lines, self.text, self.without) = (request, code, lines, text, without)
  }

  var testDescription: String { request.debugDescription }
}

/// Messages that are refused, the code, and whether the content of the refusal is left out.
struct RefusedMessage: CustomTestStringConvertible, Sendable {
  let text: String
  let code: Int
  var isHead = false

  init(_ text: String, _ code: Int, isHead: Bool = false) {
    (self.text, self.code, self.isHead) = (text, code, isHead)
  }

  var testDescription: String { text.debugDescription }
}

/// What is exchanged over a connection, with routes as a service has them.
@Suite(.timeLimit(.minutes(1))) struct ExchangeTests {
  private static let router: Router = {
    var router = Router { status, detail, _ in Response(status: status, body: Array(detail.utf8)) }
    router.add(.get, "/page") { request, _ in page(request) }
    router.add(.get, "/empty") { _, _ in Response(status: .ok) }
    router.add(.get, "/nothing") { _, _ in Response(status: .noContent) }
    router.add(.get, "/long") { _, _ in Response(status: .ok, body: [UInt8](repeating: UInt8(ascii: "x"), count: 300_000)) }
    router.add(.get, "/either") { request, _ in
      let types = ["text/html", "application/json"]
      guard let type = request.preferredType(among: types) else {
        return Response(status: .notAcceptable, body: Array("none".utf8))
      }
      return Response(status: .ok, body: Array(type.utf8))
    }
    router.add(.get, "/target") { request, _ in Response(status: .ok, body: Array("\(request.authority) \(request.target)".utf8))
    }
    router.add(.post, "/form") { request, _ in Response(status: .ok, body: request.body) }
    return router
  }()

  private static func page(_ request: Request) -> Response {
    switch request.condition(entityTag: "\"v1\"") {
    case .failed: return Response(status: .preconditionFailed, body: Array("another".utf8))
    case .notModified: return tagged(Response(status: .notModified))
    case .holds: return tagged(Response(status: .ok, body: Array("page".utf8)))
    }
  }

  private static func tagged(_ response: Response) -> Response {
    var response = response
    response.fields.append("ETag", "\"v1\"")
    response.fields.append("Vary", "Accept")
    return response
  }

  private func withRoutes(_ body: (BoundAddress) throws -> Void) throws {
    try withServer(respond: Self.router.respond) { _, address in try body(address) }
  }

  @Test(arguments: [
    message("GET /page"), message("GET /empty"), message("GET /nothing"), message("GET /long"), message("GET /target?a=b"),
    message("GET /either", "Accept: application/json"), message("GET /either", "Accept: text/plain"), message("GET /none"),
    message("GET http://b/target"), message("GET /page", "If-None-Match: *"),
    message("GET /page", "If-None-Match: W/\"v1\""), message("GET /page", "If-Match: \"v2\""),
    message("GET /page", "Connection: close"),
    "GET /page HTTP/1.0\r\n\r\n", "GET /page HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
  ])
  func `HEAD is answered with the head of GET and no content`(_ get: String) throws {
    try withRoutes { address in
      func exchange(_ text: String, headOnly: Bool) throws -> [String] {
        let client = try Client(address)
        try client.send(text + message("GET /target"))
        let answer = try client.answer(headOnly: headOnly)
        // Nothing of a body comes before the next answer, or the end.
        if answer.has("Connection: close") {
          #expect(try client.isEnded())
        } else {
          #expect(try client.answer().text == "a /target")
        }
        return answer.lines.filter { !$0.hasPrefix("Date: ") }
      }
      let head = try exchange("HEAD" + get.dropFirst(3), headOnly: true)
      let lines = try exchange(get, headOnly: false)
      #expect(head == lines)
    }
  }

  @Test(arguments: [
    // RFC 9110 §9.3.7, §10.2.1, §15.5.6; no length with 204 (§8.6).
    AnswerCase(message("OPTIONS /page"), 204, "Allow: GET, HEAD, OPTIONS", without: ["Content-Length"]),
    AnswerCase(message("OPTIONS /form"), 204, "Allow: POST, OPTIONS", without: ["Content-Length"]),
    AnswerCase(message("OPTIONS *"), 204, "Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS", without: ["Content-Length"]),
    AnswerCase(message("OPTIONS http://a"), 204, "Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
    AnswerCase(message("OPTIONS /none"), 404, text: "there is nothing at `/none`"),
    AnswerCase(message("POST /page"), 405, "Allow: GET, HEAD, OPTIONS", text: "POST is not allowed here"),
    AnswerCase(message("DELETE /form"), 405, "Allow: POST, OPTIONS", text: "DELETE is not allowed here"),
    AnswerCase(message("TRACE /page"), 405, "Allow: GET, HEAD, OPTIONS", text: "TRACE is not allowed here"),
    AnswerCase(message("GET /form"), 405, "Allow: POST, OPTIONS", text: "GET is not allowed here"),
    AnswerCase(message("GET /none"), 404, text: "there is nothing at `/none`", without: ["Allow"]),
    AnswerCase(message("GET /*"), 404, text: "there is nothing at `/*`"),
    // The target's authority counts above Host (RFC 9112 §3.2.2).
    AnswerCase(message("GET /target"), 200, text: "a /target"),
    AnswerCase(message("GET http://b:1/target?c"), 200, text: "b:1 /target?c"),
    // Conditions (RFC 9110 §13.2.2): a 304 has the fields of a 200, and neither content nor a length of none (§15.4.5).
    AnswerCase(message("GET /page", "If-None-Match: \"v1\""), 304, "ETag: \"v1\"", "Vary: Accept", without: ["Content-Length"]),
    AnswerCase(message("GET /page", "If-None-Match: \"v0\", W/\"v1\""), 304, "ETag: \"v1\"", without: ["Content-Length"]),
    AnswerCase(message("GET /page", "If-None-Match: \"v0\"", "If-None-Match: \"v1\""), 304, "ETag: \"v1\""),
    AnswerCase(message("GET /page", "If-None-Match: *"), 304, "ETag: \"v1\""),
    AnswerCase(message("GET /page", "If-None-Match: \"v0\""), 200, "ETag: \"v1\"", text: "page"),
    AnswerCase(message("GET /page", "If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT"), 200, text: "page"),
    AnswerCase(message("GET /page", "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT"), 200, text: "page"),
    AnswerCase(
      message("GET /page", "If-None-Match: \"v1\"", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT"), 304, "ETag: \"v1\""),
    AnswerCase(message("GET /page", "If-Match: \"v1\""), 200, text: "page"),
    AnswerCase(message("GET /page", "If-Match: W/\"v1\""), 412, text: "another"),
    AnswerCase(message("GET /page", "If-Match: \"v0\"", "If-None-Match: \"v1\""), 412, text: "another"),
    AnswerCase(message("GET /page", "Range: bytes=0-0"), 200, text: "page", without: ["Content-Range"]),
    // A condition is nothing where there is no representation (RFC 9110 §13.2.1).
    AnswerCase(message("GET /none", "If-Match: \"v1\""), 404, text: "there is nothing at `/none`"),
    AnswerCase(message("POST /page", "If-None-Match: *"), 405, text: "POST is not allowed here"),
    // Negotiation (RFC 9110 §12.5.1).
    AnswerCase(message("GET /either"), 200, text: "text/html"),
    AnswerCase(message("GET /either", "Accept: */*"), 200, text: "text/html"),
    AnswerCase(message("GET /either", "Accept: text/html;q=0.1, */*;q=0.2"), 200, text: "application/json"),
    AnswerCase(message("GET /either", "Accept: text/html;q=0", "Accept: */*"), 200, text: "application/json"),
    AnswerCase(message("GET /either", "Accept: */*;q=0"), 406, text: "none"),
    AnswerCase(message("GET /either", "Accept: image/png"), 406, text: "none"),
    AnswerCase(message("GET /either", "Accept: html, application/json;q=0.1"), 200, text: "application/json"),
    AnswerCase(message("GET /either", "Accept: application/json;charset=utf-8"), 200, text: "application/json"),
    // What is not known is ignored (RFC 9110 §5.1), an upgrade too (§7.8).
    AnswerCase(
      message("GET /target", "Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings", "HTTP2-Settings: AAMAAABk"), 200,
      text: "a /target"),
    AnswerCase(message("GET /target", "TE: trailers", "Trailer: A", "Max-Forwards: 0"), 200, text: "a /target"),
    // A body that nobody asked for is read all the same (RFC 9112 §6).
    AnswerCase(message("GET /target", "Content-Length: 14", body: "GET /a HTTP/1."), 200, text: "a /target"),
    AnswerCase(message("GET /target", "Transfer-Encoding: chunked", body: "3\r\nabc\r\n0\r\n\r\n"), 200, text: "a /target"),
  ])
  func `A request has the answer of the standard`(_ exchange: AnswerCase) throws {
    try withRoutes { address in
      let client = try Client(address)
      let answer = try client.exchange(exchange.request)
      #expect(answer.code == exchange.code)
      #expect(answer.text == exchange.text)
      for line in exchange.lines { #expect(answer.has(line)) }
      for name in exchange.without { #expect(!answer.lines.contains { $0.hasPrefix(name + ":") }) }
      #expect(answer.lines.count { $0.hasPrefix("Date: ") } == 1)
      #expect(try client.exchange(message("GET /target")).text == "a /target")
    }
  }

  /// Requests in one stretch, and how many come before the one that is refused.
  private static let pipelined = [
    message("GET /page"), message("HEAD /long"), message("POST /form", "Content-Length: 3", body: "abc"),
    message("OPTIONS /form"),
    "\r\n" + message("POST /form", "Transfer-Encoding: chunked", body: "1;a=\"b\"\r\nd\r\n2\r\nef\r\n0\r\nA: b\r\n\r\n"),
    message("DELETE /page"), message("GET /page", "If-None-Match: \"v1\""), message("GET /long"), message("GET /target?last"),
  ]

  private func expectPipelined(_ client: Client) throws {
    #expect(try client.answer().text == "page")
    #expect(try client.answer(headOnly: true).has("Content-Length: 300000"))
    #expect(try client.answer().text == "abc")
    #expect(try client.answer().has("Allow: POST, OPTIONS"))
    #expect(try client.answer().text == "def")
    #expect(try client.answer().code == 405)
    #expect(try client.answer().code == 304)
    #expect(try client.answer().body.count == 300_000)
    #expect(try client.answer().text == "a /target?last")
  }

  @Test func `Pipelined requests of all methods are answered in order`() throws {
    try withRoutes { address in
      let client = try Client(address)
      for _ in 0..<3 { try client.send(Self.pipelined.joined()) }
      for _ in 0..<3 { try expectPipelined(client) }
    }
  }

  @Test func `A client that has sent its requests and no more gets all answers`() throws {
    try withRoutes { address in
      let client = try Client(address)
      try client.send(Self.pipelined.joined())
      client.finishSending()
      try expectPipelined(client)
      #expect(try client.isEnded())
    }
  }

  @Test(arguments: [
    "GET /page HT", "GET /page HTTP/1.1\r\nHost: a\r\n", message("POST /form", "Content-Length: 3", body: "ab"),
    message("POST /form", "Transfer-Encoding: chunked", body: "3\r\nabc\r\n0\r\n"), "\r",
  ])
  func `A request that is not whole when no more is sent is not performed`(_ unfinished: String) throws {
    try withRoutes { address in
      let client = try Client(address)
      try client.send(Self.pipelined.joined() + unfinished)
      client.finishSending()
      try expectPipelined(client)
      // RFC 9112 §8.
      #expect(try client.isEnded())
    }
  }

  static let refused: [RefusedMessage] = [
    RefusedMessage("GET / HTTP/1.1\r\n\r\n", 400), RefusedMessage(message("GET  /"), 400), RefusedMessage(message("GET /%"), 400),
    RefusedMessage(message("GET /", "A : b"), 400), RefusedMessage(message("GET /", "A: b\r\n c"), 400),
    RefusedMessage("\n", 400),
    RefusedMessage(message("POST /form", "Content-Length: 3", "Content-Length: 3", body: "abc"), 400),
    RefusedMessage(message("POST /form", "Content-Length: +3", body: "abc"), 400),
    RefusedMessage(message("POST /form", "Content-Length: 3", "Transfer-Encoding: chunked", body: "0\r\n\r\n"), 400),
    RefusedMessage(message("POST /form", "Transfer-Encoding: chunked, identity", body: "0\r\n\r\n"), 400),
    RefusedMessage(message("POST /form", "Transfer-Encoding: xchunked", body: "0\r\n\r\n"), 400),
    RefusedMessage(message("POST /form", "Transfer-Encoding: chunked", body: "3\nabc\r\n0\r\n\r\n"), 400),
    RefusedMessage(message("POST /form", "Transfer-Encoding: chunked", body: "3\r\nabcd\r\n0\r\n\r\n"), 400),
    RefusedMessage(message("POST /form", "Content-Length: 9999999"), 413),
    RefusedMessage(message("POST /form", "Transfer-Encoding: chunked", body: "ffffffffffffffff1\r\n"), 413),
    RefusedMessage("GET /" + text(9000), 414), RefusedMessage(message("POST /form", "Expect: x"), 417),
    RefusedMessage(message("POST /form", "Expect: 100-continue", "Content-Length: 9999999"), 413),
    RefusedMessage(message("GET /", "A: \(text(30_000))"), 431), RefusedMessage(message("BREW /"), 501),
    RefusedMessage(message("CONNECT b.example:443"), 501), RefusedMessage(message("CONNECT /page"), 400),
    RefusedMessage(message("POST /form", "Transfer-Encoding: gzip, chunked", body: "0\r\n\r\n"), 501),
    RefusedMessage("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505), RefusedMessage("GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505),
    // Without content (RFC 9110 §9.3.2).
    RefusedMessage("HEAD / HTTP/1.1\r\n\r\n", 400, isHead: true), RefusedMessage(message("HEAD /%"), 400, isHead: true),
    RefusedMessage(message("HEAD /", "Content-Length: x"), 400, isHead: true),
    RefusedMessage(message("HEAD /", "Expect: x"), 417, isHead: true),
    RefusedMessage(message("HEAD /", "Transfer-Encoding: chunked", body: "x\r\n"), 400, isHead: true),
  ]

  @Test(arguments: refused)
  func `What comes before a refused message is answered, and nothing behind it`(_ refused: RefusedMessage) throws {
    try withRoutes { address in
      let client = try Client(address)
      try client.send(Self.pipelined.joined() + refused.text + message("GET /target?behind"))
      try expectPipelined(client)
      let answer = try client.answer(headOnly: refused.isHead)
      #expect(answer.code == refused.code)
      #expect(answer.has("Connection: close"))
      #expect(answer.body.isEmpty == refused.isHead)
      #expect(try client.isEnded())
    }
  }

  @Test(arguments: [
    message("POST /form", "Expect: 100-continue", "Content-Length: 3"),
    message("POST /form", "expect: 100-CONTINUE", "Content-Length:3"),
    message("POST /form", "Content-Length: 3", "Expect: 100-continue, 100-continue"),
  ])
  func `A client that waits is told to go on each time`(_ head: String) throws {
    try withRoutes { address in
      let client = try Client(address)
      for _ in 0..<2 {
        #expect(try client.exchange(head).lines == ["HTTP/1.1 100 Continue"])
        #expect(try client.exchange("abc").text == "abc")
        // With the body at hand there is nothing to wait for (RFC 9110 §10.1.1).
        #expect(try client.exchange(head + "abc").text == "abc")
      }
    }
  }

  @Test(arguments: [
    message("POST /form", "Expect: 100-continue"), message("POST /form", "Expect: 100-continue", "Content-Length: 0"),
    "POST /form HTTP/1.0\r\nExpect: 100-continue\r\nConnection: keep-alive\r\n\r\n",
  ])
  func `A client that has no body is not told to go on`(_ text: String) throws {
    try withRoutes { address in
      let answer = try Client(address).exchange(text)
      #expect(answer.code == 200)
    }
  }

  @Test func `An old client is not told to go on`() throws {
    try withRoutes { address in
      let client = try Client(address)
      try client.send("POST /form HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
      try client.send("abc")
      #expect(try client.answer().text == "abc")
      #expect(try client.isEnded())
    }
  }

  @Test func `Empty lines between requests are skipped, but not any number`() throws {
    try withRoutes { address in
      let client = try Client(address)
      for _ in 0..<3 { #expect(try client.exchange(text(8, of: "\r\n") + message("GET /page")).text == "page") }
      #expect(try client.exchange(text(9, of: "\r\n")).code == 400)
      #expect(try client.isEnded())
    }
  }

  @Test func `Bytes of another protocol are refused though no line ends`() throws {
    try withRoutes { address in
      let client = try Client(address)
      try client.send([0x16, 3, 1, 2, 0])
      #expect(try client.answer().code == 400)
      #expect(try client.isEnded())
    }
  }
}
