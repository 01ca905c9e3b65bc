import Synchronization

/// Keeps each client to a number of requests a second, with as many at once after a pause (a token bucket).
///
/// What is remembered of clients is bounded: of those beyond, the ones that have all they may have are forgotten, which changes
/// nothing for them.
package final class RateLimiter: Sendable {
  private struct Bucket {
    var requests: Double
    var filledAt: Int64
  }

  private static let mostClients = 10_000

  private let buckets = Mutex<[String: Bucket]>([:])
  private let standard: Int?

  /// `requestsPerSecond`: what a client may do that has no rate of its own; `nil` is without limit.
  package init(requestsPerSecond standard: Int?) {
    self.standard = standard
  }

  /// Whether clients without a rate of their own have one.
  var limitsAnybody: Bool { standard != nil }

  /// How many clients are remembered.
  var count: Int { buckets.withLock { $0.count } }

  /// Counts a request of a client at a time in nanoseconds; the seconds to wait when it is one too many.
  package func secondsToWait(_ client: String, requestsPerSecond own: Int?, now clock: () -> Int64) -> Int? {
    guard let rate = (own ?? standard).map(Double.init) else { return nil }
    let now = clock()
    return buckets.withLock { buckets -> Int? in
      var bucket = buckets[client] ?? Bucket(requests: rate, filledAt: now)
      bucket.requests = min(rate, bucket.requests + Double(now - bucket.filledAt) / 1e9 * rate)
      bucket.filledAt = now
      let isAllowed = bucket.requests >= 1
      if isAllowed { bucket.requests -= 1 }
      if buckets[client] == nil, buckets.count >= Self.mostClients {
        // A bucket that stood for a second is full.
        buckets = buckets.filter { now - $0.value.filledAt < 1_000_000_000 }
      }
      buckets[client] = bucket
      return isAllowed ? nil : max(1, Int(((1 - bucket.requests) / rate).rounded(.up)))
    }
  }
}
