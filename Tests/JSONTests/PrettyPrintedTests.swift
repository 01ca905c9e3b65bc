import JSON
import SeededRandom
import Testing

@Suite struct PrettyPrintedTests {
  @Test(arguments: [
    ("1", "1"), ("[]", "[]"), ("{}", "{}"), (" [ ] ", "[]"), ("[1,2]", "[\n  1,\n  2\n]"),
    (#"{"a":{},"b":[[]]}"#, "{\n  \"a\": {},\n  \"b\": [\n    []\n  ]\n}"),
    (#"["[{,:}] \" \\",1]"#, "[\n  \"[{,:}] \\\" \\\\\",\n  1\n]"),
  ])
  func `A member or element has a line`(text: String, expected: String) {
    #expect(String(decoding: prettyPrinted(Array(text.utf8)), as: UTF8.self) == expected)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `A laid out text means the same, and laid out again is the same`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let model = Model.random(depth: 4, using: &generator)
    let pretty = prettyPrinted(model.written)
    #expect(Model(try JSONDocument.parse(pretty).root) == model)
    #expect(prettyPrinted(pretty) == pretty)
  }

  @Test(arguments: ["]]}", "[", "{\"", "\\", ",,:"])
  func `What is no JSON does not crash it`(text: String) {
    #expect(!prettyPrinted(Array(text.utf8)).isEmpty)
  }
}
