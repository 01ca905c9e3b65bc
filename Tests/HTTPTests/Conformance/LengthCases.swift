@testable import HTTP

extension ConformanceCase {
  static let lengths: [ConformanceCase] =
    [
      .reads("no length", "9112 §6.3", message("POST /"), .post()),
      .reads("length", "9112 §6.2", message("POST /", "Content-Length: 5", body: "hello"), .post("hello")),
      .reads("length 0", "9110 §8.6", message("POST /", "Content-Length: 0"), .post()),
      .reads("length of zeros", "9110 §8.6", message("POST /", "Content-Length: 000"), .post()),
      .reads("length with zeros before", "9110 §8.6", message("POST /", "Content-Length: 0005", body: "hello"), .post("hello")),
      .reads(
        "length with many zeros before", "9110 §8.6", message("POST /", "Content-Length: \(text(40, of: "0"))5", body: "hello"),
        .post("hello")),
      .reads("length with white space", "9112 §5", message("POST /", "Content-Length: \t5 \t", body: "hello"), .post("hello")),
      .reads("length without white space", "9112 §5", message("POST /", "content-LENGTH:5", body: "hello"), .post("hello")),
      .reads("length in HTTP/1.0", "9112 §6.3", "POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi", old("hi")),
      .reads("no length in HTTP/1.0", "9112 §6.3", "POST / HTTP/1.0\r\n\r\n", old("")),
      .reads(
        "length in GET", "9112 §6", message("GET /", "Content-Length: 2", body: "hi"), ReadRequest(target: "/", body: "hi")),
      .reads(
        "line breaks in a body", "9112 §6", message("POST /", "Content-Length: 6", body: "\r\n\n\r\r\n"), .post("\r\n\n\r\r\n")),
      .reads(
        "any bytes in a body", "9112 §6", message("POST /", "Content-Length: 3", body: "\0\u{80}\u{ff}"), .post("\0\u{80}\u{ff}")),
      .reads(
        "a request in a body", "9112 §6", message("POST /", "Content-Length: 18", body: "GET / HTTP/1.1\r\n\r\n"),
        .post("GET / HTTP/1.1\r\n\r\n")),
      .reads("a body and an empty line", "9112 §2.2", message("POST /", "Content-Length: 2", body: "hi\r\n"), .post("hi")),
      .waits("a body not begun", "9112 §6.3", message("POST /", "Content-Length: 2")),
      .waits("a body not whole", "9112 §6.3", message("POST /", "Content-Length: 2", body: "h")),
      .reads(
        "names like Content-Length", "9110 §8.6",
        message("POST /", "Content_Length: 5", "Content-Lengths: 5", "XContent-Length: 5"),
        .post()),
      .refuses("length twice", "9112 §6.3", lengths("1", "1"), .badContentLength),
      .refuses("two lengths", "9112 §6.3", lengths("1", "2"), .badContentLength),
      .refuses("a length and an empty one", "9112 §6.3", lengths("1", ""), .badContentLength),
      .refuses("an empty length and one", "9112 §6.3", lengths("", "1"), .badContentLength),
      .refuses("length 0 twice", "9112 §6.3", lengths("0", "0"), .badContentLength),
      .refuses("bad length in HTTP/1.0", "9112 §6.3", "POST / HTTP/1.0\r\nContent-Length: x\r\n\r\n", .badContentLength),
      .refuses("bad length in GET", "9112 §6.3", message("GET /", "Content-Length: -1"), .badContentLength),
    ]
    + [
      "", "+1", "-1", "-0", "0x1", "1x", "x", "1 1", "1\t1", "1,1", "1, 1", "1,", ",1", "1;1", "1.0", "1.", "1e0", "1_0",
      "1\u{a0}",
      "\"1\"", "'1'", "0b1", "0o1", "a", "\u{661}", "\u{ff11}", "\u{b2}", "1\u{301}", "\u{301}1", "NaN", "inf",
      "99999999999999999999999x",
    ].map { value in
      .refuses("length \(value.debugDescription)", "9110 §8.6", lengths(value), .badContentLength)
    }
    + [
      "65", "2147483648", "4294967296", "4294967301", "9223372036854775807", "9223372036854775808", "18446744073709551615",
      "18446744073709551616", "18446744073709551621", "340282366920938463463374607431768211461",
      "99999999999999999999999999999999999999999",
    ].map { value in
      .refuses("length \(value)", "9110 §8.6, §15.5.14", lengths(value), .bodyTooLarge)
    }

  private static func lengths(_ values: String...) -> String {
    "POST / HTTP/1.1\r\nHost: a\r\n" + values.map { "Content-Length: \($0)\r\n" }.joined() + "\r\nx"
  }

  private static func old(_ body: String) -> ReadRequest {
    ReadRequest(method: .post, target: "/", body: body, isVersion10: true, keepsAlive: false)
  }
}
