package import JSON

/// A value of a file, to say where something was written.
package struct Place: Sendable {
  /// Relative to the knowledge directory; empty for a request.
  package let file: String
  package let value: JSONValue

  package init(file: String, value: JSONValue) {
    self.file = file
    self.value = value
  }

  package var pointer: String { value.pointer }
}
