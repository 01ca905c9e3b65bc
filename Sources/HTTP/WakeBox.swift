import Synchronization

/// Whom to wake, once that is known.
package final class WakeBox: Sendable {
  private let closure = Mutex<(@Sendable () -> Void)?>(nil)

  package init() {}

  package func set(_ wake: @escaping @Sendable () -> Void) {
    closure.withLock { $0 = wake }
  }

  package func wake() {
    closure.withLock { $0 }?()
  }
}
