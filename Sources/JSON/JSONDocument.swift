/// A text that was read: its bytes and, in one flat array, where each value lies.
///
/// Immutable, so values of it may be passed between tasks. Strings and numbers are made when they are asked for.
package final class JSONDocument: Sendable {
  let bytes: [UInt8]
  let nodes: Tape<JSONNode>

  private init(bytes: [UInt8], nodes: consuming Tape<JSONNode>) {
    self.bytes = bytes
    self.nodes = nodes
  }

  /// Reads a text by RFC 8259, strictly: UTF-8 without a byte order mark, no name twice in an object.
  ///
  /// - Throws: Every mistake that can be told with certainty, not the first alone.
  package static func parse(
    _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
  ) throws(JSONSyntaxErrors) -> JSONDocument {
    let reader = JSONReader(bytes.span, limits: limits)
    guard reader.faults.isEmpty else { throw JSONSyntaxErrors(errors: reader.errors(bytes.span)) }
    return JSONDocument(bytes: bytes, nodes: reader.nodes)
  }

  package var root: JSONValue { JSONValue(document: self, index: 0) }
}

// Nodes
extension JSONDocument {
  func position(of node: JSONNode) -> JSONPosition {
    let bytes = bytes
    return JSONPosition.start.advanced(to: Int(node.start), in: bytes.span)
  }

  func text(of node: JSONNode) -> String {
    let bytes = bytes
    return JSONText.string(of: node, bytes.span)
  }

  /// Hands over the text of a string, of which none is made.
  @inline(__always)
  func withText<Result>(of node: JSONNode, _ body: (Span<UInt8>) -> Result) -> Result {
    let bytes = bytes
    return node.hasEscapes
      ? body(JSONText.unescaped(bytes.span, node.content).span) : body(bytes.span.extracting(node.content))
  }

  /// Hands over the texts of two strings with a solidus between them.
  func withPath<Result>(of first: JSONNode, _ last: JSONNode, _ body: (Span<UInt8>) -> Result) -> Result {
    withText(of: first) { first in
      withText(of: last) { last in
        // SAFETY: the room, on the stack unless it is long, is used within the closure only.
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: first.count + last.count + 1) { room in
          var path = unsafe OutputSpan(buffer: room, initializedCount: 0)
          path.append(contentsOf: first)
          path.append(UInt8(ascii: "/"))
          path.append(contentsOf: last)
          return body(path.span)
        }
      }
    }
  }

  /// The place of a string's text in a table.
  func place(of node: JSONNode, in table: NameTable) -> Int? {
    withText(of: node) { table.place(of: $0) }
  }

  /// The node of the value of an object's member; `nil` without one and for other values.
  func member(_ name: StaticString, of index: Int) -> Int? {
    // A static string gives its bytes only as a pointer; it is valid within the closure, where the span stays.
    name.withUTF8Buffer { name in member(unsafe name.span, of: index) }
  }

  @inline(__always)
  func member(_ name: Span<UInt8>, of index: Int) -> Int? {
    let object = nodes[index]
    guard object.kind == .object, object.mark & JSONNode.lengthBit(name.count) != 0 else { return nil }
    let mark = JSONNode.mark(name)
    var child = index + 1
    while let place = nodes.name(marked: mark, from: child, to: Int(object.next)) {
      if node(nodes[place], equals: name) { return place + 1 }
      child = Int(nodes[place + 1].next)
    }
    return nil
  }

  /// The node of the value of the one member whose name begins with a prefix and goes on.
  func onlyMember(beginning prefix: StaticString, of index: Int) -> Int? {
    let object = nodes[index]
    guard object.kind == .object else { return nil }
    var child = index + 1
    var found: Int?
    while child < Int(object.next) {
      if name(nodes[child], goesOnFrom: prefix) {
        guard found == nil else { return nil }
        found = child + 1
      }
      child = Int(nodes[child + 1].next)
    }
    return found
  }

  private func name(_ name: JSONNode, goesOnFrom prefix: StaticString) -> Bool {
    guard name.isPlain else {
      // Beyond ASCII a prefix is one of characters.
      let text = text(of: name)
      return text.hasPrefix("\(prefix)") && text.utf8.count > prefix.utf8CodeUnitCount
    }
    guard name.content.count > prefix.utf8CodeUnitCount else { return false }
    let bytes = bytes
    // A static string gives its bytes only as a pointer; it is valid within the closure, where the span stays.
    return prefix.withUTF8Buffer { prefix in
      let prefix = unsafe prefix.span
      // Which nearly always decides.
      guard prefix.isEmpty || bytes[Int(name.start) + 1] == prefix[0] else { return false }
      return JSONText.equal(bytes.span.extracting(name.content.prefix(prefix.count)), prefix)
    }
  }

  func node(_ node: JSONNode, equals text: Span<UInt8>) -> Bool {
    let bytes = bytes
    return JSONText.node(node, bytes.span, equals: text)
  }
}
