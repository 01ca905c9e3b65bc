/// Fields of a response in the order they are sent; names are compared without case (RFC 9110 §5.1).
package struct Fields: Sendable {
  package private(set) var lines: [(name: String, value: String)] = []

  package init() {}

  /// Adds a field line after those there are.
  ///
  /// The value is the program's own: a line break in it would be a bug.
  package mutating func append(_ name: String, _ value: String) {
    precondition(!value.utf8.contains { $0 == 13 || $0 == 10 || $0 == 0 }, "a field value holds a line break")
    lines.append((name, value))
  }

  /// The first value of a field.
  package subscript(name: String) -> String? {
    lines.first { Token.isEqual($0.name.utf8, name.utf8) }?.value
  }
}
