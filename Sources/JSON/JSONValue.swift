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

  /// Hands over the text of a string, of which none is made; `nil` for other values.
  package func withText<Result>(_ body: (Span<UInt8>) -> Result) -> Result? {
    let node = node
    return node.kind == .string ? document.withText(of: node, body) : nil
  }

  /// The place of a string's text in a table, of which no string is made; `nil` also for other values.
  package func place(in table: NameTable) -> Int? {
    let node = node
    return node.kind == .string ? document.place(of: node, in: table) : nil
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

  /// Whether both are the same bytes.
  package func isWritten(as other: JSONValue) -> Bool {
    let (own, others) = (document.bytes, other.document.bytes)
    return JSONText.equal(own.span.extracting(node.bytes), others.span.extracting(other.node.bytes))
  }

  /// A hash of the bytes that `isWritten(as:)` compares, another one in every process.
  package var hashOfBytes: UInt64 {
    let bytes = document.bytes
    return JSONText.hash(bytes.span.extracting(node.bytes), seed: Self.seed)
  }

  private static let seed = UInt64.random(in: .min ... .max)

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
    document.member(name.utf8.span, of: index).map { JSONValue(document: document, index: $0) }
  }

  /// The same by a name that is written in the program, which no string is made of.
  package func member(_ name: StaticString) -> JSONValue? {
    document.member(name, of: index).map { JSONValue(document: document, index: $0) }
  }

  /// The text of an object's member; `nil` where that is no string, without one, and for other values.
  package func text(_ name: StaticString) -> String? {
    guard let member = document.member(name, of: index) else { return nil }
    let node = document.nodes[member]
    return node.kind == .string ? document.text(of: node) : nil
  }

  /// The elements of an array that is an object's member; none where that is no array, without one, and for other values.
  package func list(_ name: StaticString) -> JSONElements {
    guard let member = document.member(name, of: index) else { return JSONElements(document: document) }
    return JSONElements(array: JSONValue(document: document, index: member))
  }

  /// The one member whose name begins with a prefix and goes on; `nil` without one, with several, and for other values.
  package func onlyMember(beginning prefix: StaticString) -> JSONMember? {
    document.onlyMember(beginning: prefix, of: index).map { JSONMember(value: JSONValue(document: document, index: $0)) }
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
