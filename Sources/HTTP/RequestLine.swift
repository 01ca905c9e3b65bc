/// The parts of `method SP request-target SP HTTP-version CRLF` (RFC 9112 §3), with single spaces and nothing else between them.
struct RequestLine {
  let method: Range<Int>
  /// Not looked into yet: neither empty nor with spaces.
  let target: Range<Int>
  let major: UInt8
  let minor: UInt8
  /// Behind the line break.
  let end: Int

  /// Reads a line at the beginning of a head, which ends in an empty line.
  init(_ bytes: Span<UInt8>) throws(RequestError) {
    var index = 0
    while Token.contains(bytes[index]) { index += 1 }
    method = 0..<index
    guard index > 0, bytes[index] == 32 else { throw bytes.fault(from: index, else: .malformedRequestLine) }
    let start = index + 1
    index = start
    while bytes[index] != 32, bytes[index] != 13 { index += 1 }
    target = start..<index
    guard !target.isEmpty, bytes[index] == 32 else { throw bytes.fault(from: index, else: .malformedRequestLine) }
    // `HTTP-name "/" DIGIT "." DIGIT`, with case (RFC 9112 §2.3). A later minor is read as the latest that is spoken (RFC 9110 §2.5).
    let version = index + 1
    guard bytes.has("HTTP/", at: version), Octet.isDigit(bytes[version + 5]), bytes[version + 6] == UInt8(ascii: "."),
      Octet.isDigit(bytes[version + 7]), bytes[version + 8] == 13, bytes[version + 9] == 10
    else { throw bytes.fault(from: version, else: .malformedRequestLine) }
    (major, minor) = (bytes[version + 5] - UInt8(ascii: "0"), bytes[version + 7] - UInt8(ascii: "0"))
    end = version + 10
  }
}

extension Span<UInt8> {
  /// What is wrong with a line from `start` on: a CR that no LF follows (RFC 9112 §2.2), or what it is otherwise.
  func fault(from start: Int, else error: RequestError) -> RequestError {
    var index = start
    while self[index] != 13 { index += 1 }
    return self[index + 1] == 10 ? error : .bareLineBreak
  }
}
