import Testing

@testable import HTTP

/// Text that is decoded, and what it comes to; `nil` when it is refused.
struct Decoding: CustomTestStringConvertible, Sendable {
  let text: String
  let decoded: String?

  init(_ text: String, _ decoded: String?) {
    (self.text, self.decoded) = (text, decoded)
  }

  var testDescription: String { text.debugDescription }
}

@Suite struct PercentDecodingTests {
  @Test(arguments: [
    Decoding("", ""), Decoding("abc", "abc"), Decoding("a%20b", "a b"), Decoding("%41%6a%6A", "Ajj"), Decoding("%d0%B6", "ж"),
    Decoding("%2525", "%25"), Decoding("a+b", "a+b"), Decoding("%F0%9F%98%80", "😀"), Decoding("e%CC%81", "e\u{301}"),
    Decoding("%", nil), Decoding("%4", nil), Decoding("%4g", nil), Decoding("%%41", nil), Decoding("%00", nil),
    Decoding("%1f", nil),
    Decoding("%7f", nil), Decoding("%80", nil), Decoding("%c0%80", nil), Decoding("%ED%A0%80", nil),
    Decoding("%F4%90%80%80", nil),
    Decoding("%e2%82", nil), Decoding("%+1", nil),
  ])
  func `Text is decoded or refused`(_ decoding: Decoding) {
    let text = Array(decoding.text.utf8)
    let decoded = PercentDecoding.decode(text.span, 0..<text.count)
    #expect(decoded.map { Array($0.utf8) } == decoding.decoded.map { Array($0.utf8) })
  }

  @Test func `A plus is a space in forms`() {
    #expect(PercentDecoding.decode(Array("a+b%2B".utf8).span, 0..<6, plusIsSpace: true) == "a b+")
  }
}

@Suite struct QueryTests {
  @Test(arguments: [
    Decoding("", ""), Decoding("a", "a="), Decoding("a=", "a="), Decoding("=a", "=a"), Decoding("a=b=c", "a=b=c"),
    Decoding("a=1&b=2", "a=1 b=2"), Decoding("&&a=1&", "a=1"), Decoding("a=1&a=2", "a=1 a=2"), Decoding("%61=%26", "a=&"),
    Decoding("a=%zz", nil), Decoding("%ff=1", nil), Decoding("a=%0a", nil),
  ])
  func `Parameters keep their order and repetitions`(_ decoding: Decoding) {
    let text = Array(decoding.text.utf8)
    let query = Query(text.span, 0..<text.count)
    #expect(query.map { $0.map { "\($0.name)=\($0.value)" }.joined(separator: " ") } == decoding.decoded)
  }

  @Test func `The first of a name counts and bytes decide`() throws {
    let query = try request(to: "/?a=1&a=2&%E2%84%AA=kelvin&e%CC%81=two").query
    #expect(query.first("a") == "1")
    #expect(query.first("b") == nil)
    #expect(query.first("K") == nil)
    #expect(query.first("\u{212a}") == "kelvin")
    #expect(query.first("\u{e9}") == nil)
    #expect(query.first("e\u{301}") == "two")
  }

  @Test func `A target is kept without its authority`() throws {
    #expect(try request(to: "http://a?b").target == "/?b")
  }
}

@Suite struct TargetTests {
  @Test(arguments: [
    ("/", "/"), ("/a%C3%A9", "/a\u{e9}"), ("/ae%CC%81", "/ae\u{301}"), ("/%E2%84%AA", "/\u{212a}"), ("/a%3Fb", "/a?b"),
    ("/a;b=c", "/a;b=c"), ("/a%25", "/a%"), ("/.a", "/.a"), ("/a..", "/a.."), ("/%2ea", "/.a"),
  ])
  func `A path is decoded and no further changed`(_ target: String, _ path: String) throws {
    #expect(try Array(request(to: target).path.utf8) == Array(path.utf8))
  }

  @Test func `The authority of an absolute target counts above Host`() throws {
    // RFC 9112 §3.2.2.
    #expect(try request(to: "http://b:80/c").authority == "b:80")
    #expect(try request(to: "/c").authority == "a")
    #expect(try request("GET / HTTP/1.0\r\n\r\n").authority == "")
  }
}

@Suite struct HTTPDateTests {
  @Test(arguments: [
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
    (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"),
    (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"),
    (1_704_067_199, "Sun, 31 Dec 2023 23:59:59 GMT"), (1_704_067_200, "Mon, 01 Jan 2024 00:00:00 GMT"),
    (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
  ])
  func `A time is written as RFC 9110 prefers`(_ seconds: Int, _ text: String) {
    #expect(HTTPDate.text(secondsSinceEpoch: seconds) == text)
  }
}

@Suite struct FieldsTests {
  @Test func `Lines keep their order and a name finds its first`() {
    var fields = Fields()
    fields.append("Vary", "Accept")
    fields.append("ETag", "\"a\"")
    fields.append("vary", "Origin")
    #expect(fields["VARY"] == "Accept")
    #expect(fields["etag"] == "\"a\"")
    #expect(fields["age"] == nil)
    #expect(fields.lines.map(\.name) == ["Vary", "ETag", "vary"])
  }

  @Test func `Names are compared by bytes`() {
    var fields = Fields()
    fields.append("Link", "a")
    #expect(fields["Lin\u{212a}"] == nil)
    #expect(fields["Link\u{301}"] == nil)
    #expect(fields["lINK"] == "a")
  }

  @Test(arguments: ["a\r\nb", "a\nb", "a\0"])
  func `A line break in a value is a bug`(_ value: String) async {
    await #expect(processExitsWith: .failure) { [value] in
      var fields = Fields()
      fields.append("A", value)
    }
  }
}
