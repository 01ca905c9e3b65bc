import SeededRandom
import Testing

@testable import JSON

@Suite struct JSONFieldsTests {
  /// As many as there may be; some alike in length, first and last byte.
  private static let names = [
    "a", "", "id", "ad", "code", "cone", "status", "subject", "effectiveDateTime", "value", "valve", "ё", "е", "axb", "ayb",
    "aab",
  ]
  private static let fieldNames = JSONFieldNames(names)

  @Test(arguments: [
    #"{"id":1,"code":{"id":2},"x":3,"ayb":4,"":5,"ё":6}"#, #"{"\u0069d":1,"c\u006fde":2,"\u0078":3,"ay\u0062":4}"#, "{}",
  ])
  func `Each field is the member of its name`(text: String) throws {
    let object = try parse(text)
    let fields = JSONFields(of: object, Self.fieldNames)
    for (place, name) in Self.names.enumerated() {
      #expect(fields[place]?.rawBytes == object[name]?.rawBytes, "\(name)")
      #expect(fields.has(place) == (object[name] != nil), "\(name)")
    }
  }

  @Test func `Of objects of any names the fields are found`() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<500 {
      let others = (0..<5).map { _ in
        String("abcdeinos".shuffled(using: &generator).prefix(Int.random(in: 1...6, using: &generator)))
      }
      let chosen = Array(Set(Self.names + others)).shuffled(using: &generator).prefix(Int.random(in: 0...12, using: &generator))
      let object = try parse("{" + chosen.enumerated().map { "\"\($1)\": [\($0)]" }.joined(separator: ",") + "}")
      let fields = JSONFields(of: object, Self.fieldNames)
      for (place, name) in Self.names.enumerated() { #expect(fields[place]?.rawBytes == object[name]?.rawBytes, "\(name)") }
    }
  }

  @Test(arguments: ["1", "[]", #"["id"]"#, #""id""#, "null"]) func `What is no object has no fields`(text: String) throws {
    let fields = JSONFields(of: try parse(text), Self.fieldNames)
    #expect(Self.names.indices.allSatisfy { !fields.has($0) && fields[$0] == nil })
  }
}
