@testable import HTTP

/// What a parser made of an input, all of it comparable.
struct Reading: Equatable {
  var requests: [ReadRequest] = []
  var error: RequestError?
  var isIdle = true

  /// Feeds a new parser piece after piece until it refuses; `streaming`: bodies are taken in pieces, too.
  init(of pieces: [ArraySlice<UInt8>], limits: Limits, streaming: Bool = false) {
    var parser = RequestParser(limits: limits, announcesBodies: streaming)
    var streamed: Request?
    do throws(RequestError) {
      for piece in pieces {
        var input = piece
        reading: while true {
          switch try parser.parse(&input) {
          case .incomplete: break reading
          case .awaitsContinue: continue
          case .request(let request): requests.append(ReadRequest(request))
          case .head(let request):
            parser.streamBody()
            streamed = request
          case .body(let piece): streamed?.body += piece
          case .bodyEnd:
            guard let request = streamed.take() else { fatalError("a body ends that was not announced") }
            requests.append(ReadRequest(request))
          }
        }
        guard input.isEmpty else { fatalError("waits for more with \(input.count) bytes left unread") }
      }
      isIdle = parser.isIdle
    } catch {
      self.error = error
      isIdle = false
    }
  }
}

/// All of a request that a handler may see.
struct ReadRequest: Equatable {
  struct Line: Equatable {
    let name: [UInt8]
    let value: [UInt8]
  }

  let method: Method
  // As bytes, since text compares as Unicode does.
  let target: [UInt8]
  let path: [UInt8]
  let parameters: [[UInt8]]
  let lines: [Line]
  let body: [UInt8]
  let isVersion10: Bool
  /// What a handler asks of the request.
  let answers: [Bool]

  init(_ request: Request) {
    method = request.method
    target = Array(request.target.utf8)
    path = Array(request.path.utf8)
    parameters = request.query.flatMap { [Array($0.name.utf8), Array($0.value.utf8)] }
    lines = request.lines.map { Line(name: Array(request.head[$0.name]), value: Array(request.head[$0.value])) }
    body = request.body
    isVersion10 = request.isVersion10
    answers = [
      request.accepts("application/json"), request.condition(entityTag: "\"a\"") == .notModified, request.hasJSONBody,
      request.keepsAlive,
      request.preferredType(among: ["text/html", "application/json"]) == "text/html",
      request.preferredLanguage(among: ["en", "ru"]) == "ru",
    ]
  }

  /// The values of a field, its name given in small letters.
  func values(of name: String) -> [[UInt8]] {
    lines.filter { String(decoding: $0.name, as: UTF8.self).lowercased() == name }.map(\.value)
  }
}
