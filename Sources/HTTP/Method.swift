/// A request method; case-sensitive (RFC 9110 §9.1).
package enum Method: String, Sendable, Hashable, CaseIterable {
  case get = "GET"
  case head = "HEAD"
  case post = "POST"
  case put = "PUT"
  case patch = "PATCH"
  case delete = "DELETE"
  case options = "OPTIONS"
  case trace = "TRACE"
  case connect = "CONNECT"

  /// The method that a token is, by its bytes.
  init?(_ bytes: Span<UInt8>, _ token: Range<Int>) {
    func isNamed(_ name: StaticString) -> Bool { token.count == name.utf8CodeUnitCount && bytes.has(name, at: token.lowerBound) }
    if isNamed("GET") {
      self = .get
    } else if isNamed("POST") {
      self = .post
    } else if isNamed("HEAD") {
      self = .head
    } else if isNamed("OPTIONS") {
      self = .options
    } else if isNamed("PUT") {
      self = .put
    } else if isNamed("PATCH") {
      self = .patch
    } else if isNamed("DELETE") {
      self = .delete
    } else if isNamed("TRACE") {
      self = .trace
    } else if isNamed("CONNECT") {
      self = .connect
    } else {
      return nil
    }
  }
}
