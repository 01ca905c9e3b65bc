/// A place in a text, for people and for editors.
package struct JSONPosition: Hashable, Sendable, CustomStringConvertible {
  /// Bytes before the place.
  package let offset: Int
  /// The line, from 1; a line ends with a line feed.
  package let line: Int
  /// The column, from 1, in Unicode scalars.
  package let column: Int

  package init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }

  package var description: String { "line \(line), column \(column)" }
}

extension JSONPosition {
  static let start = JSONPosition(offset: 0, line: 1, column: 1)

  /// Finds a later place in the same text; linear in the bytes between.
  func advanced(to offset: Int, in bytes: Span<UInt8>) -> JSONPosition {
    var line = line
    var column = column
    for index in min(self.offset, offset)..<min(offset, bytes.count) {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return JSONPosition(offset: offset, line: line, column: column)
  }
}
