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
    for method in Self.allCases where method.rawValue.utf8.count == token.count {
      if zip(token, method.rawValue.utf8).allSatisfy({ bytes[$0] == $1 }) {
        self = method
        return
      }
    }
    return nil
  }
}
