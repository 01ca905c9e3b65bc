@testable import HTTP

/// What a parser made of bytes: the requests it read, and how it ended.
struct Reading: Equatable, CustomStringConvertible {
  var requests: [String] = []
  var error: RequestError?
  var isIdle = true

  var description: String { "\(requests) \(error.map { "\($0)" } ?? (isIdle ? "idle" : "incomplete"))" }
}

/// Feeds a new parser piece after piece until it refuses.
func read(_ pieces: [ArraySlice<UInt8>], limits: Limits = Limits()) -> Reading {
  var parser = RequestParser(limits: limits)
  var reading = Reading()
  do throws(RequestError) {
    for piece in pieces {
      var input = piece
      reading: while true {
        switch try parser.parse(&input) {
        case .incomplete: break reading
        case .awaitsContinue: continue
        case .request(let request): reading.requests.append(summary(of: request))
        }
      }
    }
    reading.isIdle = parser.isIdle
  } catch {
    reading.error = error
    reading.isIdle = false
  }
  return reading
}

/// Method, path, parameters, fields and body in one line.
func summary(of request: Request) -> String {
  var text = "\(request.method.rawValue) \(request.path)"
  if !request.query.parameters.isEmpty {
    text += "?" + request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }
  if request.isVersion10 { text += " 1.0" }
  if !request.body.isEmpty { text += " " + String(decoding: request.body, as: UTF8.self) }
  return text
}

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
