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
    guard index > 0, bytes[index] == 32 else { throw bytes.fault(at: index, else: .malformedRequestLine) }
    let start = index + 1
    index = start
    while bytes[index] != 32, bytes[index] != 13 { index += 1 }
    target = start..<index
    guard !target.isEmpty, bytes[index] == 32 else { throw bytes.fault(at: index, else: .malformedRequestLine) }
    // `HTTP-name "/" DIGIT "." DIGIT`, with case (RFC 9112 §2.3). A later minor is read as the latest that is spoken (RFC 9110 §2.5).
    let version = index + 1
    for (offset, expected) in "HTTP/0.0".utf8.enumerated() {
      let byte = bytes[version + offset]
      let isDigit = expected == UInt8(ascii: "0")
      guard isDigit ? Octet.isDigit(byte) : byte == expected else {
        throw bytes.fault(at: version + offset, else: .malformedRequestLine)
      }
    }
    (major, minor) = (bytes[version + 5] - UInt8(ascii: "0"), bytes[version + 7] - UInt8(ascii: "0"))
    end = version + 10
    guard bytes[version + 8] == 13, bytes[version + 9] == 10 else {
      throw bytes.fault(at: version + 8, else: .malformedRequestLine)
    }
  }
}

extension Span<UInt8> {
  /// What is wrong with a byte: a CR that no LF follows, or what it is otherwise (RFC 9112 §2.2).
  func fault(at index: Int, else error: RequestError) -> RequestError {
    self[index] == 13 && self[index + 1] != 10 ? .bareLineBreak : error
  }
}
