import JSON
import Testing

@Suite struct JSONMemberTests {
  @Test(arguments: [#"{"name":1}"#, #"{"na\u006De":1}"#])
  func `A name is compared without its escapes`(text: String) throws {
    let member = try #require(try parse(text).members.first { _ in true })
    #expect(member.name == "name")
    #expect(member.hasName("name"))
    #expect(!member.hasName("nam"))
    #expect(!member.hasName("names"))
    #expect(!member.hasName("Name"))
    #expect(!member.hasName(""))
  }

  @Test func `A name of one scalar and an empty one are compared`() throws {
    let members = try parse(#"{"a":1,"":2}"#).members.map { $0 }
    #expect(members.map { $0.hasName("a") } == [true, false])
    #expect(members.map { $0.hasName("") } == [false, true])
  }

  @Test func `A name known at run time is compared`() throws {
    let member = try #require(try parse(#"{"a":1}"#).members.first { _ in true })
    let names = ["a", "b"]
    #expect(names.map { member.hasName($0) } == [true, false])
  }

  @Test func `Names are compared by scalars, not by canonical equivalence`() throws {
    let member = try #require(try parse("{\"\u{E9}\":1}").members.first { _ in true })
    #expect(member.hasName("\u{E9}"))
    #expect(!member.hasName("e\u{301}"))
  }

  @Test func `The position of a name is that of its quotation mark`() throws {
    let positions = try parse("{\n  \"a\": 1,\n \"b\": 2 }").members.map(\.namePosition)
    #expect(
      positions == [JSONPosition(offset: 4, line: 2, column: 3), JSONPosition(offset: 13, line: 3, column: 2)])
  }
}
