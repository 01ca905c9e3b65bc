/// The elements of an array, in order.
package struct JSONElements: Sequence, Sendable {
  let array: JSONValue

  package func makeIterator() -> Iterator {
    let node = array.node
    return Iterator(
      document: array.document, index: array.index + 1, end: node.kind == .array ? Int(node.next) : array.index + 1)
  }

  package struct Iterator: IteratorProtocol {
    let document: JSONDocument
    var index: Int
    let end: Int

    package mutating func next() -> JSONValue? {
      guard index < end else { return nil }
      defer { index = Int(document.nodes[index].next) }
      return JSONValue(document: document, index: index)
    }
  }
}
