/// A request that was read whole. Text is made of it when it is asked for.
package struct Request: Sendable {
  /// A field line by its ranges in the head.
  struct FieldLine: Sendable {
    private let nameStart, nameEnd, valueStart, valueEnd: Int32

    /// Within a head, whose length a number of 32 bits holds.
    init(name: Range<Int>, value: Range<Int>) {
      (nameStart, nameEnd) = (Int32(name.lowerBound), Int32(name.upperBound))
      (valueStart, valueEnd) = (Int32(value.lowerBound), Int32(value.upperBound))
    }

    var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
    var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
  }

  package let method: Method
  package internal(set) var body: [UInt8] = []
  let head: [UInt8]
  let lines: [FieldLine]
  private let resource: Target
  /// HTTP/1.0 speaks without keep-alive unless it is asked for.
  let isVersion10: Bool
  /// Whether the connection stays open after the answer (RFC 9112 §9.3).
  let keepsAlive: Bool

  init(method: Method, target: Target, head: [UInt8], lines: [FieldLine], isVersion10: Bool, keepsAlive: Bool) {
    (self.method, resource, self.head, self.lines) = (method, target, head, lines)
    (self.isVersion10, self.keepsAlive) = (isVersion10, keepsAlive)
  }

  /// The target as it was sent, without scheme and authority: path and query, or `*`.
  package var target: String {
    if resource.isServer { return "*" }
    let text = String(decoding: head[resource.resource], as: UTF8.self)
    return resource.path.isEmpty ? "/" + text : text
  }

  /// The path, percent-decoded segment by segment; never with `.` or `..` segments. `*` is the server as a whole.
  package var path: String {
    if resource.isServer { return "*" }
    if let decoded = resource.decodedPath { return decoded }
    return resource.path.isEmpty ? "/" : String(decoding: head[resource.path], as: UTF8.self)
  }

  package var query: Query { resource.query }

  /// Host and port the request is for: the target's, else those of Host (RFC 9112 §3.3).
  package var authority: String {
    resource.authority.map { String(decoding: head[$0], as: UTF8.self) } ?? field("host") ?? ""
  }

  /// A field's value; several lines of one name are joined by `, ` (RFC 9110 §5.3). `nil` when it is absent.
  package func field(_ name: StaticString) -> String? {
    fieldBytes(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A field's value as it was sent; several lines of one name are joined by `, ` (RFC 9110 §5.3).
  func fieldBytes(_ name: StaticString) -> ArraySlice<UInt8>? {
    var value: ArraySlice<UInt8>?
    let bytes = head.span
    for line in lines where Token.isEqual(bytes, line.name, name) {
      value = value.map { $0 + [UInt8(ascii: ","), UInt8(ascii: " ")] + head[line.value] } ?? head[line.value]
    }
    return value
  }
}
