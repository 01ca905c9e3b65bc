import HTTP

/// Lines of a cohort that are worked on together.
struct CohortPiece: Sendable {
  enum Line: Sendable {
    /// Within `bytes`, without its line break.
    case whole(Range<Int>)
    /// More bytes than a line may have.
    case tooLong
  }

  /// The number of the first line, from 1.
  let firstNumber: Int
  let bytes: [UInt8]
  let lines: [Line]
}

/// Cuts newline-delimited bytes into pieces of whole lines, however they come; holds no more than one line.
struct LineSplitter {
  /// So many lines, or so many bytes, are a piece: small enough that the answers to it are.
  private static let pieceLines = 16
  private static let pieceBytes = 1 << 15

  private let mostLineBytes: Int
  private var held: [UInt8] = []
  private var lines: [CohortPiece.Line] = []
  private var lineStart = 0
  private var isSkipping = false
  private var nextNumber: Int
  private var finished: [CohortPiece] = []

  /// `firstNumber` is that of the first line that comes.
  init(mostLineBytes: Int, firstNumber: Int = 1) {
    self.mostLineBytes = mostLineBytes
    nextNumber = firstNumber
  }

  /// Takes bytes and gives the pieces that are whole. What is whole of the last one is a piece too: nobody waits for more to come.
  mutating func add(_ bytes: ArraySlice<UInt8>) -> [CohortPiece] {
    let span = bytes.span
    var start = 0
    while start < span.count {
      let end = span.firstIndex(of: UInt8(ascii: "\n"), in: start..<span.count)
      let part = bytes[(bytes.startIndex + start)..<(bytes.startIndex + (end ?? span.count))]
      if !isSkipping {
        if held.count - lineStart + part.count > mostLineBytes {
          held.removeLast(held.count - lineStart)
          isSkipping = true
        } else {
          held += part
        }
      }
      guard let end else { break }
      endLine()
      start = end + 1
    }
    endPiece()
    defer { finished = [] }
    return finished
  }

  /// What is left: a last line without a line break.
  mutating func finish() -> [CohortPiece] {
    if isSkipping || held.count > lineStart { endLine() }
    endPiece()
    defer { finished = [] }
    return finished
  }

  private mutating func endLine() {
    if isSkipping {
      lines.append(.tooLong)
    } else {
      // A line may end in CR LF.
      let end = held.count > lineStart && held[held.count - 1] == UInt8(ascii: "\r") ? held.count - 1 : held.count
      lines.append(.whole(lineStart..<end))
    }
    isSkipping = false
    lineStart = held.count
    if lines.count == Self.pieceLines || held.count >= Self.pieceBytes { endPiece() }
  }

  /// Ends a piece with the last whole line; what there is of the next stays.
  private mutating func endPiece() {
    guard !lines.isEmpty else { return }
    let rest = Array(held[lineStart...])
    held.removeLast(rest.count)
    finished.append(CohortPiece(firstNumber: nextNumber, bytes: held, lines: lines))
    nextNumber += lines.count
    (held, lines, lineStart) = (rest, [], 0)
  }
}
