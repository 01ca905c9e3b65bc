/// Writes answers as bytes (RFC 9112 §4, §6).
struct ResponseWriter {
  private var second = -1
  private var date: [UInt8] = []

  /// Appends an answer to `output`: head and body together.
  mutating func append(_ response: Response, headOnly: Bool, keepAlive: Bool, isVersion10: Bool, to output: inout [UInt8]) {
    output.reserveCapacity(output.count + response.body.count + 512)
    output += "HTTP/1.1 ".utf8
    output += String(response.status.code).utf8
    output.append(32)
    output += response.status.reasonPhrase.utf8
    output += "\r\nDate: ".utf8
    output += currentDate()
    for (name, value) in response.fields.lines {
      output += "\r\n".utf8
      output += name.utf8
      output += ": ".utf8
      output += value.utf8
    }
    // 204 and 304 have no body and no length of one (RFC 9110 §8.6).
    if response.status != .noContent, response.status != .notModified {
      output += "\r\nContent-Length: ".utf8
      output += String(response.body.count).utf8
    }
    if !keepAlive {
      output += "\r\nConnection: close".utf8
    } else if isVersion10 {
      output += "\r\nConnection: keep-alive".utf8
    }
    output += "\r\n\r\n".utf8
    if !headOnly, response.status != .noContent, response.status != .notModified { output += response.body }
  }

  /// The date text, made once a second.
  private mutating func currentDate() -> [UInt8] {
    let now = Clock.secondsSinceEpoch()
    if now != second {
      second = now
      date = Array(HTTPDate.text(secondsSinceEpoch: now).utf8)
    }
    return date
  }
}
