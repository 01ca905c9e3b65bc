/// A value of a document: a reference to it and a place in it, cheap to copy.
package struct JSONValue: Sendable {
  let document: JSONDocument
  let index: Int

  var node: JSONNode { document.nodes[index] }

  package var kind: JSONKind { node.kind }

  package var isNull: Bool { kind == .null }

  package var boolean: Bool? {
    let node = node
    return node.kind == .boolean ? document.bytes[Int(node.start)] == UInt8(ascii: "t") : nil
  }

  package var string: String? {
    let node = node
    return node.kind == .string ? document.text(of: node) : nil
  }

  /// The number; `nil` also where a number does not fit, of which `rawNumber` still gives the text.
  package var number: JSONNumber? {
    let node = node
    let bytes = document.bytes
    return node.kind == .number ? JSONNumber(bytes.span.extracting(node.bytes)) : nil
  }

  /// A number as it was written.
  package var rawNumber: String? {
    let node = node
    let bytes = document.bytes
    return node.kind == .number ? JSONText.string(bytes.span, node.bytes) : nil
  }

  /// The bytes of the value and all within it, as they were written.
  package var rawBytes: ArraySlice<UInt8> { document.bytes[node.bytes] }

  /// The place of the value's first byte; linear in the bytes before it.
  package var position: JSONPosition { document.position(of: node) }
}

// Containers
extension JSONValue {
  /// The number of elements or members, 0 for other values; linear in it.
  package var count: Int {
    var count = 0
    switch kind {
    case .array: for _ in elements { count += 1 }
    case .object: for _ in members { count += 1 }
    case .null, .boolean, .number, .string: break
    }
    return count
  }

  /// The elements of an array in order; none for other values.
  package var elements: JSONElements { JSONElements(array: self) }

  /// The members of an object in document order; none for other values.
  package var members: JSONMembers { JSONMembers(object: self) }

  /// The value of an object's member; `nil` without one and for other values; linear in the members.
  package subscript(_ name: String) -> JSONValue? {
    let node = node
    guard node.kind == .object else { return nil }
    let wanted = name.utf8.span
    var child = index + 1
    while child < Int(node.next) {
      if document.node(document.nodes[child], equals: wanted) {
        return JSONValue(document: document, index: child + 1)
      }
      child = Int(document.nodes[child + 1].next)
    }
    return nil
  }
}

// Place
extension JSONValue {
  /// The value's place in the document by RFC 6901: `""` for the root; linear in the siblings on the way.
  package var pointer: String {
    var pointer = ""
    var container = 0
    while container < index {
      let isObject = document.nodes[container].kind == .object
      var ordinal = 0
      var child = isObject ? container + 2 : container + 1
      while index >= Int(document.nodes[child].next) {
        child = Int(document.nodes[child].next) + (isObject ? 1 : 0)
        ordinal += 1
      }
      pointer += isObject ? JSONPointer.token(document.text(of: document.nodes[child - 1])) : "/\(ordinal)"
      container = child
    }
    return pointer
  }
}
