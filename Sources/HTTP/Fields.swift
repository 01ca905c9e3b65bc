/// Fields of a response in the order they are sent; names are compared without case (RFC 9110 §5.1).
package struct Fields: Sendable {
  package private(set) var lines: [(name: String, value: String)] = []
  /// Sent before the lines.
  private(set) var prepared: PreparedFields?

  package init() {}

  package init(_ prepared: PreparedFields) {
    self.prepared = prepared
  }

  /// Adds a field line after those there are.
  ///
  /// The value is the program's own: a line break in it would be a bug.
  package mutating func append(_ name: String, _ value: String) {
    precondition(!value.utf8.contains { $0 == 13 || $0 == 10 || $0 == 0 }, "a field value holds a line break")
    lines.append((name, value))
  }

  /// The first value of a field.
  package subscript(name: String) -> String? {
    ((prepared?.lines ?? []) + lines).first { Token.isEqual($0.name.utf8, name.utf8) }?.value
  }

  /// Appends the lines as they are sent, each with a line break before it (RFC 9112 §5).
  func write(to output: inout [UInt8]) {
    if let prepared { output += prepared.bytes }
    for (name, value) in lines {
      output += "\r\n".utf8
      output += name.utf8
      output += ": ".utf8
      output += value.utf8
    }
  }
}

/// Fields that were rendered once, for answers that are given often.
package final class PreparedFields: Sendable {
  let lines: [(name: String, value: String)]
  let bytes: [UInt8]

  package init(_ fields: Fields) {
    lines = fields.lines
    var bytes: [UInt8] = []
    fields.write(to: &bytes)
    self.bytes = bytes
  }
}
