import JSON
import Testing

@Suite struct JSONReaderTests {
  @Test(arguments: [3, 60, 64, 65, 66, 200])
  func `A repeated name is found among any number`(count: Int) {
    let members = (0..<count).map { "\"name-\($0)\":{\"x\":[0]}" }
    for repeated in [0, 1, count / 2, count - 1] {
      let text = "{\((members + ["\"name-\(repeated)\":1"]).joined(separator: ","))}"
      #expect(errors(Array(text.utf8)).map(\.kind) == [.duplicateName("name-\(repeated)")])
    }
  }

  @Test(arguments: [3, 60, 64, 65, 66, 200])
  func `Different names are told apart among any number`(count: Int) {
    for format in ["\"n%\":0", "\"имя-%\":0", "\"\\u006E%\":0"] {
      let members = (0..<count).map { format.split(separator: "%").joined(separator: "\($0)") }
      #expect(errors(Array("{\(members.joined(separator: ","))}".utf8)).isEmpty)
    }
  }

  @Test(arguments: [3, 60, 64, 65, 66, 200])
  func `An escaped name is compared with all before and after`(count: Int) {
    let members = (0..<count).map { $0 == count / 2 ? "\"\\u006E\($0)\":0" : "\"n\($0)\":0" }
    for repeated in ["\"n0\":1", "\"n\(count / 2)\":1", "\"\\u006e\(count - 1)\":1"] {
      let found = errors(Array("{\((members + [repeated]).joined(separator: ","))}".utf8))
      #expect(found.count == 1)
    }
  }

  @Test(arguments: [
    #"[{}]"#, #"{"a":[{}]}"#, #"{"a":[{"b":1},{"b":[{"c":[]},{}]},{}],"d":"e"}"#, #"{"a":[[{}],[{"b":[]}]],"c":[{},1,{}]}"#,
    #"{"a":[1,{"b":"c"}],"d":[{"e":null},[]]}"#, #"[{"a":[{"b":[{"c":[{}]}]}]},{}]"#,
  ]) func `Objects in arrays are the same, however they are spaced`(text: String) throws {
    let spaced = text.replacing(",", with: " ,\n ").replacing("[", with: "[ ").replacing("}", with: " } ")
    for text in [text, spaced] {
      var writer = JSONWriter()
      try writer.value(parse(text))
      #expect(String(decoding: writer.bytes, as: UTF8.self) == text.filter { !" \n".contains($0) })
    }
    let values = try parse(text)
    #expect(values.elements.count == values.elements.map { $0 }.count)
  }

  @Test func `Names that are canonically equivalent are different names`() throws {
    let object = try parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(object.count == 2)
    #expect(object["e\u{301}"]?.number == JSONNumber(2))
    #expect(object["\u{E9}"]?.number == JSONNumber(1))
  }

  @Test func `Every sequence of up to three bytes is judged as by the standard library`() {
    for first in 0x80...0xFF as ClosedRange<UInt8> {
      for second in stride(from: 0x00, through: 0xFF, by: 5).map(UInt8.init) + [0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0] {
        for third in [0x41, 0x7F, 0x80, 0xBF, 0xC0] as [UInt8] {
          let text = [first, second, third]
          guard second >= 0x20, second != UInt8(ascii: "\""), second != UInt8(ascii: "\\") else { continue }
          let isValid = String(validating: text, as: UTF8.self) != nil
          #expect(errors([UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")]).isEmpty == isValid, "\(text)")
        }
      }
    }
  }

  @Test(arguments: [0xEFBFBF, 0xF0908080, 0xF48FBFBF, 0xF4908080, 0xF08FBFBF, 0xF18080C0, 0xF1C08080] as [UInt32])
  func `Sequences of four bytes are judged as by the standard library`(bytes: UInt32) {
    let text = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bytes >> $0) }.drop { $0 == 0 }
    let isValid = String(validating: text, as: UTF8.self) != nil
    #expect(errors([UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")]).isEmpty == isValid)
  }

  @Test func `Every code unit of an escape is read, alone a surrogate is refused`() throws {
    for unit in stride(from: 0, through: 0xFFFF, by: 17).map(UInt16.init) + [0xD7FF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000] {
      let digits = String(unit, radix: 16)
      let text = "\"\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)\""
      if let scalar = Unicode.Scalar(unit) {
        #expect(try parse(text).string == String(scalar))
      } else {
        #expect(errors(Array(text.utf8)).map(\.kind) == [.loneSurrogate(String(text.dropFirst().dropLast()))])
      }
    }
  }
}
