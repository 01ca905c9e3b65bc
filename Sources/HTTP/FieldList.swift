/// A field's value as a list (RFC 9110 §5.6.1), on bytes: text compares as Unicode does, where other letters equal ASCII.
enum FieldList {
  /// The elements between commas, without those that are empty.
  static func elements(of value: String) -> [ArraySlice<UInt8>] {
    parts(of: Array(value.utf8)[...], between: UInt8(ascii: ",")).filter { !$0.isEmpty }
  }

  /// The parts between separators, without white space around them; a separator in quotes separates nothing.
  static func parts(of bytes: ArraySlice<UInt8>, between separator: UInt8) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    var isQuoted = false
    for (index, byte) in zip(bytes.indices, bytes) {
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == separator, !isQuoted {
        parts.append(trimmed(bytes[start..<index]))
        start = index + 1
      }
    }
    parts.append(trimmed(bytes[start...]))
    return parts
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes
    while let first = rest.first, first == 32 || first == 9 { rest.removeFirst() }
    while let last = rest.last, last == 32 || last == 9 { rest.removeLast() }
    return rest
  }
}
