package import HTTP
import Synchronization

/// Counts requests by route, method and status, and how long they took.
///
/// Each event loop has a part of its own, so that none waits for another; they are added up when somebody asks.
package final class RequestTally: Sendable {
  /// Bounds of the histogram of durations, in seconds.
  static let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
  private static let boundsInNanoseconds = bounds.map { Int64($0 * 1e9) }

  struct Key: Hashable, Comparable {
    /// Which of the router's patterns; negative: none.
    let route: Int
    let method: String
    let status: Int

    static func < (left: Key, right: Key) -> Bool {
      (left.route, left.method, left.status) < (right.route, right.method, right.status)
    }
  }

  /// How long requests of a route took.
  struct Durations {
    /// By the first bound that holds them; the last: beyond all.
    var counts = [Int](repeating: 0, count: bounds.count + 1)
    var nanoseconds: Int64 = 0
  }

  struct Part {
    var requests: [Key: Int] = [:]
    /// By route, that of no pattern first.
    var durations: [Durations] = []
  }

  private final class Shard: Sendable {
    let part = Mutex(Part())
  }

  private let shards: [Shard]

  package init(loops: Int) {
    shards = (0..<max(1, loops)).map { _ in Shard() }
  }

  package func note(_ exchange: Exchange) {
    let route = exchange.route ?? -1
    let key = Key(route: route, method: exchange.method?.rawValue ?? "", status: exchange.status.code)
    let bucket = Self.boundsInNanoseconds.firstIndex { exchange.nanoseconds <= $0 } ?? Self.bounds.count
    shards[exchange.loop % shards.count].part.withLock { part in
      part.requests[key, default: 0] += 1
      while part.durations.count <= route + 1 { part.durations.append(Durations()) }
      part.durations[route + 1].counts[bucket] += 1
      part.durations[route + 1].nanoseconds += exchange.nanoseconds
    }
  }

  /// All loops together.
  var total: Part {
    var total = Part()
    for shard in shards {
      let part = shard.part.withLock { $0 }
      total.requests.merge(part.requests, uniquingKeysWith: +)
      while total.durations.count < part.durations.count { total.durations.append(Durations()) }
      for (index, durations) in part.durations.enumerated() {
        total.durations[index].nanoseconds += durations.nanoseconds
        for (bucket, count) in durations.counts.enumerated() { total.durations[index].counts[bucket] += count }
      }
    }
    return total
  }
}
