import JSON
import Knowledge
import Testing

@Suite struct JSONPointerTests {
  /// The document of RFC 6901, section 5, with a nested list.
  private static let document =
    #"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8,"x":[[{"y":9}]]}"#

  /// A pointer and the number or text it leads to.
  struct Step: CustomTestStringConvertible {
    let pointer: String
    let value: String?

    init(_ pointer: String, _ value: String?) { (self.pointer, self.value) = (pointer, value) }

    var testDescription: String { pointer }
  }

  @Test(arguments: [
    Step("/foo/0", "\"bar\""), Step("/foo/1", "\"baz\""), Step("/", "0"), Step("/a~1b", "1"), Step("/c%d", "2"),
    Step("/e^f", "3"), Step("/g|h", "4"), Step("/i\\j", "5"), Step("/k\"l", "6"), Step("/ ", "7"), Step("/m~0n", "8"),
    Step("/x/0/0/y", "9"),
  ])
  func `A pointer leads to its value`(_ step: Step) throws {
    let root = try JSONDocument.parse(Array(Self.document.utf8)).root
    let value = try #require(root.value(at: step.pointer))
    var writer = JSONWriter()
    writer.value(value)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == step.value)
    #expect(value.pointer == step.pointer)
  }

  @Test(arguments: [
    "foo", "/bar", "/foo/2", "/foo/-1", "/foo/-", "/foo/x", "/foo/00", "/foo/01", "/foo/+1", "/foo/0/0", "/m~n", "/m~2n", "/foo/",
    "/x/0/0/y/",
  ])
  func `A pointer to nothing leads nowhere`(_ pointer: String) throws {
    let root = try JSONDocument.parse(Array(Self.document.utf8)).root
    #expect(root.value(at: pointer) == nil)
  }

  @Test func `The empty pointer is the whole`() throws {
    let root = try JSONDocument.parse(Array("[1]".utf8)).root
    #expect(root.value(at: "")?.count == 1)
  }
}
