import Testing

@testable import HTTP

/// A request and the answer the router gives: status, body and Allow.
struct Routing: CustomTestStringConvertible, Sendable {
  let request: String
  let code: Int
  let body: String
  let allow: String?

  init(_ request: String, _ code: Int, _ body: String, allow: String? = nil) {
    (self.request, self.code, self.body, self.allow) = (request, code, body, allow)
  }

  var testDescription: String { request }
}

@Suite struct RouterTests {
  static let router: Router = {
    var router = Router { status, detail, request in
      Response(status: status, body: Array("\(detail) @\(request?.path ?? "")".utf8))
    }
    let say = { (text: String) -> Router.Handler in { _, _ in Response(status: .ok, body: Array(text.utf8)) } }
    router.add(.get, "/", say("root"))
    router.add(.get, "/a", say("get a"))
    router.add(.post, "/a", say("post a"))
    router.add(.head, "/h", say("head h"))
    router.add(.post, "/p", say("post p"))
    router.add(.get, "/v/fixed", say("fixed"))
    router.add(.get, "/v/{id}") { _, parameters in Response(status: .ok, body: Array("id \(parameters["id"])".utf8)) }
    router.add(.delete, "/v/{id}", say("deleted"))
    router.add(.get, "/v/{id}/w/{n}") { Response(status: .ok, body: Array("\($0.method) \($1["id"]) \($1["n"])".utf8)) }
    router.add(.options, "/o", say("options o"))
    router.add(.get, "/Kelvin", say("kelvin"))
    router.add(.get, "/caf\u{e9}", say("composed"))
    return router
  }()

  @Test(arguments: [
    Routing("GET /", 200, "root"), Routing("GET /?a", 200, "root"), Routing("GET /a", 200, "get a"),
    Routing("POST /a", 200, "post a"),
    Routing("GET /%61", 200, "get a"), Routing("GET /v/1", 200, "id 1"), Routing("GET /v/a%20b%3F", 200, "id a b?"),
    Routing("GET /v/fixed", 200, "fixed"), Routing("DELETE /v/1", 200, "deleted"), Routing("GET /v/1/w/2", 200, "get 1 2"),
    Routing("HEAD /a", 200, "get a"), Routing("HEAD /h", 200, "head h"), Routing("HEAD /v/1", 200, "id 1"),
    Routing("GET /b", 404, "there is nothing at `/b` @/b"), Routing("GET /a/", 404, "there is nothing at `/a/` @/a/"),
    Routing("GET //a", 404, "there is nothing at `//a` @//a"), Routing("GET /v", 404, "there is nothing at `/v` @/v"),
    Routing("GET /v/", 404, "there is nothing at `/v/` @/v/"), Routing("GET /v/1/", 404, "there is nothing at `/v/1/` @/v/1/"),
    Routing("GET /A", 404, "there is nothing at `/A` @/A"), Routing("GET /%7Bid%7D", 404, "there is nothing at `/{id}` @/{id}"),
    Routing("OPTIONS /b", 404, "there is nothing at `/b` @/b"),
    Routing("GET /%E2%84%AAelvin", 404, "there is nothing at `/\u{212a}elvin` @/\u{212a}elvin"),
    Routing("GET /cafe%CC%81", 404, "there is nothing at `/cafe\u{301}` @/cafe\u{301}"),
    Routing("GET /caf%C3%A9", 200, "composed"),
    Routing("PUT /a", 405, "PUT is not allowed here @/a", allow: "GET, HEAD, POST, OPTIONS"),
    Routing("HEAD /p", 405, "HEAD is not allowed here @/p", allow: "POST, OPTIONS"),
    Routing("TRACE /p", 405, "TRACE is not allowed here @/p", allow: "POST, OPTIONS"),
    Routing("POST /v/1", 405, "POST is not allowed here @/v/1", allow: "GET, HEAD, DELETE, OPTIONS"),
    Routing("OPTIONS /a", 204, "", allow: "GET, HEAD, POST, OPTIONS"), Routing("OPTIONS /p", 204, "", allow: "POST, OPTIONS"),
    Routing("OPTIONS /v/1", 204, "", allow: "GET, HEAD, DELETE, OPTIONS"), Routing("OPTIONS /o", 200, "options o"),
    Routing("OPTIONS *", 204, "", allow: "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
  ])
  func `A request finds its answer`(_ routing: Routing) throws {
    let response = Self.router.respond(to: try request("\(routing.request) HTTP/1.1\r\nHost: a\r\n\r\n"))
    #expect(response.status.code == routing.code)
    #expect(response.body == Array(routing.body.utf8))
    #expect(response.fields["Allow"] == routing.allow)
  }

  @Test func `Routes are listed in the order they were added`() {
    #expect(
      Self.router.routes.map { "\($0.method.rawValue) \($0.pattern)" } == [
        "GET /", "GET /a", "POST /a", "HEAD /h", "POST /p", "GET /v/fixed", "GET /v/{id}", "DELETE /v/{id}", "GET /v/{id}/w/{n}",
        "OPTIONS /o", "GET /Kelvin", "GET /caf\u{e9}",
      ])
  }

  @Test func `A route added twice is a bug`() async {
    await #expect(processExitsWith: .failure) {
      var router = Router { status, _, _ in Response(status: status) }
      router.add(.get, "/a") { _, _ in Response(status: .ok) }
      router.add(.get, "/a") { _, _ in Response(status: .ok) }
    }
  }
}
