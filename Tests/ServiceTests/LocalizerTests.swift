import JSON
import Knowledge
import Service
import Testing

@Suite struct LocalizerTests {
  /// Knowledge as written, and as a language shows it.
  struct Row: CustomTestStringConvertible {
    let written: String
    let shown: String

    init(_ written: String, _ shown: String) { (self.written, self.shown) = (written, shown) }

    var testDescription: String { written }
  }

  @Test(arguments: [
    Row(#"{"en":"a","ru":"б"}"#, #""б""#),
    Row(#"{"ru":"б","en":"a"}"#, #""б""#),
    Row(
      #"{"name":{"en":"a","ru":"б"},"n":1.10,"list":[{"en":"c","ru":"д"},true,null]}"#,
      #"{"name":"б","n":1.10,"list":["д",true,null]}"#),
    Row(#"{"$schema":"x","id":"y"}"#, #"{"id":"y"}"#),
    Row(#"{"en":"a","ru":"б","de":"c"}"#, #"{"en":"a","ru":"б","de":"c"}"#),
    Row(#"{"en":1,"ru":2}"#, #"{"en":1,"ru":2}"#),
    Row(#"[]"#, "[]"), Row("{}", "{}"), Row(#""text""#, #""text""#),
  ])
  func `Texts become those of the language, all else stays`(_ row: Row) throws {
    let value = try JSONDocument.parse(Array(row.written.utf8)).root
    #expect(String(decoding: Localizer(language: .ru).bytes(of: value), as: UTF8.self) == row.shown)
  }

  @Test func `Members that are not wanted are left out`() throws {
    let value = try JSONDocument.parse(Array(#"{"$schema":"x","a":1,"b":{"en":"c","ru":"д"},"d":2}"#.utf8)).root
    var writer = JSONWriter()
    writer.beginObject()
    Localizer(language: .en).writeMembers(of: value, except: ["a"], to: &writer)
    writer.endObject()
    #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"b":"c","d":2}"#)
  }
}
