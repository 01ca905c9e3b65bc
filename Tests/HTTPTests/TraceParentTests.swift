import Testing

@testable import HTTP

struct TraceParentTests {
  static let valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

  @Test func `A trace is read from its field`() throws {
    let trace = try #require(request(to: "/", "traceparent: \(Self.valid)").traceParent)
    #expect(trace.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
    #expect(trace.parentID == "00f067aa0ba902b7")
  }

  static let others: [String] = [
    "", "00", "\(valid)-00", valid.uppercased(), "ff\(valid.dropFirst(2))", "01\(valid.dropFirst(2))x", "\(valid), \(valid)",
    "00-\(String(repeating: "0", count: 32))\(valid.dropFirst(35))", "\(valid.prefix(36))0000000000000000-01",
    valid.replacing("-", with: "_"), valid.replacing("4bf", with: "4bg"),
  ]

  @Test(arguments: others)
  func `What is not of its form is no trace`(text: String) throws {
    #expect(try request(to: "/", "traceparent: \(text)").traceParent == nil)
  }

  @Test func `A later version may say more`() throws {
    #expect(try request(to: "/", "traceparent: 01\(Self.valid.dropFirst(2))-more").traceParent != nil)
  }
}
