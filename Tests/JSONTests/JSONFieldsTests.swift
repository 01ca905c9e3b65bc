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

  @Test(arguments: [#"{"id":"x","code":"y","status":1}"#, #"{"id":"\u0078","c\u006fde":"\u0079","status":1}"#])
  func `The texts of fields are had without their values`(text: String) throws {
    let fields = JSONFields(of: try parse(text), JSONFieldNames(["id", "code", "status", "value"]))
    #expect((0..<4).map { fields.text($0) } == ["x", "y", nil, nil])
    #expect((0..<4).map { fields.isString($0) } == [true, true, false, false])
    let table = NameTable(["y", "1", ""])
    #expect((0..<4).map { fields.place(of: $0, in: table) } == [nil, 0, nil, nil])
  }

  @Test func `Two fields that are strings make a path, which is given a place once`() throws {
    let names = JSONFieldNames(["first", "last"])
    var table = NameTable.forNamesFromOutside()
    func place(_ first: String, _ last: String, _ place: Int) throws -> Int? {
      try JSONFields(of: parse(#"{"last":\#(last),"first":\#(first)}"#), names).place(ofPath: 0, 1, in: &table, orElse: place)
    }
    #expect(try place(#""a""#, #""b""#, 7) == 7)
    #expect(try place(#""a/b""#, #""""#, 8) == 8)
    #expect(try place(#""\u0061""#, #""\u0062""#, 9) == 7)
    #expect(try place("1", #""b""#, 10) == nil)
    #expect(try place(#""a""#, "null", 10) == nil)
    #expect(["a/b", "a/b/", "ab", "/"].map { table.place(of: $0) } == [7, 8, nil, nil])
  }

  @Test func `A field is compared with a value as it is written`() throws {
    let fields = JSONFields(of: try parse(#"{"id":{"a": 1},"code":"x"}"#), JSONFieldNames(["id", "code", "status"]))
    #expect(try fields.isMember(0, writtenAs: parse(#" {"a": 1}"#)))
    #expect(try fields.isMember(0, writtenAs: parse(#"{"a":1}"#)) == false)
    #expect(try fields.isMember(1, writtenAs: parse(#""x""#)))
    #expect(try fields.isMember(2, writtenAs: parse("null")) == false)
  }

  @Test func `Names that begin and end alike have places apart`() {
    let names = [
      "resourceType", "id", "contained", "modifierExtension", "implicitRules", "subject", "patient", "status", "code",
      "component", "extension", "effectiveDateTime", "effectiveInstant", "effectivePeriod",
    ]
    let places = names.map { JSONNode.place(ofMark: JSONNode.mark($0.utf8.span)) }
    #expect(places.allSatisfy { (0..<64).contains($0) })
    #expect(Set(places).count >= 12)
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
