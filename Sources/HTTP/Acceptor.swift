import Dispatch
import Synchronization

/// Takes connections and deals them to the loops in turn.
final class Acceptor: Sendable {
  private let listener: Int32
  private let loops: [EventLoop]
  private let limit: Int
  private let counters: ServerCounters
  private let wake: Wake
  private let isStopped = Atomic(false)
  private let queue = DispatchQueue(label: "nextline.acceptor", qos: .userInitiated)

  init(listener: Int32, loops: [EventLoop], limit: Int, counters: ServerCounters) throws(ServerError) {
    self.listener = listener
    self.loops = loops
    self.limit = limit
    self.counters = counters
    wake = try Wake()
  }

  /// Accepts until it is stopped, then closes the listener and calls `finished`.
  func start(finished: @escaping @Sendable () -> Void) throws(ServerError) {
    var poller = try Poller()
    guard poller.register(listener, for: .reading), poller.register(wake.reading, for: .reading) else { throw .outOfResources }
    let ready = poller
    queue.async { [self] in
      var poller = ready
      var next = 0
      while !isStopped.load(ordering: .acquiring) {
        poller.wait(milliseconds: -1) { _ in }
        deal(&next)
      }
      // Those who are connected are not turned away; nobody is dealt out after `finished`.
      deal(&next)
      poller.close()
      _ = Socket.close(listener)
      finished()
    }
  }

  func stop() {
    isStopped.store(true, ordering: .releasing)
    wake.signal()
  }

  /// Accepts until nobody waits, or many were taken. With no descriptor left it pauses and goes on, rather than spin.
  private func deal(_ next: inout Int) {
    for _ in 0..<1024 {
      switch Socket.accept(from: listener) {
      case .none: return
      case .exhausted:
        Clock.pause(milliseconds: 10)
        return
      case .connection(let descriptor):
        counters.accepted.add(1, ordering: .relaxed)
        guard counters.open.load(ordering: .relaxed) < limit else {
          _ = Socket.close(descriptor)
          continue
        }
        counters.open.add(1, ordering: .relaxed)
        loops[next].post(.connection(descriptor))
        next = (next + 1) % loops.count
      }
    }
  }
}
