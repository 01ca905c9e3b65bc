import Testing

@testable import HTTP

/// How an answer is written, and what of it is expected.
struct Writing: CustomTestStringConvertible, Sendable {
  let name: String
  var status = Status.ok
  var headOnly = false
  var keepAlive = true
  var isVersion10 = false
  let lines: [String]
  var body = ""

  var testDescription: String { name }
}

@Suite struct ResponseWriterTests {
  @Test(arguments: [
    Writing(name: "GET", lines: ["HTTP/1.1 200 OK", "A: b", "Content-Length: 5"], body: "hello"),
    Writing(name: "HEAD", headOnly: true, lines: ["HTTP/1.1 200 OK", "A: b", "Content-Length: 5"]),
    Writing(name: "204", status: .noContent, lines: ["HTTP/1.1 204 No Content", "A: b"]),
    Writing(name: "304", status: .notModified, lines: ["HTTP/1.1 304 Not Modified", "A: b"]),
    Writing(
      name: "last answer", status: .notFound, keepAlive: false,
      lines: ["HTTP/1.1 404 Not Found", "A: b", "Content-Length: 5", "Connection: close"], body: "hello"),
    Writing(
      name: "HTTP/1.0 that goes on", isVersion10: true,
      lines: ["HTTP/1.1 200 OK", "A: b", "Content-Length: 5", "Connection: keep-alive"], body: "hello"),
    Writing(
      name: "HTTP/1.0 that ends", keepAlive: false, isVersion10: true,
      lines: ["HTTP/1.1 200 OK", "A: b", "Content-Length: 5", "Connection: close"], body: "hello"),
    Writing(
      name: "HEAD, last answer", headOnly: true, keepAlive: false,
      lines: ["HTTP/1.1 200 OK", "A: b", "Content-Length: 5", "Connection: close"]),
  ])
  func `An answer is written with its framing`(_ writing: Writing) throws {
    var response = Response(status: writing.status, body: Array("hello".utf8))
    response.fields.append("A", "b")
    var writer = ResponseWriter()
    var output = Output()
    output.append { $0 += "before".utf8 }
    writer.append(
      response, headOnly: writing.headOnly, keepAlive: writing.keepAlive, isVersion10: writing.isVersion10, to: &output)
    let text = String(decoding: output.unsentBytes, as: UTF8.self)
    try #require(text.hasPrefix("beforeHTTP/1.1 "))
    let end = try #require(text.utf8.indices.first { text.utf8[$0...].starts(with: "\r\n\r\n".utf8) })
    let lines = text[..<end].dropFirst(6).split(separator: "\r\n").map(String.init)
    #expect(lines.filter { !$0.hasPrefix("Date: ") } == writing.lines)
    #expect(lines.count { $0.hasPrefix("Date: ") && $0.hasSuffix(" GMT") && $0.utf8.count == 35 } == 1)
    #expect(text[end...].dropFirst(2) == writing.body)
  }
}

extension Output {
  /// All that was appended, when nothing of it was sent yet.
  var unsentBytes: [UInt8] {
    var bytes: [UInt8] = []
    var start = 0
    for part in parts {
      bytes += copied[start..<part.end] + part.body
      start = part.end
    }
    return bytes + copied[start...]
  }
}
