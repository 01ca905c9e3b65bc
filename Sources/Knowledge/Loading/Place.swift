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

  /// The member's place, or this one when there is no such member.
  func member(_ name: String) -> Place {
    Place(file: file, value: value[name] ?? value)
  }

  /// The place of a string in one of the lists that are members, or this one when it stands in none.
  package func element(_ text: String, in lists: String...) -> Place {
    let elements = lists.lazy.flatMap { value[$0]?.elementList ?? [] }
    return Place(file: file, value: elements.first { $0.string == text } ?? value)
  }
}
