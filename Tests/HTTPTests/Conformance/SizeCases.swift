@testable import HTTP

/// At each limit and one above it.
extension ConformanceCase {
  static let sizes: [ConformanceCase] = [
    .reads("longest request line", "9112 §3", "GET \(path(300)) HTTP/1.1\r\nHost: a\r\n\r\n", .get(path(300))),
    .refuses("request line too long", "9112 §3", "GET \(path(301)) HTTP/1.1\r\nHost: a\r\n\r\n", .requestLineTooLong),
    .refuses("request line too long without its end", "9112 §3", "GET \(path(301)) HTTP/1.1", .requestLineTooLong),
    .refuses("longest request line and CR alone", "9112 §3", "GET \(path(300)) HTTP/1.1\rHost: a\r\n\r\n", .requestLineTooLong),
    .refuses("longest request line and LF alone", "9112 §2.2", "GET \(path(300)) HTTP/1.1\nHost: a\r\n\r\n", .bareLineBreak),
    .waits("longest request line without its end", "9112 §3", "GET \(path(300)) HTTP/1.1"),
    .reads(
      "longest request line behind an empty line", "9112 §2.2", "\r\nGET \(path(300)) HTTP/1.1\r\nHost: a\r\n\r\n",
      .get(path(300))),
    .reads("largest head", "9110 §5.4", head(700), .get()),
    .refuses("head too large", "9110 §5.4", head(701), .headTooLarge),
    .refuses("head too large without its end", "9110 §5.4", "GET / HTTP/1.1\r\nHost: a\r\nA: \(text(700))", .headTooLarge),
    .reads("largest head behind an empty line", "9112 §2.2", "\r\n" + head(700), .get()),
    .reads("most fields", "9110 §5.4", fields(12), .get()),
    .refuses("too many fields", "9110 §5.4", fields(13), .tooManyFields),
    .reads("longest body", "9110 §15.5.14", message("POST /", "Content-Length: 64", body: text(64)), .post(text(64))),
    .refuses("body too long", "9110 §15.5.14", message("POST /", "Content-Length: 65", body: text(65)), .bodyTooLarge),
  ]

  /// A path with which the request line has so many bytes.
  private static func path(_ bytes: Int) -> String {
    "/" + text(bytes - "GET / HTTP/1.1".utf8.count)
  }

  private static func head(_ bytes: Int) -> String {
    message("GET /", "A: \(text(bytes - message("GET /", "A: ").utf8.count))")
  }

  private static func fields(_ count: Int) -> String {
    "GET / HTTP/1.1\r\nHost: a\r\n" + (1..<count).map { "A\($0): b\r\n" }.joined() + "\r\n"
  }
}
