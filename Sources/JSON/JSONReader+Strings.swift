extension JSONReader {
  /// Reads a string, of a value or a name, and adds its node; `index` is on the opening quotation mark.
  mutating func readString(_ subject: Subject, _ bytes: Span<UInt8>) throws(Stop) {
    nodes.append(try readStringNode(subject, bytes))
  }

  /// Reads a string whose node is not added.
  mutating func readStringNode(_ subject: Subject, _ bytes: Span<UInt8>) throws(Stop) -> JSONNode {
    let start = index
    var end = JSONText.endOfPlain(bytes, from: start + 1)
    var spelling = JSONNode.Spelling.plain
    if end == bytes.count || bytes[end] != UInt8(ascii: "\"") {
      spelling = try readUncommon(from: start, &end, subject, bytes) ? .escaped : .unicode
    }
    index = end + 1
    return JSONNode(kind: .string, spelling, from: start, to: index, next: nodes.count + 1)
  }

  /// Reads on where escapes, other scripts and faults may be; leaves `end` on the closing quotation mark.
  private mutating func readUncommon(
    from start: Int, _ end: inout Int, _ subject: Subject, _ bytes: Span<UInt8>
  ) throws(Stop) -> Bool {
    let faultsBefore = faults.count
    var hasEscapes = false
    while end < bytes.count {
      let byte = bytes[end]
      if JSONText.isPlain(byte) {
        end = JSONText.endOfPlain(bytes, from: end + 1)
      } else if byte == UInt8(ascii: "\"") {
        return hasEscapes
      } else if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        try skipEscape(&end, subject, bytes)
      } else if let length = JSONText.lengthOfScalar(bytes, at: end), length > 1 {
        end += length
      } else if byte < 0x80 {
        try record(.controlCharacter(Unicode.Scalar(byte)), at: end, subject, bytes)
        end += 1
      } else {
        try record(.invalidUTF8(byte: byte), at: end, subject, bytes)
        repeat { end += 1 } while end < bytes.count && bytes[end] & 0xC0 == 0x80
      }
    }
    // A string without an end runs over what was meant to follow; faults found there would mislead.
    faults.removeSubrange(faultsBefore...)
    index = start
    throw try stop(.unterminatedString, subject, bytes)
  }

  private mutating func skipEscape(_ end: inout Int, _ subject: Subject, _ bytes: Span<UInt8>) throws(Stop) {
    let start = end
    end += 2
    guard start + 1 < bytes.count, JSONText.shortEscape(bytes[start + 1]) == nil else { return }
    guard bytes[start + 1] == UInt8(ascii: "u") else {
      // What follows the backslash is read as text: it may be the first byte of several, or a control character.
      end = start + 1
      let length = bytes[end] < 0x20 ? 0 : JSONText.lengthOfScalar(bytes, at: end) ?? 0
      return try record(.invalidEscape(JSONText.string(bytes, start..<end + length)), at: start, subject, bytes)
    }
    guard let unit = JSONText.codeUnit(bytes, at: end) else {
      while end < min(start + 6, bytes.count), isHexadecimalDigit(bytes[end]) { end += 1 }
      return try record(.invalidEscape(JSONText.string(bytes, start..<end)), at: start, subject, bytes)
    }
    end += 4
    guard UTF16.isSurrogate(unit) else { return }
    if UTF16.isLeadSurrogate(unit), JSONText.lowSurrogate(bytes, at: end) != nil {
      end += 6
    } else {
      try record(.loneSurrogate(JSONText.string(bytes, start..<end)), at: start, subject, bytes)
    }
  }

  private func isHexadecimalDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}
