import JSON
import Testing

@Suite struct JSONLimitsTests {
  private let fourBytes = JSONLimits(maximumBytes: 4)
  private let twoLevels = JSONLimits(maximumDepth: 2)
  private let threeValues = JSONLimits(maximumValues: 3)

  @Test func `A text of the greatest length is read`() {
    #expect(errors(Array("[12]".utf8), limits: fourBytes).isEmpty)
  }

  @Test func `A longer text is refused unread, at the first byte too many`() {
    let found = errors(Array("[1\n23".utf8), limits: fourBytes)
    #expect(found.map(\.kind) == [.tooLarge(limitBytes: 4)])
    #expect(found.first?.position == JSONPosition(offset: 4, line: 2, column: 2))
  }

  @Test func `Containers to the greatest depth are read`() {
    #expect(errors(Array(#"[{"a":1},[]]"#.utf8), limits: twoLevels).isEmpty)
  }

  @Test func `Each container beyond the depth is refused, and reading goes on`() {
    let found = errors(Array(#"[[[[]]],{"a":{"b":[01]}},1,]"#.utf8), limits: twoLevels)
    #expect(
      found.map(\.description) == [
        "/0/0: nested deeper than 2 levels (line 1, column 3)",
        "/1/a: nested deeper than 2 levels (line 1, column 14)",
        "/1/a: invalid number `01`: leading zero (line 1, column 20)",
        "trailing comma (line 1, column 27)",
      ])
  }

  @Test func `The deepest text allowed by default has 64 levels`() {
    #expect(errors(nested(64)).isEmpty)
    #expect(errors(nested(65)).map(\.kind) == [.tooDeep(limit: 64)])
  }

  @Test func `Depth costs no call stack`() throws {
    let depth = 100_000
    let document = try JSONDocument.parse(nested(depth), limits: JSONLimits(maximumDepth: depth))
    var writer = JSONWriter()
    writer.value(document.root)
    #expect(writer.bytes == nested(depth))
  }

  @Test func `Brackets without end stop at the greatest number of values`() {
    let found = errors([UInt8](repeating: UInt8(ascii: "["), count: 1 << 20))
    #expect(found.map(\.kind) == [.tooDeep(limit: 64), .tooManyValues(limit: 200_000)])
  }

  @Test func `As many values as allowed are read, names not counted`() {
    #expect(errors(Array(#"{"a":1,"b":2}"#.utf8), limits: threeValues).isEmpty)
  }

  @Test(arguments: ["[1,2,3]", "[1,2,[]]", "[1,2,{}]", #"[1,2,""]"#, "[1,2,null]", "[1,2,x]"])
  func `One value more ends the reading`(text: String) {
    let found = errors(Array(text.utf8), limits: threeValues)
    #expect(found.last?.kind == .tooManyValues(limit: 3))
    #expect(found.last?.pointer == "/2")
  }

  @Test func `A hundred errors are listed, then reading stops`() {
    let text = Array("[\(String(repeating: "01,", count: 150))1]".utf8)
    let found = errors(text)
    #expect(found.count == 101)
    #expect(found.dropLast().allSatisfy { $0.kind == .invalidNumber("01", .leadingZero) })
    #expect(found.last?.kind == .tooManyErrors(limit: 100))
    #expect(found.last?.position.offset == 301)
  }

  @Test(arguments: ["\t", "\\q", "\\u12", "\\uDEAD"], ["[\"%\"]", "{\"%\":1}", "{\"a\":\"%\"}"])
  func `A hundred errors within one string are listed, then reading stops`(mistake: String, around: String) {
    let text = around.split(separator: "%").joined(separator: String(repeating: mistake, count: 150))
    let found = errors(Array(text.utf8))
    #expect(found.count == 101)
    #expect(found.last?.kind == .tooManyErrors(limit: 100))
    #expect(found.last?.position.offset == (around.split(separator: "%")[0] + String(repeating: mistake, count: 100)).utf8.count)
  }

  @Test func `Long names are not repeated in a hundred pointers`() {
    let name = String(repeating: "n", count: 30_000)
    let found = errors(Array("{\"\(name)\":[\(String(repeating: "01,", count: 150))1]}".utf8))
    #expect(found.count == 4)
    #expect(found.last?.kind == .tooManyErrors(limit: 3))
  }

  private func nested(_ depth: Int) -> [UInt8] {
    Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
  }
}
