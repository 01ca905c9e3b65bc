import JSON
import SeededRandom
import Testing

@Suite struct JSONWriterTests {
  private func written(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter(reserving: 16)
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func `Values are separated by commas at every level`() {
    let text = written { writer in
      writer.beginObject()
      writer.name("a")
      writer.beginArray()
      writer.null()
      writer.boolean(true)
      writer.boolean(false)
      writer.integer(-7)
      writer.beginArray()
      writer.endArray()
      writer.beginObject()
      writer.endObject()
      writer.string("s")
      writer.endArray()
      writer.name(["b"].joined())
      writer.beginObject()
      writer.member("text", "t")
      writer.member("count", 2)
      writer.member("isOn", false)
      writer.endObject()
      writer.endObject()
    }
    #expect(text == #"{"a":[null,true,false,-7,[],{},"s"],"b":{"text":"t","count":2,"isOn":false}}"#)
  }

  @Test(arguments: [
    ("", #""""#), ("plain", #""plain""#), ("\"\\/", #""\"\\/""#), ("\u{8}\u{9}\u{A}\u{C}\u{D}", #""\b\t\n\f\r""#),
    ("\u{0}\u{1}\u{B}\u{1F}", #""\u0000\u0001\u000b\u001f""#), ("\u{7F}\u{2028}", "\"\u{7F}\u{2028}\""),
    ("Миелома 😀", "\"Миелома 😀\""),
    (
      "a long text of more than thirty-two bytes with a \" in it", #""a long text of more than thirty-two bytes with a \" in it""#
    ),
  ])
  func `Only quotation marks, backslashes and control characters are escaped`(string: String, expected: String) {
    #expect(written { $0.string(string) } == expected)
    #expect(
      written { writer in
        writer.beginObject()
        writer.name(string)
        writer.null()
        writer.member("value", string)
        writer.endObject()
      } == "{\(expected):null,\"value\":\(expected)}")
  }

  @Test(arguments: [0, 9, 10, -10, 1_234_567_890, .max, .min])
  func `An integer is written in decimal`(integer: Int) {
    #expect(written { $0.integer(integer) } == "\(integer)")
  }

  @Test(arguments: ["0.00", "-1.10", "0.000000000000000001", "999999999999999999"])
  func `A number is written with its digits`(text: String) throws {
    let number = try #require(JSONNumber(parsing: text))
    #expect(written { $0.number(number) } == text)
  }

  @Test func `Rendered values and members are spliced in`() {
    let text = written { writer in
      writer.beginObject()
      writer.rawMembers([])
      writer.rawMembers(Array(#""a":1,"b":2"#.utf8))
      writer.rawMembers([])
      writer.name("c")
      writer.raw(Array("[3]".utf8))
      writer.rawMembers(Array(#""d":4"#.utf8))
      writer.member("e", 5)
      writer.endObject()
    }
    #expect(text == #"{"a":1,"b":2,"c":[3],"d":4,"e":5}"#)
  }

  @Test func `A read value is written within others`() throws {
    let read = try parse(#"{"x": [1.0, {"\u0079": "\/"}, [], {}], "z": null}"#)
    let text = written { writer in
      writer.beginArray()
      writer.integer(0)
      writer.value(read)
      for member in read.members { writer.value(member.value) }
      writer.integer(1)
      writer.endArray()
    }
    #expect(text == #"[0,{"x":[1.0,{"y":"/"},[],{}],"z":null},[1.0,{"y":"/"},[],{}],null,1]"#)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `What is written is read again, and written the same`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let model = Model.array((0..<8).map { _ in .random(depth: 4, using: &generator) })
    let document = try JSONDocument.parse(model.written)
    #expect(Model(document.root) == model)
    #expect(Model(document.root).written == model.written)
    var writer = JSONWriter()
    writer.value(document.root)
    #expect(writer.bytes == model.written)
  }
}
