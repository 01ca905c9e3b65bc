import Testing

@testable import HTTP

/// A text and the requests that are in it.
struct AcceptedText: CustomTestStringConvertible, Sendable {
  let name: String
  let text: String
  let requests: [String]

  init(_ name: String, _ text: String, _ requests: String...) {
    (self.name, self.text, self.requests) = (name, text, requests)
  }

  /// A head of HTTP/1.1 with a Host.
  static func head(_ name: String, _ line: String, _ fields: String = "", _ body: String = "", gives request: String) -> Self {
    Self(name, "\(line) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\(body)", request)
  }

  var testDescription: String { name }
}

/// A text and why it is refused.
struct RefusedText: CustomTestStringConvertible, Sendable {
  let name: String
  let text: String
  let error: RequestError

  init(_ name: String, _ text: String, _ error: RequestError) {
    (self.name, self.text, self.error) = (name, text, error)
  }

  /// A head of HTTP/1.1 with a Host.
  static func fields(_ name: String, _ fields: String, _ error: RequestError, body: String = "") -> Self {
    Self(name, "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\(body)", error)
  }

  static func target(_ target: String, _ error: RequestError = .badTarget) -> Self {
    Self("target \(target.debugDescription)", "GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n", error)
  }

  static func host(_ host: String) -> Self {
    Self("host \(host.debugDescription)", "GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n", .badHost)
  }

  static func chunks(_ name: String, _ body: String, _ error: RequestError = .badChunk) -> Self {
    .fields(name, "Transfer-Encoding: chunked\r\n", error, body: body)
  }

  var testDescription: String { name }
}

@Suite struct RequestParserTests {
  /// Small, so that texts at the limits stay short.
  static let limits: Limits = {
    var limits = Limits()
    limits.requestLineBytes = 300
    limits.headBytes = 700
    limits.fieldCount = 12
    limits.bodyBytes = 64
    return limits
  }()

