import Synchronization

/// An answer that takes longer than an event loop may be held up: made elsewhere, sent when it is there.
package final class LateAnswer: AnswerStream {
  /// Has something done, now or later, on another thread.
  package typealias Run = @Sendable (@escaping @Sendable () -> Void) -> Void

  private let run: Run
  private let make: @Sendable () -> Response
  private let isMadeForNobody: Bool
  private let isCancelled = Atomic(false)
  private let made = Mutex<Response?>(nil)
  private let waking = WakeBox()

  /// `make` is given to `run` once the request is whole; its body is not looked at. `forNobody`: also when the client is gone by then.
  package init(forNobody: Bool = false, on run: @escaping Run, _ make: @escaping @Sendable () -> Response) {
    (self.run, self.make, isMadeForNobody) = (run, make, forNobody)
  }

  package func begin(wake: @escaping @Sendable () -> Void) {
    waking.set(wake)
  }

  package func receive(_ bytes: ArraySlice<UInt8>) {}

  package func finish() {
    run { [self] in
      guard isMadeForNobody || !isCancelled.load(ordering: .relaxed) else { return }
      let response = make()
      made.withLock { $0 = response }
      waking.wake()
    }
  }

  package func cancel() {
    isCancelled.store(true, ordering: .relaxed)
  }

  package var wantsMore: Bool { true }

  package func next() -> AnswerPart? {
    made.withLock { $0.take() }.map { .whole($0) }
  }
}
