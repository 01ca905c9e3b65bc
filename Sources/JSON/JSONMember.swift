/// A name and a value of an object.
package struct JSONMember: Sendable {
  package let value: JSONValue

  private var nameNode: JSONNode { value.document.nodes[value.index - 1] }

  package var name: String { value.document.text(of: nameNode) }

  /// The name's place in a table; no string is made of it.
  package func place(in table: NameTable) -> Int? { value.document.place(of: nameNode, in: table) }

  /// The place of the name's opening quotation mark; linear in the bytes before it.
  package var namePosition: JSONPosition { value.document.position(of: nameNode) }

  /// Compares the name scalar by scalar without making a string of it.
  package func hasName(_ name: StaticString) -> Bool {
    name.withUTF8Buffer { utf8 in
      // A static string gives its bytes only as a pointer; it is valid within the closure, where the span stays.
      let wanted = unsafe utf8.span
      return value.document.node(nameNode, equals: wanted)
    }
  }

  /// Compares the name scalar by scalar, for names known only at run time.
  @_disfavoredOverload
  package func hasName(_ name: String) -> Bool {
    value.document.node(nameNode, equals: name.utf8.span)
  }
}
