import Testing

@testable import HTTP

/// A class of bytes and those that are in it.
struct OctetClass: CustomTestStringConvertible, Sendable {
  let name: String
  let contains: @Sendable (UInt8) -> Bool
  let members: String

  var testDescription: String { name }
}

@Suite struct OctetTests {
  private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
  private static let digits = "0123456789"
  private static let visible = (0x21..<0x7f).map { String(UnicodeScalar($0)) }.joined()

  @Test(arguments: [
    OctetClass(name: "token (RFC 9110 §5.6.2)", contains: Token.contains, members: letters + digits + "!#$%&'*+-.^_`|~"),
    OctetClass(name: "white space (RFC 9110 §5.6.3)", contains: Octet.isSpace, members: " \t"),
    OctetClass(name: "digit", contains: Octet.isDigit, members: digits),
    OctetClass(name: "hexadecimal digit", contains: { Octet.hexadecimal($0) != nil }, members: digits + "abcdefABCDEF"),
    OctetClass(name: "reg-name (RFC 3986 §3.2.2)", contains: Octet.isInName, members: letters + digits + "-._~!$&'()*+,;="),
    OctetClass(name: "pchar (RFC 3986 §3.3)", contains: Octet.isInSegment, members: letters + digits + "-._~!$&'()*+,;=:@"),
    OctetClass(
      name: "query, as browsers send it", contains: Octet.isInQuery, members: visible.filter { !"\"#<>".contains($0) }),
    OctetClass(
      name: "field value (RFC 9110 §5.5)", contains: Octet.isInFieldValue,
      members: visible + " \t" + (0x80...0xff).map { String(UnicodeScalar($0)) }.joined()),
  ])
  func `A class of bytes is that of its grammar`(_ octets: OctetClass) {
    #expect((0...UInt8.max).filter(octets.contains) == bytes(octets.members).sorted())
  }

  @Test(arguments: 0..<20) func `The first of a byte is found wherever it is`(_ place: Int) {
    for other in 0...UInt8.max where other != 10 {
      var bytes = [UInt8](repeating: other, count: 24)
      #expect(bytes.span.firstIndex(of: 10, in: 0..<24) == nil)
      bytes[place] = 10
      bytes[22] = 10
      #expect(bytes.span.firstIndex(of: 10, in: 0..<24) == place)
      #expect(bytes.span.firstIndex(of: 10, in: place..<24) == place)
      #expect(bytes.span.firstIndex(of: 10, in: (place + 1)..<24) == 22)
      #expect(bytes.span.firstIndex(of: 10, in: 0..<place) == nil)
    }
  }

  @Test(arguments: 0..<20) func `The first control character is found wherever it is`(_ place: Int) {
    for byte in 0...UInt8.max {
      var bytes = [UInt8](repeating: UInt8(ascii: " "), count: 24)
      bytes[place] = byte
      bytes[22] = 0x7f
      let isControl = byte < 0x20 || byte == 0x7f
      for start in 0...place { #expect(bytes.span.firstControl(from: start) == (isControl ? place : 22)) }
    }
  }
}
