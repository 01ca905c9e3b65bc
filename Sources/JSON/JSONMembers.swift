/// The members of an object, in document order.
package struct JSONMembers: Sequence, Sendable {
  let object: JSONValue

  package func makeIterator() -> Iterator {
    let node = object.node
    return Iterator(
      document: object.document, index: object.index + 1, end: node.kind == .object ? Int(node.next) : object.index + 1)
  }

  package struct Iterator: IteratorProtocol {
    let document: JSONDocument
    var index: Int
    let end: Int

    package mutating func next() -> JSONMember? {
      guard index < end else { return nil }
      defer { index = Int(document.nodes[index + 1].next) }
      return JSONMember(value: JSONValue(document: document, index: index + 1))
    }
  }
}
