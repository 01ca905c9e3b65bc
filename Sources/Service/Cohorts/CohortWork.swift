import Dispatch
import Synchronization

/// Works on the pieces of a cohort on all cores, and gives the answers in the order of the pieces.
final class CohortWork: Sendable {
  /// As many pieces as keep every core busy while one is taken away.
  static let usualWidth = 2 * coreCount + 2

  /// The answers to a piece, and how many.
  struct Answers: Sendable {
    let bytes: [UInt8]
    let lines: Int
  }

  private struct State {
    var waiting: [CohortPiece] = []
    /// Numbers of pieces: the next to be begun, and the next to be given.
    var begun = 0
    var given = 0
    var answers: [Int: Answers] = [:]
    var isCancelled = false
  }

  private let width: Int
  private let answer: @Sendable (CohortPiece, _ isWanted: () -> Bool) -> [UInt8]
  private let changed: @Sendable () -> Void
  private let state = Mutex(State())

  /// `answer` stops when its answers are wanted no more. `width`: how many pieces are worked on or wait to be taken; `changed` is called, from anywhere, when an answer may be there.
  init(
    width: Int = usualWidth, answer: @escaping @Sendable (CohortPiece, _ isWanted: () -> Bool) -> [UInt8],
    changed: @escaping @Sendable () -> Void
  ) {
    (self.width, self.answer, self.changed) = (width, answer, changed)
  }

  func add(_ pieces: [CohortPiece]) {
    state.withLock { $0.waiting += pieces }
    beginMore()
  }

  /// Whether more pieces would be begun at once.
  var hasRoom: Bool { state.withLock { $0.waiting.isEmpty && $0.begun - $0.given < width } }

  /// Whether every piece was answered and every answer taken.
  var isDone: Bool { state.withLock { $0.waiting.isEmpty && $0.begun == $0.given } }

  /// The answers to the next piece, once they are there.
  func take() -> Answers? {
    let answers = state.withLock { state -> Answers? in
      guard let answers = state.answers.removeValue(forKey: state.given) else { return nil }
      state.given += 1
      return answers
    }
    if answers != nil { beginMore() }
    return answers
  }

  /// Begins nothing more; what is under way comes to nothing.
  func cancel() {
    state.withLock { state in
      state.isCancelled = true
      state.waiting = []
    }
  }

  private func beginMore() {
    while let (number, piece) = state.withLock({ state -> (Int, CohortPiece)? in
      guard !state.isCancelled, !state.waiting.isEmpty, state.begun - state.given < width else { return nil }
      state.begun += 1
      return (state.begun - 1, state.waiting.removeFirst())
    }) {
      // The system runs as many of these at a time as there are cores.
      DispatchQueue.global(qos: .utility).async { [self] in work(on: piece, number) }
    }
  }

  private func work(on piece: CohortPiece, _ number: Int) {
    func isWanted() -> Bool { !state.withLock(\.isCancelled) }
    let answers = Answers(bytes: answer(piece, isWanted), lines: piece.lines.count)
    let isNext = state.withLock { state in
      state.answers[number] = answers
      return number == state.given
    }
    if isNext { changed() }
  }

  private static let coreCount = Cores.count
}
