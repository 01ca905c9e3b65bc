@testable import HTTP

extension ConformanceCase {
  static let chunks: [ConformanceCase] =
    [
      chunks("no chunk", "0\r\n\r\n", ""), chunks("a chunk", "5\r\nhello\r\n0\r\n\r\n", "hello"),
      chunks("chunks", "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n", "hello!"), chunks("last chunk of zeros", "000\r\n\r\n", ""),
      chunks("sizes in small letters", "a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
      chunks("sizes in capitals", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
      chunks("size with zeros before", "00000000000000000000001\r\nx\r\n0\r\n\r\n", "x"),
      chunks("last chunk of many zeros", "\(text(200, of: "0"))\r\n\r\n", ""),
      chunks("line breaks in a chunk", "6\r\n\r\n0\r\n\r\r\n0\r\n\r\n", "\r\n0\r\n\r"),
      chunks("any bytes in a chunk", "3\r\n\0\u{80}\u{ff}\r\n0\r\n\r\n", "\0\u{80}\u{ff}"),
      chunks("extension", "1;a\r\nx\r\n0\r\n\r\n", "x"), chunks("extension with value", "1;a=b\r\nx\r\n0\r\n\r\n", "x"),
      chunks("extension in quotes", "1;a=\"b;c=\\\"d\\\\\te\u{e9}\"\r\nx\r\n0\r\n\r\n", "x"),
      chunks("empty extension in quotes", "1;a=\"\"\r\nx\r\n0\r\n\r\n", "x"),
      chunks("extensions", "1;a;b=c;d=\"e\"\r\nx\r\n0\r\n\r\n", "x"),
      chunks("extensions with white space", "1 ;\ta = b \t; c\r\nx\r\n0 ;d\r\n\r\n", "x"),
      chunks("extension of the last chunk", "0;a=b\r\n\r\n", ""),
      chunks("the longest line of a chunk", "1;\(text(254))\r\nx\r\n0\r\n\r\n", "x"),
      chunks("body at the limit in chunks", "20\r\n\(text(32))\r\n20\r\n\(text(32))\r\n0\r\n\r\n", text(64)),
    ]
    + [
      ("no size", "\r\n"), ("size of a letter", "g\r\n"), ("negative size", "-1\r\n"), ("size with plus", "+1\r\n"),
      ("size of minus zero", "-0\r\n\r\n"), ("size with 0x", "0x1\r\nx\r\n"), ("size with space before", " 1\r\nx\r\n"),
      ("size with space behind", "1 \r\nx\r\n"),
      ("size with tab behind", "1\t\r\nx\r\n"), ("size with space inside", "1 0\r\nx\r\n"), ("size with underscore", "1_0\r\n"),
      ("size with comma", "1,0\r\n"),
      ("size with point", "1.0\r\n"), ("size with letter", "1g\r\n"), ("size with h", "1h\r\n"), ("size in quotes", "\"1\"\r\n"),
      ("size in other digits", "\u{661}\r\n"),
      ("size with combining mark", "1\u{301}\r\n"), ("size with NUL", "1\0\r\n"), ("size with vertical tab", "1\u{b}\r\n"),
      ("semicolon alone", ";\r\n"), ("extension without size", ";a=b\r\n"), ("semicolon behind a size", "1;\r\nx\r\n"),
      ("two semicolons", "1;;a\r\nx\r\n"),
      ("semicolon at the end", "1;a;\r\nx\r\n"), ("space behind an extension", "1;a \r\nx\r\n"),
      ("extension without name", "1;=b\r\nx\r\n"),
      ("extension without value", "1;a=\r\nx\r\n"), ("extension with two values", "1;a=b=c\r\nx\r\n"),
      ("extension of two words", "1;a b\r\nx\r\n"),
      ("extension with comma", "1;a,b\r\nx\r\n"), ("quotes not closed", "1;a=\"b\r\nx\r\n"),
      ("quotes closed by a pair", "1;a=\"b\\\"\r\nx\r\n"),
      ("something behind quotes", "1;a=\"b\"c\r\nx\r\n"), ("quotes with NUL", "1;a=\"\0\"\r\nx\r\n"),
      ("quotes with delete", "1;a=\"\u{7f}\"\r\nx\r\n"),
      ("pair of a control character", "1;a=\"\\\u{1}\"\r\nx\r\n"),
      ("name in quotes", "1;\"a\"\r\nx\r\n"), ("extension with NUL", "1;\0\r\nx\r\n"),
      ("extension with NUL inside", "1;a\0\r\nx\r\n"), ("extension above ASCII", "1;\u{e9}\r\nx\r\n"),
      ("line of a chunk too long", "1;\(text(255))\r\nx\r\n"), ("line of a chunk without end", text(257, of: "0")),
      ("too many bytes of extensions", repeated(4, "1;\(text(200))\r\nx\r\n")),
      ("no line break behind data", "1\r\nxy\r\n"), ("more data than said", "1\r\nxyzzy\r\n"),
      ("size behind data", "1\r\nx0\r\n\r\n"),
      ("space behind data", "1\r\nx \r\n0\r\n\r\n"),
    ].map { name, body in badChunks(name, body) }
    + [
      badChunks("LF behind a size", "1\nx\r\n0\r\n\r\n", .bareLineBreak),
      badChunks("CR behind a size", "1\rx\r\n0\r\n\r\n", .bareLineBreak),
      badChunks("CR twice behind a size", "1\r\r\nx\r\n", .bareLineBreak),
      badChunks("LF in an extension", "1;a\nb\r\nx\r\n", .bareLineBreak),
      badChunks("LF in quotes", "1;a=\"\n\"\r\nx\r\n", .bareLineBreak),
      badChunks("CR in an extension", "1;a\rb\r\nx\r\n", .bareLineBreak),
      badChunks("CR LF in quotes", "1;a=\"\r\n\"\r\nx\r\n"), badChunks("LF behind data", "1\r\nx\n0\r\n\r\n", .bareLineBreak),
      badChunks("CR behind data", "1\r\nx\r0\r\n\r\n", .bareLineBreak),
      badChunks("LF behind the last chunk", "0\n\r\n", .bareLineBreak),
      badChunks("LF for the last line", "0\r\n\n", .bareLineBreak), badChunks("CR for the last line", "0\r\n\rA", .bareLineBreak),
      badChunks("size above the limit", "41\r\n", .bodyTooLarge),
      badChunks("sizes above the limit", "40\r\n\(text(64))\r\n1\r\nx\r\n", .bodyTooLarge),
      badChunks("size of 31 bits", "7fffffff\r\n", .bodyTooLarge), badChunks("size of 32 bits", "ffffffff\r\n", .bodyTooLarge),
      badChunks("size that 32 bits take for 1", "100000001\r\n", .bodyTooLarge),
      badChunks("size of 60 bits", "fffffffffffffff\r\n", .bodyTooLarge),
      badChunks("size of 63 bits", "7fffffffffffffff\r\n", .bodyTooLarge),
      badChunks("size of 64 bits", "ffffffffffffffff\r\n", .bodyTooLarge),
      badChunks("size that 64 bits take for negative", "8000000000000001\r\n", .bodyTooLarge),
      badChunks("size that 64 bits take for 1", "10000000000000001\r\n", .bodyTooLarge),
      badChunks("size above 64 bits", text(200, of: "f") + "\r\n", .bodyTooLarge),
      .waits("chunks not begun", "9112 §7.1", chunked("")), .waits("a chunk not whole", "9112 §7.1", chunked("2\r\nx")),
      .waits("chunks without the last", "9112 §8", chunked("1\r\nx\r\n")),
      .waits("chunks without the last line", "9112 §8", chunked("1\r\nx\r\n0\r\n")),
      .waits("chunks without the last byte", "9112 §8", chunked("1\r\nx\r\n0\r\n\r")),
      .reads(
        "chunks of a request that is like a chunk", "9112 §7.1", chunked("0\r\n\r\n") + message("GET /0"), .post(), .get("/0")),
    ]

  static let trailers: [ConformanceCase] = [
    chunks("trailer", "1\r\nx\r\n0\r\nA: b\r\n\r\n", "x"), chunks("trailers", "0\r\nA: b\r\nB:\r\nA: c\r\n\r\n", ""),
    // Dropped, not merged (RFC 9110 §6.5.1).
    .reads(
      "trailers that frame and route", "9110 §6.5.1",
      chunked(
        "1\r\nx\r\n0\r\nContent-Length: 9\r\nTransfer-Encoding: gzip\r\nHost: b/\r\nConnection: close\r\nExpect: x\r\n\r\n"),
      ReadRequest(
        method: .post, target: "/",
        fields: [("Host", "a"), ("Content-Length", nil), ("Transfer-Encoding", "chunked"), ("Expect", nil)],
        body: "x")),
    badChunks("trailer without colon", "0\r\nA\r\n\r\n", .badFieldName),
    badChunks("trailer with space in its name", "0\r\nA b: c\r\n\r\n", .badFieldName),
    badChunks("trailer without name", "0\r\n: b\r\n\r\n", .badFieldName),
    badChunks("trailer with space before the colon", "0\r\nA : b\r\n\r\n", .whitespaceBeforeColon),
    badChunks("trailer folded", "0\r\nA: b\r\n c\r\n\r\n", .obsoleteFolding),
    badChunks("trailer that begins with space", "0\r\n A: b\r\n\r\n", .obsoleteFolding),
    badChunks("trailer with NUL", "0\r\nA: \0\r\n\r\n", .badFieldValue),
    badChunks("trailer with LF", "0\r\nA: b\nB: c\r\n\r\n", .bareLineBreak),
    badChunks("trailer with CR", "0\r\nA: b\rB: c\r\n\r\n", .bareLineBreak),
    badChunks("a request for a trailer", "0\r\nGET / HTTP/1.1\r\n\r\n", .badFieldName),
    chunks("as many trailers as may be", "0\r\n\(repeated(12, "A: b\r\n"))\r\n", ""),
    badChunks("one trailer too many", "0\r\n\(repeated(13, "A: b\r\n"))\r\n", .tooManyFields),
    chunks("trailers as large as may be", "0\r\nA: \(text(693))\r\n\r\n", ""),
    badChunks("trailers too large", "0\r\nA: \(text(694))\r\n\r\n", .headTooLarge),
    badChunks("two trailers too large", "0\r\nA: \(text(400))\r\nA: \(text(400))\r\n\r\n", .headTooLarge),
    badChunks("a trailer without end", "0\r\nA: \(text(800))", .headTooLarge),
  ]

  private static func repeated(_ count: Int, _ text: String) -> String {
    String(repeating: text, count: count)
  }

  private static func chunked(_ body: String) -> String {
    message("POST /", "Transfer-Encoding: chunked", body: body)
  }

  private static func chunks(_ name: String, _ body: String, _ content: String) -> ConformanceCase {
    .reads(name, "9112 §7.1", chunked(body), .post(content))
  }

  private static func badChunks(_ name: String, _ body: String, _ error: RequestError = .badChunk) -> ConformanceCase {
    .refuses(name, "9112 §7.1", chunked(body), error)
  }
}
