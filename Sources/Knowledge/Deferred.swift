package import Synchronization

/// A value made when it is first asked for, once, whoever asks.
package final class Deferred<Value: Sendable>: Sendable {
  @usableFromInline
  enum State: Sendable {
    case pending(@Sendable () -> Value)
    case made(Value)
  }

  @usableFromInline
  let state: Mutex<State>

  @inlinable
  package init(_ make: @escaping @Sendable () -> Value) {
    state = Mutex(.pending(make))
  }

  /// Who asks first waits for the making, and so do others who ask meanwhile. What it is made from is let go.
  @inlinable
  package var value: Value {
    state.withLock { state in
      switch state {
      case .made(let value): return value
      case .pending(let make):
        let value = make()
        state = .made(value)
        return value
      }
    }
  }
}
