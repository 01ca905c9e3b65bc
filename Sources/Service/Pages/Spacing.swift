/// Which spaces of a line of code say nothing.
struct Spacing: Sendable {
  static let styles = Spacing(
    quote: "\"", needlessAfter: "{}:;,", needlessBefore: "{}", excluded: "'\\", excludedSequence: "/*")
  static let script = Spacing(
    quote: "'", needlessAfter: "=>,;:{}()[]?&|", needlessBefore: "=,;:{}()[]?&|", excluded: "\"\\/`", excludedSequence: "? .")

  /// What texts stand between.
  private let quote: UInt8
  /// By byte: whether a space after or before it is needless.
  private let needlessAfter: [Bool]
  private let needlessBefore: [Bool]
  /// A line with one of these bytes, or with this sequence, may hold a pattern, a template or a comment, and is left as it is.
  private let excluded: [Bool]
  private let excludedSequence: [UInt8]

  private init(
    quote: Unicode.Scalar, needlessAfter: String, needlessBefore: String, excluded: String, excludedSequence: String
  ) {
    self.quote = UInt8(ascii: quote)
    self.needlessAfter = Self.table(of: needlessAfter)
    self.needlessBefore = Self.table(of: needlessBefore)
    self.excluded = Self.table(of: excluded)
    self.excludedSequence = Array(excludedSequence.utf8)
  }

  private static func table(of signs: String) -> [Bool] {
    var table = [Bool](repeating: false, count: 256)
    for byte in signs.utf8 { table[Int(byte)] = true }
    return table
  }

  /// Appends a line without its needless spaces; none of those in a text is.
  func append(_ line: ArraySlice<UInt8>, to kept: inout [UInt8]) {
    guard !isLeftAlone(line) else {
      kept += line
      return
    }
    let start = kept.count
    var isInText = false
    for index in line.indices {
      let byte = line[index]
      if byte == quote { isInText.toggle() }
      if byte == UInt8(ascii: " "), !isInText {
        guard kept.count > start, !needlessAfter[Int(kept[kept.count - 1])], index + 1 < line.endIndex,
          !needlessBefore[Int(line[index + 1])]
        else { continue }
      }
      kept.append(byte)
    }
  }

  /// Whether a line has an odd number of quotes, or anything that is not told apart here.
  private func isLeftAlone(_ line: ArraySlice<UInt8>) -> Bool {
    var isInText = false
    for index in line.indices {
      let byte = line[index]
      if byte == quote { isInText.toggle() }
      if excluded[Int(byte)] || byte == excludedSequence[0] && line[index...].starts(with: excludedSequence) { return true }
    }
    return isInText
  }
}
