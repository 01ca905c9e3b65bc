/// The line before a chunk: `chunk-size [ chunk-ext ] CRLF` (RFC 9112 §7.1, §7.1.1).
struct ChunkLine {
  /// At most `Int.max / 16`, which stands for all that is larger.
  private(set) var size = 0
  /// Bytes of extensions.
  let extensionBytes: Int

  /// Reads a line without its break. Extensions are not known here, so they are ignored, but they have to be well-formed.
  init(_ bytes: Span<UInt8>) throws(RequestError) {
    var index = 0
    while index < bytes.count, let digit = Octet.hexadecimal(bytes[index]) {
      // Zeros before it make a number no larger; one that no integer holds must not be taken for a small one.
      size = size > Int.max >> 8 ? Int.max >> 4 : size << 4 | Int(digit)
      index += 1
    }
    guard index > 0 else { throw .badChunk }
    extensionBytes = bytes.count - index
    while index < bytes.count { index = try Self.endOfExtension(bytes, from: index) }
  }

  /// `BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ]`, the value a token or in quotes.
  private static func endOfExtension(_ bytes: Span<UInt8>, from start: Int) throws(RequestError) -> Int {
    var index = try behind(UInt8(ascii: ";"), bytes, from: start)
    index = try endOfToken(bytes, from: index)
    let afterSpace = endOfSpace(bytes, from: index)
    guard afterSpace < bytes.count, bytes[afterSpace] == UInt8(ascii: "=") else { return index }
    index = try behind(UInt8(ascii: "="), bytes, from: index)
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return try endOfToken(bytes, from: index) }
    return try endOfQuotes(bytes, from: index)
  }

  /// Behind a mark and the white space around it.
  private static func behind(_ mark: UInt8, _ bytes: Span<UInt8>, from start: Int) throws(RequestError) -> Int {
    let index = endOfSpace(bytes, from: start)
    guard index < bytes.count, bytes[index] == mark else { throw .badChunk }
    return endOfSpace(bytes, from: index + 1)
  }

  private static func endOfSpace(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.count, Octet.isSpace(bytes[index]) { index += 1 }
    return index
  }

  private static func endOfToken(_ bytes: Span<UInt8>, from start: Int) throws(RequestError) -> Int {
    var index = start
    while index < bytes.count, Token.contains(bytes[index]) { index += 1 }
    guard index > start else { throw .badChunk }
    return index
  }

  /// `quoted-string` (RFC 9110 §5.6.4).
  private static func endOfQuotes(_ bytes: Span<UInt8>, from start: Int) throws(RequestError) -> Int {
    var index = start + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      if bytes[index] == UInt8(ascii: "\\") { index += 1 }
      guard index < bytes.count, Octet.isInFieldValue(bytes[index]) else { throw .badChunk }
      index += 1
    }
    guard index < bytes.count else { throw .badChunk }
    return index + 1
  }
}
