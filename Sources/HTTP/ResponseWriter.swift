/// Writes answers as bytes (RFC 9112 §4, §6).
struct ResponseWriter {
  private var second = -1
  private var date: [UInt8] = []

  /// Appends an answer to `output`.
  mutating func append(_ response: Response, headOnly: Bool, keepAlive: Bool, isVersion10: Bool, to output: inout Output) {
    // 204 and 304 have no body and no length of one (RFC 9110 §8.6).
    let hasBody = response.status != .noContent && response.status != .notModified
    updateDate()
    output.append { head in
      head += "HTTP/1.1 ".utf8
      head += response.status.line
      head += "\r\nDate: ".utf8
      head += date
      response.fields.write(to: &head)
      if hasBody {
        head += "\r\nContent-Length: ".utf8
        head += String(response.body.count).utf8
      }
      if !keepAlive {
        head += "\r\nConnection: close".utf8
      } else if isVersion10 {
        head += "\r\nConnection: keep-alive".utf8
      }
      head += "\r\n\r\n".utf8
    }
    if hasBody, !headOnly { output.append(body: response.body) }
  }

  /// Makes the date text anew once a second.
  private mutating func updateDate() {
    let now = Clock.secondsSinceEpoch()
    guard now != second else { return }
    second = now
    date = Array(HTTPDate.text(secondsSinceEpoch: now).utf8)
  }
}
