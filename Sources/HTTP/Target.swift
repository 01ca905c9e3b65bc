/// A request target: origin-form, or absolute-form as proxies send it (RFC 9112 §3.2).
struct Target {
  let path: String
  let query: Query
  /// The target as it is kept: path and query.
  let text: String
  /// The authority of an absolute-form target, which counts above Host (RFC 9112 §3.2.2).
  let authority: ArraySlice<UInt8>?

  init(_ bytes: ArraySlice<UInt8>, method: Method) throws(RequestError) {
    guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "#") }) else { throw .badTarget }
    var rest = bytes
    var authority: ArraySlice<UInt8>?
    if method == .options, bytes.elementsEqual([UInt8(ascii: "*")]) {
      (path, query, text, self.authority) = ("*", Query.empty, "*", nil)
      return
    }
    if bytes.first != UInt8(ascii: "/") {
      let isHTTP = Token.isEqual(bytes.prefix(7), "http://")
      // A proxy that ends TLS may send what it was asked for.
      guard isHTTP || Token.isEqual(bytes.prefix(8), "https://") else { throw .badTarget }
      let afterScheme = bytes.dropFirst(isHTTP ? 7 : 8)
      let end = afterScheme.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? afterScheme.endIndex
      authority = afterScheme[..<end]
      guard let authority, !authority.isEmpty, Host.isValid(authority) else { throw .badTarget }
      rest = afterScheme[end...]
      if rest.first != UInt8(ascii: "/") { rest = [UInt8(ascii: "/")] + rest }
    }
    let mark = rest.firstIndex(of: UInt8(ascii: "?")) ?? rest.endIndex
    text = String(decoding: rest, as: UTF8.self)
    path = try Self.path(rest[..<mark])
    guard let query = Query(text.utf8.dropFirst(mark == rest.endIndex ? rest.count : mark - rest.startIndex + 1)) else {
      throw .badTarget
    }
    self.query = query
    self.authority = authority
  }

  /// Segments decoded one by one: an encoded slash stays within its segment's refusal, dot segments are refused.
  private static func path(_ bytes: ArraySlice<UInt8>) throws(RequestError) -> String {
    if !bytes.contains(UInt8(ascii: "%")), !bytes.contains(UInt8(ascii: ".")) { return String(decoding: bytes, as: UTF8.self) }
    var path = ""
    for segment in bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let decoded = PercentDecoding.decode(segment), !decoded.utf8.contains(UInt8(ascii: "/")), decoded != ".",
        decoded != ".."
      else { throw .badTarget }
      path += "/" + decoded
    }
    return path
  }
}

extension Query {
  static let empty = Query(parameters: [])

  private init(parameters: [(name: String, value: String)]) {
    self.parameters = parameters
  }
}
