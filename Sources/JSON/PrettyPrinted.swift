/// Lays JSON out for people: a member or element a line, two spaces a level, no line feed at the end.
///
/// The text is not checked; strings and numbers are copied as they are.
package func prettyPrinted(_ bytes: [UInt8]) -> [UInt8] {
  var pretty: [UInt8] = []
  pretty.reserveCapacity(bytes.count * 2)
  var level = 0
  var isInString = false
  var isEscaped = false
  var isEmpty = false

  func breakLine() {
    pretty.append(UInt8(ascii: "\n"))
    pretty.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
  }

  for byte in bytes {
    if isInString {
      pretty.append(byte)
      if !isEscaped, byte == UInt8(ascii: "\"") { isInString = false }
      isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
      continue
    }
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): continue
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      level = max(0, level - 1)
      if !isEmpty { breakLine() }
      isEmpty = false
      pretty.append(byte)
      continue
    default: break
    }
    if isEmpty { breakLine() }
    isEmpty = false
    pretty.append(byte)
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      level += 1
      isEmpty = true
    case UInt8(ascii: ","): breakLine()
    case UInt8(ascii: ":"): pretty.append(UInt8(ascii: " "))
    case UInt8(ascii: "\""): isInString = true
    default: break
    }
  }
  return pretty
}
