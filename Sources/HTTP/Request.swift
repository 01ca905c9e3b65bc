/// A request that was read whole. Field values stay ranges of the received head until they are asked for.
package struct Request: Sendable {
  /// A field line by its ranges in the head.
  struct FieldLine: Sendable {
    let name: Range<Int>
    let value: Range<Int>
  }

  package let method: Method
  /// The target as it was sent: path and query.
  package let target: String
  /// The path, percent-decoded segment by segment; never with `.` or `..` segments.
  package let path: String
  package let query: Query
  package internal(set) var body: [UInt8] = []
  let head: [UInt8]
  let lines: [FieldLine]
  /// HTTP/1.0 speaks without keep-alive unless it is asked for.
  let isVersion10: Bool

  /// A field's value; several lines of one name are joined by `, ` (RFC 9110 §5.3). `nil` when it is absent.
  package func field(_ name: StaticString) -> String? {
    var value: String?
    for line in lines where Token.isEqual(head[line.name], name) {
      let text = String(decoding: head[line.value], as: UTF8.self)
      value = value.map { $0 + ", " + text } ?? text
    }
    return value
  }
}
