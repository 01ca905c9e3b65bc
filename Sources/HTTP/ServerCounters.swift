import Synchronization

/// What a server counts.
final class ServerCounters: Sendable {
  let open = Atomic<Int>(0)
  let accepted = Atomic<Int>(0)
  /// Connections that are told there are too many, and then closed.
  let refused = Atomic<Int>(0)
  /// Connections above the limits since the start.
  let turnedAway = Atomic<Int>(0)
  private let byAddress = Mutex<[PeerAddress: Int]>([:])

  /// Counts one more connection of an address, unless that makes more than `limit`.
  func admit(_ address: PeerAddress, limit: Int) -> Bool {
    byAddress.withLock { counts in
      guard counts[address, default: 0] < limit else { return false }
      counts[address, default: 0] += 1
      return true
    }
  }

  /// Counts one connection of an address less.
  func release(_ address: PeerAddress) {
    byAddress.withLock { counts in
      guard let count = counts[address] else { return }
      counts[address] = count > 1 ? count - 1 : nil
    }
  }
}

/// What one loop counts: written by it alone, read by others.
final class LoopTally: Sendable {
  private let underWay = Atomic<Int>(0)

  /// Requests that are being answered.
  var inFlight: Int { underWay.load(ordering: .relaxed) }

  // Only the loop writes, so that two plain accesses do.

  func begin() {
    underWay.store(underWay.load(ordering: .relaxed) + 1, ordering: .relaxed)
  }

  func end() {
    underWay.store(underWay.load(ordering: .relaxed) - 1, ordering: .relaxed)
  }
}
