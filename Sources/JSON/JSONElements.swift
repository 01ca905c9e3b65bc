/// The elements of an array, in order.
package struct JSONElements: Sequence, Sendable {
  private let document: JSONDocument
  private let first: Int
  private let end: Int

  /// Those of an array; none for other values.
  init(array: JSONValue) {
    let node = array.node
    document = array.document
    first = array.index + 1
    end = node.kind == .array ? Int(node.next) : first
  }

  /// None.
  init(document: JSONDocument) {
    self.document = document
    (first, end) = (0, 0)
  }

  /// Linear in it.
  package var count: Int {
    var (count, index) = (0, first)
    while index < end { (count, index) = (count + 1, Int(document.nodes[index].next)) }
    return count
  }

  package func makeIterator() -> Iterator {
    Iterator(document: document, index: first, end: end)
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
