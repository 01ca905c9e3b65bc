import JSON
import Testing

@Suite struct JSONValueTests {
  private let text = """
    {
      "a": [null, true, false, 1.50, "x\\ny", {"~": {"/": ["é", 7]}}],
      "m~/n": {},
      "": 1e99
    }
    """

  @Test func `Each kind has its own accessor and no other`() throws {
    let values = try parse(#"[null,true,1,"s",[2],{"n":3}]"#).elements.map { $0 }
    #expect(values.map(\.kind) == [.null, .boolean, .number, .string, .array, .object])
    #expect(values.map(\.isNull) == [true, false, false, false, false, false])
    #expect(values.map(\.boolean) == [nil, true, nil, nil, nil, nil])
    #expect(values.map(\.number) == [nil, nil, JSONNumber(1), nil, nil, nil])
    #expect(values.map(\.rawNumber) == [nil, nil, "1", nil, nil, nil])
    #expect(values.map(\.string) == [nil, nil, nil, "s", nil, nil])
    #expect(values.map(\.count) == [0, 0, 0, 0, 1, 1])
    #expect(values.map { $0.elements.map(\.kind) } == [[], [], [], [], [.number], []])
    #expect(values.map { $0.members.map(\.name) } == [[], [], [], [], [], ["n"]])
    #expect(values.map { $0["n"]?.number } == [nil, nil, nil, nil, nil, JSONNumber(3)])
  }

  @Test func `A number that does not fit keeps its text`() throws {
    let value = try parse(text)[""]
    #expect(value?.kind == .number)
    #expect(value?.number == nil)
    #expect(value?.rawNumber == "1e99")
  }

  @Test func `Elements and members come in document order`() throws {
    let root = try parse(text)
    #expect(root.members.map(\.name) == ["a", "m~/n", ""])
    #expect(root["a"]?.elements.map(\.kind) == [.null, .boolean, .boolean, .number, .string, .object])
  }

  @Test func `A member is found by its unescaped name`() throws {
    let object = try parse(#"{"ab":1,"a\u0062c":2,"":3}"#)
    #expect(object["ab"]?.number == JSONNumber(1))
    #expect(object["abc"]?.number == JSONNumber(2))
    #expect(object[""]?.number == JSONNumber(3))
    #expect(object["a"] == nil)
    #expect(object["a\\u0062c"] == nil)
  }

  @Test func `The pointer of every value leads back to it`() throws {
    let root = try parse(text)
    for value in descendants(of: root) {
      let found = try #require(resolve(value.pointer, in: root))
      #expect(found.position == value.position)
      #expect(found.kind == value.kind)
    }
  }

  @Test func `Pointers escape the tilde and the slash`() throws {
    let root = try parse(text)
    #expect(
      descendants(of: root).map(\.pointer) == [
        "", "/a", "/a/0", "/a/1", "/a/2", "/a/3", "/a/4", "/a/5", "/a/5/~0", "/a/5/~0/~1", "/a/5/~0/~1/0", "/a/5/~0/~1/1",
        "/m~0~1n", "/",
      ])
  }

  @Test func `Positions count lines and scalars`() throws {
    let root = try parse(text)
    #expect(root.position == JSONPosition(offset: 0, line: 1, column: 1))
    #expect(root["a"]?.position == JSONPosition(offset: 9, line: 2, column: 8))
    let seven = descendants(of: root).first { $0.rawNumber == "7" }
    #expect(seven?.position == JSONPosition(offset: 62, line: 2, column: 60))
    #expect(root[""]?.position == JSONPosition(offset: 89, line: 4, column: 7))
  }

  @Test func `Raw bytes are the text of the value`() throws {
    let root = try parse(#" {"a" : [1, "\u0041"] } "#)
    #expect(String(decoding: root.rawBytes, as: UTF8.self) == #"{"a" : [1, "\u0041"] }"#)
    #expect(root["a"].map { String(decoding: $0.rawBytes, as: UTF8.self) } == #"[1, "\u0041"]"#)
    #expect(root["a"]?.elements.map { String(decoding: $0.rawBytes, as: UTF8.self) } == ["1", #""\u0041""#])
  }

  private func descendants(of value: JSONValue) -> [JSONValue] {
    [value] + value.elements.flatMap(descendants) + value.members.flatMap { descendants(of: $0.value) }
  }

  /// Follows a pointer by RFC 6901 §4.
  private func resolve(_ pointer: String, in root: JSONValue) -> JSONValue? {
    pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().reduce(root) { value, token in
      guard let value else { return nil }
      if value.kind == .array, let index = Int(token) { return value.elements.dropFirst(index).first { _ in true } }
      let name = token.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
      return value[name.split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")]
    }
  }

  @Test(arguments: [
    (#""2025-06""#, "2025-06"), (#""""#, ""), (#""a\u0062""#, "ab"), (#""ё""#, "ё"), ("1", nil), ("null", nil), ("[]", nil),
  ])
  func `The text of a string is handed over without its escapes`(text: String, plain: String?) throws {
    #expect(try parse(" " + text).withText { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) } == plain)
  }
}
