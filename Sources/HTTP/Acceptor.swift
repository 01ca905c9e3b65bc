import Dispatch
import Synchronization

/// Takes connections and deals them to the loops in turn.
final class Acceptor: Sendable {
  private let listener: Int32
  private let loops: [EventLoop]
  private let limits: Limits
  private let counters: ServerCounters
  private let wake: Wake
  private let isStopped = Atomic(false)
  private let queue = DispatchQueue(label: "nextline.acceptor", qos: .userInitiated)

  init(listener: Int32, loops: [EventLoop], limits: Limits, counters: ServerCounters) throws(ServerError) {
    self.listener = listener
    self.loops = loops
    self.limits = limits
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
      case .connection(let descriptor, let address):
        counters.accepted.add(1, ordering: .relaxed)
        guard let message = admit(descriptor, from: address) else {
          _ = Socket.close(descriptor)
          continue
        }
        loops[next].post(message)
        next = (next + 1) % loops.count
      }
    }
  }

  /// What a loop is told of a new connection; `nil` when there are too many even to be told so.
  private func admit(_ descriptor: Int32, from address: PeerAddress) -> LoopMessage? {
    let isCounted = limits.connectionsPerAddress > 0
    if counters.open.load(ordering: .relaxed) < limits.connections,
      !isCounted || counters.admit(address, limit: limits.connectionsPerAddress)
    {
      counters.open.add(1, ordering: .relaxed)
      return .connection(descriptor, from: isCounted ? address : nil)
    }
    counters.turnedAway.add(1, ordering: .relaxed)
    guard counters.refused.load(ordering: .relaxed) < Self.mostRefused else { return nil }
    counters.refused.add(1, ordering: .relaxed)
    return .excess(descriptor)
  }

  /// Connections above the limit that are answered at a time; more are closed at once.
  private static let mostRefused = 256
}
