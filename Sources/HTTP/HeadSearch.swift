/// Looks for the end of a head in bytes that come piece by piece, each of which is looked at once.
///
/// Only breaks of lines are looked at, and only CR LF is one: LF alone might be, but is none for other readers (RFC 9112 §2.2).
struct HeadSearch: Sendable {
  private var lineStart = 0
  private var searched = 0
  /// Lines so far, the request line too.
  private(set) var lineCount = 0

  /// Where the head at the beginning of `bytes` ends, behind its empty line; `nil` until it is whole. The bytes only get more.
  mutating func end(in bytes: Span<UInt8>, _ limits: Limits) throws(RequestError) -> Int? {
    let count = min(bytes.count, limits.headBytes)
    while let lineBreak = bytes.firstIndex(of: 10, in: searched..<count) {
      if lineCount == 0 { try checkRequestLine(bytes.extracting(..<(lineBreak + 1)), limits) }
      guard lineBreak > 0, bytes[lineBreak - 1] == 13 else { throw .bareLineBreak }
      if lineBreak == lineStart + 1 { return lineBreak + 1 }
      lineCount += 1
      lineStart = lineBreak + 1
      searched = lineStart
    }
    searched = count
    if lineCount == 0 { try checkRequestLine(bytes.extracting(..<count), limits) }
    guard count < limits.headBytes else { throw .headTooLarge }
    return nil
  }

  /// Refuses a request line that is longer than its limit, its break not counted.
  private func checkRequestLine(_ bytes: Span<UInt8>, _ limits: Limits) throws(RequestError) {
    let limit = limits.requestLineBytes
    guard bytes.count > limit, bytes[limit] != 10 else { return }
    if bytes[limit] == 13, bytes.count == limit + 1 || bytes[limit + 1] == 10 { return }
    // A method longer than any is one that is not known (RFC 9112 §3).
    guard bytes.firstIndex(of: 32, in: 0..<limit) == nil else { throw .requestLineTooLong }
    throw (0..<limit).allSatisfy { Token.contains(bytes[$0]) } ? .unknownMethod : .malformedRequestLine
  }
}
