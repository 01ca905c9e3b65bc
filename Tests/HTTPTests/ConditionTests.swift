import Testing

@testable import HTTP

/// Fields of a request for a representation, and what they make of it.
struct Conditions: CustomTestStringConvertible, Sendable {
  var method = "GET"
  let fields: [String]
  var tag = "\"a\""
  let condition: Request.Condition

  init(_ condition: Request.Condition, _ fields: String..., method: String = "GET", tag: String = "\"a\"") {
    (self.method, self.fields, self.tag, self.condition) = (method, fields, tag, condition)
  }

  var testDescription: String { "\(method) \(tag) \(fields)" }
}

@Suite struct ConditionTests {
  /// RFC 9110 §13.1.2: weak comparison.
  static let ifNoneMatch: [Conditions] = [
    Conditions(.holds), Conditions(.notModified, "If-None-Match: \"a\""), Conditions(.notModified, "If-None-Match: W/\"a\""),
    Conditions(.notModified, "If-None-Match: \"a\"", tag: "W/\"a\""),
    Conditions(.notModified, "If-None-Match: W/\"a\"", tag: "W/\"a\""),
    Conditions(.holds, "If-None-Match: \"b\""), Conditions(.notModified, "If-None-Match: \"b\", \"a\""),
    Conditions(.notModified, "If-None-Match: \"b\",W/\"a\" , \"c\""), Conditions(.notModified, "If-None-Match: ,, \"a\","),
    Conditions(.notModified, "If-None-Match: \"b\"", "If-None-Match: \"a\""), Conditions(.notModified, "If-None-Match:\"a\""),
    Conditions(.notModified, "If-None-Match: *"), Conditions(.notModified, "If-None-Match:  * "),
    Conditions(.notModified, "If-None-Match: , *,"), Conditions(.notModified, "If-None-Match: *", method: "HEAD"),
    Conditions(.notModified, "If-None-Match: \"a\"", method: "HEAD"), Conditions(.holds, "If-None-Match:"),
    Conditions(.holds, "If-None-Match: a"), Conditions(.holds, "If-None-Match: \"A\""),
    Conditions(.holds, "If-None-Match: w/\"a\""),
    Conditions(.holds, "If-None-Match: W/ \"a\""), Conditions(.holds, "If-None-Match: W/*"),
    Conditions(.holds, "If-None-Match: \"*\""),
    Conditions(.holds, "If-None-Match: W/W/\"a\""), Conditions(.holds, "If-None-Match: \"a"),
    Conditions(.holds, "If-None-Match: a\""),
    // Beside others `*` is malformed; those others count.
    Conditions(.holds, "If-None-Match: \"b\", *"), Conditions(.holds, "If-None-Match: *, *"),
    Conditions(.holds, "If-None-Match: *", "If-None-Match: \"b\""), Conditions(.notModified, "If-None-Match: *, \"a\""),
    Conditions(.holds, "If-None-Match: \"b,\"a\"\""), Conditions(.holds, "If-None-Match: \"a\u{301}\""),
    Conditions(.holds, "If-None-Match: \"a\"\u{301}"),
    Conditions(.holds, "If-None-Match: \"\u{212a}\"", tag: "\"K\""), Conditions(.holds, "If-None-Match: \"k\"", tag: "\"K\""),
    Conditions(.notModified, "If-None-Match: \"a,b\"", tag: "\"a,b\""),
    Conditions(.holds, "If-None-Match: \"a,b\"", tag: "\"a\""),
    // A backslash is a character of a tag like others (RFC 9110 §8.8.3).
    Conditions(.notModified, "If-None-Match: \"b\\\", \"a\""), Conditions(.holds, "If-None-Match: \"\\a\""),
    Conditions(.notModified, "If-None-Match: \"\\\"", tag: "\"\\\""),
    Conditions(.failed, "If-None-Match: \"a\"", method: "POST"), Conditions(.failed, "If-None-Match: *", method: "PUT"),
    Conditions(.holds, "If-None-Match: \"b\"", method: "DELETE"),
  ]

  /// RFC 9110 §13.1.1: strong comparison.
  static let ifMatch: [Conditions] = [
    Conditions(.holds, "If-Match: \"a\""), Conditions(.holds, "If-Match: *"), Conditions(.holds, "If-Match: \"b\", \"a\""),
    Conditions(.holds, "If-Match: \"b\"", "If-Match: \"a\""), Conditions(.failed, "If-Match: \"b\""),
    Conditions(.failed, "If-Match: \"b\"", method: "HEAD"), Conditions(.failed, "If-Match: \"b\"", method: "POST"),
    Conditions(.failed, "If-Match: W/\"a\""), Conditions(.failed, "If-Match: \"a\"", tag: "W/\"a\""),
    Conditions(.failed, "If-Match: W/\"a\"", tag: "W/\"a\""), Conditions(.holds, "If-Match: *", tag: "W/\"a\""),
    Conditions(.failed, "If-Match: a"), Conditions(.failed, "If-Match:"), Conditions(.failed, "If-Match: *, \"b\""),
    Conditions(.failed, "If-Match: \"A\""),
  ]

  /// RFC 9110 §13.2.2.
  static let precedence: [Conditions] = [
    Conditions(.failed, "If-None-Match: \"a\"", "If-Match: \"b\""),
    Conditions(.notModified, "If-None-Match: \"a\"", "If-Match: \"a\""),
    Conditions(.holds, "If-None-Match: \"b\"", "If-Match: \"a\""),
    Conditions(.holds, "If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT"), Conditions(.holds, "If-Modified-Since: yesterday"),
    Conditions(.holds, "If-None-Match: \"b\"", "If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT"),
    Conditions(.notModified, "If-None-Match: \"a\"", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT"),
    Conditions(.holds, "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT"),
    Conditions(.failed, "If-Match: \"b\"", "If-Unmodified-Since: Fri, 31 Dec 9999 23:59:59 GMT"),
    Conditions(.holds, "Range: bytes=0-0", "If-Range: \"b\""),
  ]

  @Test(arguments: ifNoneMatch + ifMatch + precedence)
  func `Conditions are evaluated as RFC 9110 says`(_ conditions: Conditions) throws {
    let fields = conditions.fields.map { $0 + "\r\n" }.joined()
    let request = try request("\(conditions.method) / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
    #expect(request.condition(entityTag: conditions.tag) == conditions.condition)
  }
}
