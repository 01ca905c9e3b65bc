import SeededRandom
import Testing

@testable import JSON

@Suite struct NameTableTests {
  /// Of every length around the words that are compared at once, and alike but for one byte.
  private static let names: [String] =
    (0...40).map { String(repeating: "a", count: $0) } + (1...40).map { String(repeating: "a", count: $0 - 1) + "b" }
    + (9...40).map { "b" + String(repeating: "a", count: $0 - 1) } + ["ё", "е", "\u{E9}", "e\u{301}", "K", "\u{212A}"]

  @Test func `Every name has its place, and no other name`() {
    let table = NameTable(Self.names)
    for (place, name) in Self.names.enumerated() {
      #expect(table.place(of: name) == place, "\(name)")
      #expect(table.place(of: name + "c") == nil)
      #expect(table.place(of: "c" + name) == nil)
    }
  }

  @Test func `Of equal names the first counts`() {
    let table = NameTable(["a", "b", "a", "c"])
    #expect(["a", "b", "c", "d"].map { table.place(of: $0) } == [0, 1, 3, nil])
  }

  @Test func `A table without names has none`() {
    let table = NameTable([])
    #expect(table.place(of: "") == nil)
    #expect(table.place(of: "a") == nil)
  }

  @Test func `It finds what a dictionary finds`() {
    var generator = SeededGenerator(seed: 1)
    func name() -> String {
      String((0..<Int.random(in: 0...20, using: &generator)).map { _ in "abc-".randomElement(using: &generator) ?? "a" })
    }
    for _ in 0..<50 {
      let names = (0..<Int.random(in: 1...200, using: &generator)).map { _ in name() }
      let (table, places) = (NameTable(names), Dictionary(zip(names, 0...)) { first, _ in first })
      for name in names { #expect(table.place(of: name) == places[name]) }
      for name in (0..<200).map({ _ in name() }) {
        #expect(table.place(of: name) == places[name])
      }
    }
  }

  @Test func `Names from outside are given places as they come`() {
    var table = NameTable.forNamesFromOutside()
    for round in 0..<2 {
      for (place, name) in Self.names.enumerated() {
        #expect(table.place(of: name, orElse: place + 1000 * round) == place, "\(name)")
      }
    }
    #expect(Self.names.map { table.place(of: $0) } == Array(Self.names.indices))
    #expect(table.place(of: "c") == nil)
  }

  @Test(arguments: [#""a""#, #""\u0061""#]) func `A name may be given another place`(text: String) throws {
    var table = NameTable.forNamesFromOutside()
    try table.setPlace(1, ofTextOf: parse(text))
    #expect(table.place(of: "a", orElse: 2) == 1)
    try table.setPlace(3, ofTextOf: parse(text))
    #expect(table.place(of: "a") == 3)
  }

  @Test(arguments: [0, 1, 3, 500]) func `Room that was made beforehand changes nothing`(room: Int) {
    var table = NameTable.forNamesFromOutside()
    _ = table.place(of: "first", orElse: 0)
    table.reserve(room)
    for (place, name) in Self.names.enumerated() { #expect(table.place(of: name, orElse: place + 1) == place + 1) }
    #expect(Self.names.map { table.place(of: $0) } == (1...Self.names.count).map { $0 })
    #expect(table.place(of: "first") == 0)
  }

  @Test(arguments: [#"{"name":"value"}"#, #"{"na\u006De":"v\u0061lue"}"#])
  func `Strings and names of a document are found, with escapes too`(text: String) throws {
    let member = try #require(try parse(text).members.first { _ in true })
    let table = NameTable(["other", "value", "name"])
    #expect(member.place(in: table) == 2)
    #expect(member.value.place(in: table) == 1)
    #expect(member.value.place(in: NameTable(["valu", "values"])) == nil)
  }

  @Test(arguments: ["1", "true", "null", "[]", "{}"]) func `What is no string has no place`(text: String) throws {
    #expect(try parse(text).place(in: NameTable([text, "", "1"])) == nil)
  }
}
