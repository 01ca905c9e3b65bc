import Dispatch
import Synchronization

/// Requests that take their time, answered apart from the loops: first come first served, as many at once as there are loops.
final class LongRequests: Sendable {
  /// Shorter requests are answered sooner than another thread would begin with them.
  static let leastBytes = 1 << 15

  /// What one of them takes of the memory for all, until it is dropped.
  final class Share: Sendable {
    private let owner: LongRequests
    private let bytes: Atomic<Int>

    fileprivate init(_ owner: LongRequests, bytes: Int) {
      self.owner = owner
      self.bytes = Atomic(bytes)
    }

    /// Counts an answer too, which may wait until it is taken.
    func add(_ more: Int) {
      bytes.add(more, ordering: .relaxed)
      owner.bytes.add(more, ordering: .relaxed)
    }

    deinit {
      owner.bytes.subtract(bytes.load(ordering: .relaxed), ordering: .relaxed)
    }
  }

  private struct State {
    var waiting: [@Sendable () -> Void] = []
    var running = 0
  }

  private let width: Int
  private let mostBytes: Int
  private let bytes = Atomic(0)
  private let state = Mutex(State())

  /// An eighth of what connections may hold is held here beside it.
  init(_ configuration: ServerConfiguration) {
    (width, mostBytes) = (max(1, configuration.loops), configuration.limits.heldBytes / 8)
  }

  /// A share for a request of so many bytes; `nil`: there is no room. One request alone always has some.
  func share(_ bytes: Int) -> Share? {
    let total = self.bytes.add(bytes, ordering: .relaxed).newValue
    guard total <= mostBytes || total == bytes else {
      self.bytes.subtract(bytes, ordering: .relaxed)
      return nil
    }
    return Share(self, bytes: bytes)
  }

  func add(_ work: @escaping @Sendable () -> Void) {
    let hasRoom = state.withLock { state in
      state.waiting.append(work)
      guard state.running < width else { return false }
      state.running += 1
      return true
    }
    if hasRoom {
      DispatchQueue.global(qos: .userInitiated).async { [self] in
        while let work = next() { work() }
      }
    }
  }

  private func next() -> (@Sendable () -> Void)? {
    state.withLock { state in
      if state.waiting.isEmpty {
        state.running -= 1
        return nil
      }
      return state.waiting.removeFirst()
    }
  }
}
