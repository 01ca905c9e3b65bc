@testable import HTTP

extension ConformanceCase {
  static let fields: [ConformanceCase] =
    [
      field("empty value", "A:", [("A", "")]), field("value of white space", "A: \t ", [("A", "")]),
      field("value without space before it", "A:b", [("A", "b")]),
      field("white space around a value", "A: \t b c\t \t", [("A", "b c")]),
      field("tab in a value", "A: b\tc", [("A", "b\tc")]), field("colons in a value", "A: :b:", [("A", ":b:")]),
      field("quotes in a value", "A: \"b", [("A", "\"b")]),
      field("UTF-8 in a value", "A: \u{434}\u{301}", [("A", "\u{434}\u{301}")]),
      field("name without case", "ACCEPT-language: b", [("accept-LANGUAGE", "b")]),
      field("every character of a token", "!#$%&'*+-.^_`|~09azAZ: b", [("!#$%&'*+-.^_`|~09azAZ", "b")]),
      field("names that bytes tell apart", "K-A: b", [("K-A", "b"), ("\u{212a}-A", nil), ("K-\u{c5}", nil)]),
      field("field of a name's beginning", "Accep: b", [("Accept", nil), ("Accep", "b"), ("Acce", nil)]),
      field("names that differ by bit 6", "^A: b", [("~A", nil), ("^A", "b")]),
      .reads(
        "lines of one name", "9110 §5.3", message("GET /", "A: b", "X: y", "a:", "A: c"),
        ReadRequest(target: "/", fields: [("A", "b, , c"), ("X", "y")])),
      .reads("bytes above ASCII in a value", "9110 §5.5", message("GET /", "A: \u{80}\u{e9}\u{ff}"), .get()),
      .refuses("LF alone", "9112 §2.2", message("GET /", "A: b\nB: c"), .bareLineBreak),
      .refuses("LF alone behind the Host", "9112 §2.2", "GET / HTTP/1.1\r\nHost: a\n\r\n", .bareLineBreak),
      .refuses("LF alone ends the head", "9112 §2.2", "GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineBreak),
      .refuses("LF twice ends the head", "9112 §2.2", "GET / HTTP/1.1\r\nHost: a\n\n", .bareLineBreak),
      .refuses("CR alone in a value", "9112 §2.2", message("GET /", "A: b\rc"), .bareLineBreak),
      .refuses("CR alone in a name", "9112 §2.2", message("GET /", "A\rB: c"), .bareLineBreak),
      .refuses("CR alone before a value", "9112 §2.2", message("GET /", "A:\rb"), .bareLineBreak),
      .refuses("CR alone and a field behind", "9112 §2.2", message("GET /", "A: b\rContent-Length: 5"), .bareLineBreak),
      .refuses("CR twice in a field", "9112 §2.2", message("GET /", "A: b\r"), .bareLineBreak),
      .refuses("CR alone ends the head", "9112 §2.2", "GET / HTTP/1.1\r\nHost: a\r\n\rA: b\r\n\r\n", .bareLineBreak),
      .refuses("folding", "9112 §5.2", message("GET /", "A: b\r\n c"), .obsoleteFolding),
      .refuses("folding by tab", "9112 §5.2", message("GET /", "A: b\r\n\tc"), .obsoleteFolding),
      .refuses("folding of nothing", "9112 §5.2", message("GET /", "A: b\r\n "), .obsoleteFolding),
      .refuses("folding of the Host", "9112 §5.2", "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", .obsoleteFolding),
      .refuses("space before the first field", "9112 §2.2", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", .obsoleteFolding),
      .refuses("tab before the first field", "9112 §2.2", "GET / HTTP/1.1\r\n\tA: b\r\nHost: a\r\n\r\n", .obsoleteFolding),
      .refuses("space alone behind the request line", "9112 §2.2", "GET / HTTP/1.1\r\n \r\nHost: a\r\n\r\n", .obsoleteFolding),
      .refuses("space before the colon", "9112 §5.1", message("GET /", "A : b"), .whitespaceBeforeColon),
      .refuses("tab before the colon", "9112 §5.1", message("GET /", "A\t: b"), .whitespaceBeforeColon),
      .refuses("white space before the colon", "9112 §5.1", message("GET /", "A \t : b"), .whitespaceBeforeColon),
      .refuses("space before the colon of Host", "9112 §5.1", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", .whitespaceBeforeColon),
      .refuses("empty name", "9112 §5", message("GET /", ": b"), .badFieldName),
      .refuses("colon alone", "9112 §5", message("GET /", ":"), .badFieldName),
      .refuses("no colon", "9112 §5", message("GET /", "A"), .badFieldName),
      .refuses("no colon but white space", "9112 §5", message("GET /", "A "), .badFieldName),
      .refuses("space in a name", "9110 §5.1", message("GET /", "A B: c"), .badFieldName),
      .refuses("name above ASCII", "9110 §5.1", message("GET /", "\u{e9}: b"), .badFieldName),
      .refuses("name with a Kelvin sign", "9110 §5.1", message("GET /", "\u{212a}: b"), .badFieldName),
      .refuses("combining mark before the colon", "9110 §5.1", message("GET /", "A\u{338}: b"), .badFieldName),
    ]
    + [
      "(", ")", "<", ">", "@", ",", ";", "\\", "\"", "/", "[", "]", "?", "=", "{", "}", "\0", "\u{1}", "\u{b}", "\u{1f}",
      "\u{7f}", "\u{80}",
    ]
    .map { character in
      .refuses("\(character.debugDescription) in a name", "9110 §5.6.2", message("GET /", "A\(character)B: c"), .badFieldName)
    }
    + (0..<0x20).filter { ![9, 10, 13].contains($0) }.map { Character(UnicodeScalar($0)) }.map(badValue) + [badValue("\u{7f}")]

  private static func field(_ name: String, _ line: String, _ fields: [(name: StaticString, value: String?)]) -> ConformanceCase {
    .reads(name, "9110 §5.5", message("GET /", line), ReadRequest(target: "/", fields: fields))
  }

  private static func badValue(_ character: Character) -> ConformanceCase {
    .refuses("\(character.debugDescription) in a value", "9110 §5.5", message("GET /", "A: b\(character)c"), .badFieldValue)
  }
}
