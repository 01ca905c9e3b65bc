extension Request.FieldLine {
  /// Reads `field-name ":" OWS field-value OWS CRLF` (RFC 9112 §5) at `start`, and says where the next line begins.
  ///
  /// The bytes hold a line break somewhere behind `start`, and no LF without CR.
  static func read(_ bytes: Span<UInt8>, from start: Int) throws(RequestError) -> (Self, next: Int) {
    // The line would go on with the one before (RFC 9112 §5.2), or with the request line (§2.2).
    guard !Octet.isSpace(bytes[start]) else { throw .obsoleteFolding }
    var index = start
    while Token.contains(bytes[index]) { index += 1 }
    let name = start..<index
    guard bytes[index] == UInt8(ascii: ":"), !name.isEmpty else { throw nameFault(bytes, at: index) }
    index += 1
    while Octet.isSpace(bytes[index]) { index += 1 }
    let valueStart = index
    index = bytes.firstControl(from: index)
    while bytes[index] == 9 { index = bytes.firstControl(from: index + 1) }
    guard bytes[index] == 13, bytes[index + 1] == 10 else { throw bytes.fault(from: index, else: .badFieldValue) }
    var valueEnd = index
    while valueEnd > valueStart, Octet.isSpace(bytes[valueEnd - 1]) { valueEnd -= 1 }
    return (Self(name: name, value: valueStart..<valueEnd), index + 2)
  }

  /// Why no colon follows a name (RFC 9112 §5.1).
  private static func nameFault(_ bytes: Span<UInt8>, at index: Int) -> RequestError {
    var next = index
    while Octet.isSpace(bytes[next]) { next += 1 }
    return next > index && bytes[next] == UInt8(ascii: ":")
      ? .whitespaceBeforeColon : bytes.fault(from: index, else: .badFieldName)
  }
}
