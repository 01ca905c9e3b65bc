@testable import HTTP

/// The only request in a text that is to be read.
func request(_ text: String) throws -> Request {
  var parser = RequestParser(limits: Limits())
  var input = Array(text.utf8)[...]
  guard case .request(let request) = try parser.parse(&input) else { throw RequestError.malformedRequestLine }
  return request
}

/// A GET of `target` with field lines.
func request(to target: String = "/", method: String = "GET", _ fields: String...) throws -> Request {
  try request("\(method) \(target) HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n")
}

/// Text as bytes, where `\u{80}` to `\u{ff}` stand for single bytes.
func bytes(_ text: String) -> [UInt8] {
  text.unicodeScalars.flatMap { $0.value < 256 ? [UInt8($0.value)] : Array(String($0).utf8) }
}
