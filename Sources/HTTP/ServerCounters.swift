import Synchronization

/// What a server counts.
final class ServerCounters: Sendable {
  let open = Atomic<Int>(0)
  let accepted = Atomic<Int>(0)
  let requests = Atomic<Int>(0)
  /// Connections that are told there are too many, and then closed.
  let refused = Atomic<Int>(0)
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
