/// Writes answers as bytes (RFC 9112 §4, §6).
struct ResponseWriter {
  /// How the end of a body is told.
  private enum Framing {
    case length(Int)
    case chunked
    /// By closing, or there is no body.
    case none
  }

  private var second = -1
  private var date: [UInt8] = []

  /// Appends an answer to `output`.
  mutating func append(_ response: Response, headOnly: Bool, keepAlive: Bool, isVersion10: Bool, to output: inout Output) {
    // 204 and 304 have no body and no length of one (RFC 9110 §8.6).
    let hasBody = response.status != .noContent && response.status != .notModified
    appendHead(
      response, hasBody ? .length(response.body.count) : .none, keepAlive: keepAlive, isVersion10: isVersion10, to: &output)
    if hasBody, !headOnly { output.append(body: response.body) }
  }

  /// Appends the head of an answer whose body follows in chunks (RFC 9112 §7.1), or in HTTP/1.0 until the connection closes.
  mutating func appendHead(_ response: Response, keepAlive: Bool, isVersion10: Bool, to output: inout Output) {
    appendHead(
      response, isVersion10 ? .none : .chunked, keepAlive: keepAlive && !isVersion10, isVersion10: isVersion10, to: &output)
  }

  /// Appends a piece of such a body; an empty one would end it.
  func append(chunk: [UInt8], isVersion10: Bool, to output: inout Output) {
    guard !chunk.isEmpty else { return }
    if isVersion10 { return output.append(body: chunk) }
    output.append { $0 += (String(chunk.count, radix: 16) + "\r\n").utf8 }
    output.append(body: chunk)
    output.append { $0 += "\r\n".utf8 }
  }

  /// Ends such a body.
  func appendEnd(isVersion10: Bool, to output: inout Output) {
    if !isVersion10 { output.append { $0 += "0\r\n\r\n".utf8 } }
  }

  private mutating func appendHead(
    _ response: Response, _ framing: Framing, keepAlive: Bool, isVersion10: Bool, to output: inout Output
  ) {
    updateDate()
    output.append { head in
      head += "HTTP/1.1 ".utf8
      head += response.status.line
      head += "\r\nDate: ".utf8
      head += date
      response.fields.write(to: &head)
      switch framing {
      case .length(let count):
        head += "\r\nContent-Length: ".utf8
        head += String(count).utf8
      case .chunked: head += "\r\nTransfer-Encoding: chunked".utf8
      case .none: break
      }
      if !keepAlive {
        head += "\r\nConnection: close".utf8
      } else if isVersion10 {
        head += "\r\nConnection: keep-alive".utf8
      }
      head += "\r\n\r\n".utf8
    }
  }

  /// Makes the date text anew once a second.
  private mutating func updateDate() {
    let now = Clock.secondsSinceEpoch()
    guard now != second else { return }
    second = now
    date = Array(HTTPDate.text(secondsSinceEpoch: now).utf8)
  }
}
