@testable import HTTP

extension ConformanceCase {
  static let expectations: [ConformanceCase] =
    [
      expecting("100-continue"), expecting("100-CONTINUE"), expecting("100-continue, 100-continue"), expecting(",100-continue,"),
      expecting(""),
      expecting(", ,"),
      .reads("expectation without body", "9110 §10.1.1", message("POST /", "Expect: 100-continue"), .post()),
      .reads("expectation of no byte", "9110 §10.1.1", message("POST /", "Expect: 100-continue", "Content-Length: 0"), .post()),
      .reads(
        "expectation in GET", "9110 §10.1.1", message("GET /", "Expect: 100-continue", "Content-Length: 2", body: "hi"),
        ReadRequest(target: "/", body: "hi")),
      .reads(
        "expectation and chunks", "9110 §10.1.1",
        message("POST /", "Expect: 100-continue", "Transfer-Encoding: chunked", body: "1\r\nx\r\n0\r\n\r\n"), .post("x")),
      .reads(
        "expectations in two lines", "9110 §10.1.1", message("POST /", "Expect: 100-continue", "Expect: 100-Continue"), .post()),
      .reads(
        "expectation in HTTP/1.0", "9110 §10.1.1", "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi",
        ReadRequest(method: .post, target: "/", body: "hi", isVersion10: true, keepsAlive: false)),
      .refuses(
        "a second expectation that is unknown", "9110 §10.1.1", message("POST /", "Expect: 100-continue", "Expect: x"),
        .badExpectation),
      .refuses(
        "expectation and a length too large", "9110 §10.1.1", message("POST /", "Expect: 100-continue", "Content-Length: 65"),
        .bodyTooLarge),
    ]
    + [
      "x", "200-ok", "100-continu", "100-continues", "100", "continue", "100 continue", "100-continue x", "100-continue, x",
      "x, 100-continue",
      "100-continue;a=b", "100-continue=1", "\"100-continue\"", "100-continue\u{301}", "100\u{2d0}continue",
    ].map { value in
      .refuses("expectation \(value.debugDescription)", "9110 §10.1.1", message("POST /", "Expect: \(value)"), .badExpectation)
    }

  private static func expecting(_ value: String) -> ConformanceCase {
    .reads(
      "expectation \(value.debugDescription) with body", "9110 §10.1.1",
      message("POST /", "Expect: \(value)", "Content-Length: 2", body: "hi"), .post("hi"))
  }
}
