import HTTP
import Synchronization

/// Answers the lines of a request while they come: `POST /recommend/batch`.
final class BatchStream: AnswerStream {
  private struct State {
    var splitter: LineSplitter
    var isBodyWhole = false
    var hasBegun = false
    var hasEnded = false
  }

  private let head: Response
  private let state: Mutex<State>
  private let work: CohortWork
  private let wakeBox: WakeBox
  private let ended: @Sendable () -> Void

  /// `ended` is called once, when nothing more will be done.
  init(_ responder: LineResponder, head: Response, ended: @escaping @Sendable () -> Void) {
    self.head = head
    self.ended = ended
    state = Mutex(State(splitter: LineSplitter(mostLineBytes: responder.mostLineBytes)))
    let box = WakeBox()
    wakeBox = box
    work = CohortWork(answer: { responder.answers(to: $0, while: $1) }, changed: { box.wake() })
  }

  func begin(wake: @escaping @Sendable () -> Void) {
    wakeBox.set(wake)
  }

  func receive(_ bytes: ArraySlice<UInt8>) {
    work.add(state.withLock { $0.splitter.add(bytes) })
  }

  func finish() {
    work.add(
      state.withLock { state in
        state.isBodyWhole = true
        return state.splitter.finish()
      })
  }

  func cancel() {
    work.cancel()
    end()
  }

  var wantsMore: Bool { work.hasRoom }

  func next() -> AnswerPart? {
    let isFirst = state.withLock { state in
      defer { state.hasBegun = true }
      return !state.hasBegun
    }
    if isFirst { return .head(head) }
    if let answers = work.take() { return .piece(answers.bytes) }
    guard state.withLock(\.isBodyWhole), work.isDone else { return nil }
    end()
    return .end
  }

  private func end() {
    let isFirst = state.withLock { state in
      defer { state.hasEnded = true }
      return !state.hasEnded
    }
    if isFirst { ended() }
  }

  deinit { end() }
}
