import JSON
import SeededRandom
import Testing

@Suite struct JSONDocumentTests {
  @Test(arguments: CorpusCase.accepted)
  func `A text of the grammar is read`(_ text: CorpusCase) throws {
    let document = try JSONDocument.parse(text.text)
    var writer = JSONWriter()
    writer.value(document.root)
    #expect(writer.bytes == CorpusCase.bytes(try #require(text.expected.first)))
  }

  @Test(arguments: CorpusCase.refused)
  func `A text outside the grammar is refused with every mistake`(_ text: CorpusCase) {
    #expect(errors(text.text).map(\.description) == text.expected)
  }

  @Test func `The corpus is read whole`() {
    #expect(CorpusCase.accepted.count == 65)
    #expect(CorpusCase.refused.count == 185)
  }

  @Test(arguments: CorpusCase.refused)
  func `Positions agree with the bytes before them`(_ text: CorpusCase) {
    for error in errors(text.text) {
      let before = text.text.prefix(error.position.offset)
      #expect(error.position.line == 1 + before.count { $0 == UInt8(ascii: "\n") })
      let line = before.suffix(before.count - ((before.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1))
      #expect(error.position.column == 1 + line.count { $0 & 0xC0 != 0x80 })
    }
  }

  @Test(arguments: CorpusCase.accepted.filter { "[{\"".utf8.contains($0.text[0]) })
  func `Every prefix of a container or string is refused`(_ text: CorpusCase) {
    for length in 0..<text.text.count {
      let errors = errors(Array(text.text[..<length]))
      let last = errors.last?.kind
      let isEnd = last == .unexpectedEnd || last == .unterminatedString || last == .empty
      #expect(isEnd, "\(length) bytes: \(errors)")
    }
  }

  @Test func `Every prefix of a long text is refused`() throws {
    var generator = SeededGenerator(seed: 7)
    let text = Model.array((0..<12).map { _ in .random(depth: 4, using: &generator) }).written
    _ = try JSONDocument.parse(text)
    for length in 0..<text.count { #expect(!errors(Array(text[..<length])).isEmpty) }
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `Changed bytes never crash the reader`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let original = Model.array((0..<6).map { _ in .random(depth: 3, using: &generator) }).written
    for _ in 0..<400 {
      var text = original
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let index = text.indices.randomElement(using: &generator) ?? 0
        let signs = Array("{}[],:\"\\-+.0eEutfn \n".utf8)
        text[index] =
          Bool.random(using: &generator)
          ? UInt8.random(in: 0...255, using: &generator) : signs.randomElement(using: &generator) ?? 0
      }
      use(text)
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `Random signs never crash the reader`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let signs = Array("{}[],:\"\"\\-+.01eEutrfn \n\u{0}é".utf8)
    for _ in 0..<2000 {
      let length = Int.random(in: 0..<40, using: &generator)
      use((0..<length).map { _ in signs.randomElement(using: &generator) ?? 0 })
    }
  }

  /// Reads a text and goes through all of it, or through its errors.
  private func use(_ text: [UInt8]) {
    do throws(JSONSyntaxErrors) {
      let document = try JSONDocument.parse(text)
      #expect(Model(document.root) == Model(document.root))
    } catch {
      #expect(!error.errors.isEmpty)
      #expect(zip(error.errors, error.errors.dropFirst()).allSatisfy { $0.position.offset <= $1.position.offset })
      #expect(error.errors.allSatisfy { (0...text.count).contains($0.position.offset) })
      #expect(!error.description.utf8.contains(UInt8(ascii: "\n")))
    }
  }
}

/// The errors of a text; none where it is read.
func errors(_ text: [UInt8], limits: JSONLimits = JSONLimits()) -> [JSONSyntaxError] {
  do throws(JSONSyntaxErrors) {
    _ = try JSONDocument.parse(text, limits: limits)
    return []
  } catch {
    return error.errors
  }
}

/// Reads a text that a test gives as a string.
func parse(_ text: String) throws -> JSONValue {
  try JSONDocument.parse(Array(text.utf8)).root
}
