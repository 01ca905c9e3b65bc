import HTTP
import JSON

/// Answers the lines of a cohort, each on a line of its own: the answer, or a problem with the number of the line.
struct LineResponder: Sendable {
  let responder: CaseResponder
  let mostLineBytes: Int

  /// The answers to a piece, line by line, as long as they are wanted.
  func answers(to piece: CohortPiece, while isWanted: () -> Bool) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(piece.lines.count * responder.detail.usualBytes)
    for (offset, line) in piece.lines.enumerated() where isWanted() {
      output += answer(to: line, of: piece, number: piece.firstNumber + offset)
      output.append(UInt8(ascii: "\n"))
    }
    return output
  }

  private func answer(to line: CohortPiece.Line, of piece: CohortPiece, number: Int) -> [UInt8] {
    guard case .whole(let range) = line else {
      return Problem.line(number, .contentTooLarge, "the line has more than \(mostLineBytes) bytes")
    }
    guard !range.isEmpty else { return Problem.line(number, .badRequest, "the line is empty") }
    do throws(CaseResponder.Refusal) {
      return try responder.answer(Array(piece.bytes[range])).body
    } catch {
      switch error {
      case .malformed(let errors): return Problem.line(number, .badRequest, errors)
      case .invalid(let errors): return Problem.line(number, .unprocessableContent, errors)
      case .unrecorded: return Problem.line(number, .serviceUnavailable, "the decision could not be recorded")
      case .undecided: return Problem.line(number, .internalServerError, "the answer could not be made")
      }
    }
  }
}
