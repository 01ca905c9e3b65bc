import JSON
import Testing

@Suite struct JSONSyntaxErrorTests {
  @Test(
    arguments: [
      ("[1,]", .trailingComma), ("[,1]", .extraComma), ("[1 2]", .missingComma), (#"{"a" 1}"#, .missingColon),
      (#"{"a":}"#, .missingValue), (#"{"a":1,"a":2}"#, .duplicateName("a")), ("[01]", .invalidNumber("01", .leadingZero)),
      ("[+1]", .invalidNumber("+1", .leadingPlus)), ("[1.]", .invalidNumber("1.", .missingDigits)),
      ("[NaN]", .invalidNumber("NaN", .notFinite)), ("[0x1]", .invalidNumber("0x1", .malformed)),
      ("[yes]", .invalidLiteral("yes")), (#"["\q"]"#, .invalidEscape("\\q")), (#"["\uDEAD"]"#, .loneSurrogate("\\uDEAD")),
      ("[\"\t\"]", .controlCharacter("\t")), ("\"", .unterminatedString), ("[", .unexpectedEnd), ("", .empty),
      ("[1;", .unexpectedCharacter(";", expected: .commaOrEndOfArray)), ("\u{FEFF}1", .byteOrderMark),
    ] as [(String, JSONSyntaxError.Kind)])
  func `A mistake is told by its kind`(text: String, kind: JSONSyntaxError.Kind) {
    #expect(errors(Array(text.utf8)).map(\.kind) == [kind])
  }
  /// Arrays of objects are read on a way of their own, on which no mistake may be lost.
  @Test(
    arguments: [
      (#"{"a":[{},]}"#, "/a", .trailingComma), (#"{"a":[,{}]}"#, "/a", .extraComma), (#"{"a":[{},,{}]}"#, "/a", .extraComma),
      (#"{"a":[{} {}]}"#, "/a", .missingComma), (#"{"a":[{"b":1,"b":2}]}"#, "/a/0/b", .duplicateName("b")),
      (#"{"a":[{},{"b":[{},{"c":01}]}]}"#, "/a/1/b/1/c", .invalidNumber("01", .leadingZero)),
      (#"{"a":[{},{"b":[{}],"b":1}]}"#, "/a/1/b", .duplicateName("b")),
      (#"{"a":[{}],"a":[]}"#, "/a", .duplicateName("a")), (#"{"a":[{}"#, "/a", .unexpectedEnd),
      (#"{"a":[{},"#, "/a", .unexpectedEnd), (#"{"a":[{}}"#, "/a", .unexpectedCharacter("}", expected: .commaOrEndOfArray)),
      (#"[{}]]"#, "", .unexpectedCharacter("]", expected: .endOfText)),
    ] as [(String, String, JSONSyntaxError.Kind)])
  func `A mistake among the objects of an array is told with its place`(
    text: String, pointer: String, kind: JSONSyntaxError.Kind
  ) {
    let found = errors(Array(text.utf8))
    #expect(found.map(\.kind) == [kind])
    #expect(found.map(\.pointer) == [pointer])
    let spaced = text.replacing(",", with: " ,\n ").replacing("[", with: "[ ").replacing("}", with: " } ")
    #expect(errors(Array(spaced.utf8)).map(\.kind) == [kind])
  }

  @Test func `A pointer is exact, a description stays on one line`() throws {
    let found = try #require(errors(Array(#"{"a\nb\u2028":[01]}"#.utf8)).first)
    #expect(found.pointer == "/a\nb\u{2028}/0")
    #expect(found.description == "/a\u{FFFD}b\u{FFFD}/0: invalid number `01`: leading zero (line 1, column 16)")
  }

  @Test func `The errors of a text are described together`() {
    let refused = #expect(throws: JSONSyntaxErrors.self) { try parse("[01,]") }
    #expect(
      refused?.description
        == "/0: invalid number `01`: leading zero (line 1, column 2); trailing comma (line 1, column 4)")
  }
}
