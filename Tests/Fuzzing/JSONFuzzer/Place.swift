import JSON

/// Places in a text, told without the reader's own means.
enum Place {
  /// The line and column of a byte; what is no UTF-8 may have any column.
  static func position(of offset: Int, in text: [UInt8]) -> JSONPosition {
    let before = text[..<offset]
    let lines = before.split(separator: 10, omittingEmptySubsequences: false)
    let column = (lines.last ?? []).count { $0 & 0xC0 != 0x80 } + 1
    return JSONPosition(offset: offset, line: lines.count, column: column)
  }
}
