import JSON

/// JSON pointers (RFC 6901) followed in a body.
enum Pointer {
  /// What a pointer leads to; `nil` when there is nothing.
  static func resolve(_ pointer: String, in root: JSONValue) -> JSONValue? {
    if pointer.isEmpty { return root }
    guard pointer.utf8.first == UInt8(ascii: "/") else { return nil }
    var value = root
    for token in pointer.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let next = step(from: value, by: String(token) ?? "") else { return nil }
      value = next
    }
    return value
  }

  /// Whether a pointer leads to a place, or to one that is missing from an object that is there.
  static func leadsSomewhere(_ pointer: String, in root: JSONValue) -> Bool {
    if resolve(pointer, in: root) != nil { return true }
    guard let slash = pointer.utf8.lastIndex(of: UInt8(ascii: "/")) else { return false }
    return resolve(String(pointer.utf8[..<slash]) ?? "", in: root)?.kind == .object
  }

  private static func step(from value: JSONValue, by token: String) -> JSONValue? {
    if value.kind == .array { return Int(token).flatMap { index in value.elements.dropFirst(index).first { _ in true } } }
    // By bytes: text compares as Unicode does.
    return value.members.first { JSONPointer.token($0.name).utf8.dropFirst().elementsEqual(token.utf8) }?.value
  }
}