  static let accepted: [AcceptedText] = [
    .head("origin-form", "GET /a/b", gives: "GET /a/b"),
    .head("query", "GET /a?b=1&c=%20d+e", gives: "GET /a?b=1&c= d e"),
    .head("empty query", "GET /a?", gives: "GET /a"),
    .head("percent-encoded path", "GET /a%20b/%D0%B6", gives: "GET /a b/ж"),
    .head("absolute-form", "GET http://example.org:80/a?b=1", gives: "GET /a?b=1"),
    .head("absolute-form, scheme without case", "GET HTTP://example.org/a", gives: "GET /a"),
    .head("absolute-form of TLS", "GET https://example.org/a", gives: "GET /a"),
    .head("absolute-form without path", "GET http://example.org", gives: "GET /"),
    .head("absolute-form without path, with query", "GET http://example.org?b=1", gives: "GET /?b=1"),
    .head("absolute-form with an address", "GET http://[::1]:8080/a", gives: "GET /a"),
    .head("asterisk-form", "OPTIONS *", gives: "OPTIONS *"),
    .head("dots that are no dot segment", "GET /a.b/...", gives: "GET /a.b/..."),
    .head("empty segments", "GET //a//", gives: "GET //a//"),
    .head("slash in a query", "GET /a?b=/../c", gives: "GET /a?b=/../c"),
    AcceptedText("HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", "GET / 1.0"),
    AcceptedText("a later minor version", "GET / HTTP/1.9\r\nHost: a\r\n\r\n", "GET /"),
    AcceptedText("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET /"),
    AcceptedText("Host with port", "GET / HTTP/1.1\r\nhOsT: \t a.example:65535 \t\r\n\r\n", "GET /"),
    AcceptedText("Host with an empty port", "GET / HTTP/1.1\r\nHost: a:\r\n\r\n", "GET /"),
    AcceptedText("Host as IPv6 address", "GET / HTTP/1.1\r\nHost: [2001:db8::192.0.2.1]:80\r\n\r\n", "GET /"),
    AcceptedText("Host as future address", "GET / HTTP/1.1\r\nHost: [v1F.a:b]\r\n\r\n", "GET /"),
    AcceptedText("Host percent-encoded", "GET / HTTP/1.1\r\nHost: %D0%B6.example\r\n\r\n", "GET /"),
    .head("empty field value", "GET /", "A:\r\nB: \t \r\n", gives: "GET /"),
    .head("bytes above ASCII in a value", "GET /", "A: \u{e9}\u{ff}\r\n", gives: "GET /"),
    .head("tab in a value", "GET /", "A: b\tc\r\n", gives: "GET /"),
    .head("every character of a token", "GET /", "!#$%&'*+-.^_`|~09azAZ: b\r\n", gives: "GET /"),
    .head("body of a length", "POST /", "Content-Length: 5\r\n", "hello", gives: "POST / hello"),
    .head("length with zeros before it", "POST /", "Content-Length: 0005\r\n", "hello", gives: "POST / hello"),
    .head("length 0", "POST /", "Content-Length: 0\r\n", gives: "POST /"),
    .head(
      "body at the limit", "POST /", "Content-Length: 64\r\n", String(repeating: "x", count: 64),
      gives: "POST / " + String(repeating: "x", count: 64)),
    .head("body of GET", "GET /", "Content-Length: 2\r\n", "hi", gives: "GET / hi"),
    .head("line breaks in a body", "POST /", "Content-Length: 6\r\n", "\r\n\n\r\r\n", gives: "POST / \r\n\n\r\r\n"),
    .head("chunks", "POST /", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n", gives: "POST / hello!"),
    .head("coding without case", "POST /", "transfer-encoding: CHUNKED\r\n", "0\r\n\r\n", gives: "POST /"),
    .head(
      "hexadecimal chunk sizes", "POST /", "Transfer-Encoding: chunked\r\n",
      "00A\r\n0123456789\r\n0b\r\n0123456789a\r\n000\r\n\r\n", gives: "POST / 01234567890123456789a"),
    .head(
      "chunk extensions", "POST /", "Transfer-Encoding: chunked\r\n", "1;a=b;c=\"d\"\r\nx\r\n1 ; a\r\ny\r\n0;z\r\n\r\n",
      gives: "POST / xy"),
    .head(
      "the longest chunk line", "POST /", "Transfer-Encoding: chunked\r\n",
      "1;" + String(repeating: "a", count: 254) + "\r\nx\r\n0\r\n\r\n", gives: "POST / x"),
    .head("trailers", "POST /", "Transfer-Encoding: chunked\r\n", "1\r\nx\r\n0\r\nA: b\r\nHost: c\r\n\r\n", gives: "POST / x"),
    .head("expectation", "POST /", "Expect: 100-Continue\r\nContent-Length: 2\r\n", "hi", gives: "POST / hi"),
    .head("expectation without body", "POST /", "Expect: 100-continue\r\n", gives: "POST /"),
    .head(
      "expectation of chunks", "POST /", "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n", "1\r\nx\r\n0\r\n\r\n",
      gives: "POST / x"),
    AcceptedText("an empty line before", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /"),
    AcceptedText("empty lines before", "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /"),
    AcceptedText("only empty lines", "\r\n\r\n"),
    AcceptedText("nothing", ""),
    AcceptedText(
      "requests one after the other",
      "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi\r\n"
        + "POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\nHEAD /4 HTTP/1.0\r\n\r\n",
      "GET /1", "POST /2 hi", "POST /3 x", "HEAD /4 1.0"),
  ]

  static let refused: [RefusedText] = requestLines + targets + hosts + fields + framing + chunks

  static let requestLines: [RefusedText] = [
    RefusedText("two spaces", "GET  / HTTP/1.1\r\n\r\n", .malformedRequestLine),
    RefusedText("two spaces before the version", "GET /  HTTP/1.1\r\n\r\n", .malformedRequestLine),
    RefusedText("space before the method", " GET / HTTP/1.1\r\n\r\n", .malformedRequestLine),
    RefusedText("space after the version", "GET / HTTP/1.1 \r\n\r\n", .malformedRequestLine),
    RefusedText("tab for a space", "GET\t/ HTTP/1.1\r\n\r\n", .malformedRequestLine),
    RefusedText("no version", "GET /\r\n\r\n", .malformedRequestLine),
    RefusedText("method alone", "GET\r\n\r\n", .malformedRequestLine),
    RefusedText("no target", "GET HTTP/1.1\r\n\r\n", .malformedRequestLine),
    RefusedText("method that is no token", "G(T / HTTP/1.1\r\n\r\n", .malformedRequestLine),
    RefusedText("version in small letters", "GET / http/1.1\r\n\r\n", .malformedRequestLine),
    RefusedText("version without minor", "GET / HTTP/1\r\n\r\n", .malformedRequestLine),
    RefusedText("version of two digits", "GET / HTTP/1.10\r\n\r\n", .malformedRequestLine),
    RefusedText("version with a letter", "GET / HTTP/1.x\r\n\r\n", .malformedRequestLine),
    RefusedText("version 2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", .unsupportedVersion),
    RefusedText("preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .unsupportedVersion),
    RefusedText("version 0.9", "GET / HTTP/0.9\r\n\r\n", .unsupportedVersion),
    RefusedText("method in small letters", "get / HTTP/1.1\r\nHost: a\r\n\r\n", .unknownMethod),
    RefusedText("unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", .unknownMethod),
    RefusedText("line break of LF alone", "GET / HTTP/1.1\nHost: a\r\n\r\n", .bareLineBreak),
    RefusedText("LF alone before", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .bareLineBreak),
    RefusedText("CR alone before", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", .bareLineBreak),
    RefusedText("CR alone in the line", "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", .bareLineBreak),
    RefusedText("CR twice", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", .bareLineBreak),
    RefusedText("line too long", "GET /" + String(repeating: "a", count: 300), .requestLineTooLong),
    RefusedText(
      "whole line too long", "GET /\(String(repeating: "a", count: 300)) HTTP/1.1\r\nHost: a\r\n\r\n", .requestLineTooLong),
    RefusedText("bytes of TLS", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\r\n\r\n", .malformedRequestLine),
  ]

  static let targets: [RefusedText] = [
    .target("a"), .target("*"), .target("?a"), .target("/a#b"), .target("/\u{e9}"), .target("/\u{7f}"), .target("/a\u{1}"),
    .target("/."), .target("/.."), .target("/a/../b"), .target("/a/./b"), .target("/a/.."), .target("/%2e"),
    .target("/a/%2E%2e/b"), .target("/.%2e"), .target("/%2f"), .target("/a%2Fb"), .target("/%"), .target("/%4"), .target("/%zz"),
    .target("/%00"), .target("/%0a"), .target("/%7F"), .target("/%ff"), .target("/%c0%ae"), .target("/%ed%a0%80"),
    .target("/a?%"), .target("/a?b=%ff"), .target("/a?b=%0D%0A"), .target("http://"), .target("http:///a"),
    .target("http://:80/a"),
    .target("http://a@b/c"), .target("http://a:b/c"), .target("ftp://a/b"), .target("http:/a"), .target("example.org:443"),
    .target("http://a/../b"), .target("http://[::1/a"),
  ]

  static let hosts: [RefusedText] = [
    RefusedText("no Host", "GET / HTTP/1.1\r\n\r\n", .missingHost),
    RefusedText("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", .badHost),
    RefusedText("two Hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nhost: a\r\n\r\n", .badHost),
    .host("a b"), .host("a/b"), .host("a@b"), .host("a:b"), .host("a:65536"), .host("a:-1"), .host("a:1:2"),
    .host("%g0"),
    .host("%4"), .host("[::1"), .host("::1"), .host("[]"), .host("[:::]"), .host("[1:2:3:4:5:6:7]"), .host("[1:2:3:4:5:6:7:8:9]"),
    .host("[1::2::3]"), .host("[12345::]"), .host("[::256.0.0.1]"), .host("[::1.2.3]"), .host("[::1]a"), .host("[::1%25eth0]"),
    .host("[v.a]"), .host("[v1.]"), .host("[vg.a]"), .host("\u{e9}"), .host("a\"b"),
  ]

  static let fields: [RefusedText] = [
    .fields("LF alone", "A: b\n", .bareLineBreak),
    .fields("CR alone", "A: b\rc\r\n", .bareLineBreak),
    .fields("LF alone ends the head", "A: b\r\n\n", .bareLineBreak),
    .fields("folding", "A: b\r\n c\r\n", .obsoleteFolding),
    .fields("folding by tab", "A: b\r\n\tc\r\n", .obsoleteFolding),
    RefusedText("space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", .obsoleteFolding),
    .fields("space before the colon", "A : b\r\n", .whitespaceBeforeColon),
    .fields("tab before the colon", "A\t: b\r\n", .whitespaceBeforeColon),
    .fields("empty name", ": b\r\n", .badFieldName),
    .fields("no colon", "A\r\n", .badFieldName),
    .fields("space in a name", "A B: c\r\n", .badFieldName),
    .fields("name above ASCII", "\u{e9}: b\r\n", .badFieldName),
    .fields("bracket in a name", "A(: b\r\n", .badFieldName),
    .fields("NUL in a value", "A: b\0c\r\n", .badFieldValue),
    .fields("escape in a value", "A: \u{1b}\r\n", .badFieldValue),
    .fields("delete in a value", "A: \u{7f}\r\n", .badFieldValue),
    .fields("too many", String(repeating: "A: b\r\n", count: 12), .tooManyFields),
    .fields("too large", "A: \(String(repeating: "b", count: 700))\r\n", .headTooLarge),
    .fields("unknown expectation", "Expect: 200-ok\r\n", .badExpectation),
    .fields("a second expectation that is unknown", "Expect: 100-continue\r\nExpect: x\r\n", .badExpectation),
  ]

  static let framing: [RefusedText] = [
    .fields("length twice", "Content-Length: 1\r\nContent-Length: 1\r\n", .badContentLength, body: "x"),
    .fields("length as list", "Content-Length: 1, 1\r\n", .badContentLength),
    .fields("length with plus", "Content-Length: +1\r\n", .badContentLength),
    .fields("length with minus", "Content-Length: -1\r\n", .badContentLength),
    .fields("length with space", "Content-Length: 1 1\r\n", .badContentLength),
    .fields("length in hexadecimal", "Content-Length: 0x1\r\n", .badContentLength),
    .fields("length with fraction", "Content-Length: 1.0\r\n", .badContentLength),
    .fields("length in other digits", "Content-Length: \u{661}\r\n", .badContentLength),
    .fields("length empty", "Content-Length:\r\n", .badContentLength),
    .fields("length above the limit", "Content-Length: 65\r\n", .bodyTooLarge),
    .fields("length above 64 bits", "Content-Length: 99999999999999999999999\r\n", .bodyTooLarge),
    .fields("length and coding", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", .conflictingFraming),
    .fields("coding and length", "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", .conflictingFraming),
    .fields("other coding", "Transfer-Encoding: gzip\r\n", .unknownTransferCoding),
    .fields("other coding before", "Transfer-Encoding: gzip, chunked\r\n", .unknownTransferCoding),
    .fields("other coding after", "Transfer-Encoding: chunked, identity\r\n", .unknownTransferCoding),
    .fields("coding twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", .unknownTransferCoding),
    .fields("coding in quotes", "Transfer-Encoding: \"chunked\"\r\n", .unknownTransferCoding),
    .fields("coding with vertical tab", "Transfer-Encoding: \u{b}chunked\r\n", .badFieldValue),
    .fields("coding with the Kelvin sign", "Transfer-Encoding: chun\u{212a}ed\r\n", .unknownTransferCoding),
    RefusedText("coding in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .conflictingFraming),
  ]

  static let chunks: [RefusedText] = [
    .chunks("no size", "\r\n"), .chunks("size no number", "g\r\n"), .chunks("size negative", "-1\r\n"),
    .chunks("size with 0x", "0x1\r\n"), .chunks("size with space before", " 1\r\n"), .chunks("size with plus", "+1\r\n"),
    .chunks("size of 16 digits", "0000000000000001\r\n"), .chunks("size over 64 bits", "fffffffffffffffff\r\n"),
    .chunks("size with junk", "1 2\r\n"), .chunks("control character in an extension", "1;\0\r\n"),
    .chunks("size too large", "41\r\n", .bodyTooLarge),
    .chunks("sizes too large", "40\r\n\(String(repeating: "x", count: 64))\r\n1\r\n", .bodyTooLarge),
    .chunks("size nearly over 64 bits", "fffffffffffffff\r\n", .bodyTooLarge),
    .chunks("size ends in LF", "1\nx\r\n", .bareLineBreak), .chunks("size with CR", "1\rx\r\n", .bareLineBreak),
    .chunks("no line break after data", "1\r\nxy\r\n"), .chunks("much data after data", "1\r\nxyzzy\r\n"),
    .chunks("LF after data", "1\r\nx\n0\r\n\r\n", .bareLineBreak), .chunks("CR after data", "1\r\nx\r0\r\n\r\n", .bareLineBreak),
    .chunks("data and LF after data", "1\r\nxyzz\n", .badChunk),
    .chunks("extension too long", "1;" + String(repeating: "a", count: 255) + "\r\n"),
    .chunks("extension too long with CR", "1;" + String(repeating: "a", count: 300) + "\r \r\n"),
    .chunks("extension without end", String(repeating: "1", count: 400)),
    .chunks("bad trailer", "0\r\nA b\r\n\r\n", .badFieldName),
    .chunks("folded trailer", "0\r\nA: b\r\n c\r\n\r\n", .obsoleteFolding),
    .chunks(
      "trailers too large", "0\r\nA: \(String(repeating: "b", count: 400))\r\nA: \(String(repeating: "b", count: 400))\r\n\r\n",
      .headTooLarge),
    .chunks("trailer too large", "0\r\nA: \(String(repeating: "b", count: 800))\r\n\r\n", .headTooLarge),
  ]

  @Test(arguments: accepted)
  func `A good text is read`(_ text: AcceptedText) {
    let bytes = bytes(text.text)
    let expected = Reading(requests: text.requests)
    #expect(read([bytes[...]], limits: Self.limits) == expected)
  }

  @Test(arguments: refused)
  func `A bad text is refused for its reason`(_ text: RefusedText) {
    #expect(read([bytes(text.text)[...]], limits: Self.limits) == Reading(error: text.error, isIdle: false))
  }

  @Test(arguments: accepted)
  func `However a good text is split, it is read alike`(_ text: AcceptedText) {
    #expect(splitsReadOtherwise(bytes(text.text)) == [])
  }

  @Test(arguments: refused)
  func `However a bad text is split, it is refused alike`(_ text: RefusedText) {
    #expect(splitsReadOtherwise(bytes(text.text)) == [])
  }

  /// How the text, in pieces, is read otherwise than whole: in two by every position, and byte by byte.
  private func splitsReadOtherwise(_ bytes: [UInt8]) -> [String] {
    let whole = read([bytes[...]], limits: Self.limits)
    var differences: [String] = []
    for position in bytes.indices {
      let split = read([bytes[..<position], bytes[position...]], limits: Self.limits)
      if split != whole { differences.append("at \(position): \(split)") }
    }
    let single = read(bytes.indices.map { bytes[$0...$0] }, limits: Self.limits)
    if single != whole { differences.append("byte by byte: \(single)") }
    return differences
  }

  @Test(arguments: [
    "GET / HTTP/1.1\r\nHost: a\r\n", "GET", "\r", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n",
  ])
  func `A text that is not whole waits`(_ text: String) {
    #expect(read([bytes(text)[...]]) == Reading(isIdle: false))
  }

  @Test func `The client is told to go on when only the head has come`() throws {
    var parser = RequestParser(limits: Limits())
    var input = bytes("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")[...]
    guard case .awaitsContinue = try parser.parse(&input) else { throw RequestError.badExpectation }
    guard case .incomplete = try parser.parse(&input) else { throw RequestError.badExpectation }
    #expect(parser.isInBody)
  }

  @Test func `An old client is not told to go on`() throws {
    var parser = RequestParser(limits: Limits())
    var input = bytes("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")[...]
    guard case .incomplete = try parser.parse(&input) else { throw RequestError.badExpectation }
  }

  @Test func `A field is found without case and its lines are joined`() throws {
    let request = try request(to: "/", "ACCEPT: a", "X: y", "accept:\t b ")
    #expect(request.field("Accept") == "a, b")
    #expect(request.field("Acceptt") == nil)
  }

  @Test(arguments: [
    (RequestError.bareLineBreak, 400), (.timedOut, 408), (.bodyTooLarge, 413), (.requestLineTooLong, 414), (.badExpectation, 417),
    (.headTooLarge, 431), (.tooManyFields, 431), (.unknownMethod, 501), (.unknownTransferCoding, 501), (.unsupportedVersion, 505),
  ])
  func `A refusal has its status`(_ error: RequestError, _ code: Int) {
    #expect(error.status.code == code)
  }
}
