/// A text that was read: its bytes and, in one flat array, where each value lies.
///
/// Immutable, so values of it may be passed between tasks. Strings and numbers are made when they are asked for.
package final class JSONDocument: Sendable {
  let bytes: [UInt8]
  let nodes: [JSONNode]

  private init(bytes: [UInt8], nodes: [JSONNode]) {
    self.bytes = bytes
    self.nodes = nodes
  }

  /// Reads a text by RFC 8259, strictly: UTF-8 without a byte order mark, no name twice in an object.
  ///
  /// - Throws: Every mistake that can be told with certainty, not the first alone.
  package static func parse(
    _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
  ) throws(JSONSyntaxErrors) -> JSONDocument {
    var reader = JSONReader(limits: limits)
    reader.read(bytes.span)
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

  func node(_ node: JSONNode, equals text: Span<UInt8>) -> Bool {
    let bytes = bytes
    return JSONText.node(node, bytes.span, equals: text)
  }
}
