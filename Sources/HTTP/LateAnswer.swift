package import Dispatch
import Synchronization

/// An answer that takes longer than an event loop may be held up: made elsewhere, sent when it is there.
package final class LateAnswer: AnswerStream {
  private let make: @Sendable () -> Response
  private let made = Mutex<Response?>(nil)
  private let waking = WakeBox()
  private let queue: DispatchQueue

  /// `make` runs on `queue`, once the request is whole; its body is not looked at.
  package init(on queue: DispatchQueue, _ make: @escaping @Sendable () -> Response) {
    self.make = make
    self.queue = queue
  }

  package func begin(wake: @escaping @Sendable () -> Void) {
    waking.set(wake)
  }

  package func receive(_ bytes: ArraySlice<UInt8>) {}

  package func finish() {
    queue.async { [self] in
      let response = make()
      made.withLock { $0 = response }
      waking.wake()
    }
  }

  package func cancel() {}

  package var wantsMore: Bool { true }

  package func next() -> AnswerPart? {
    made.withLock { $0.take() }.map { .whole($0) }
  }
}
