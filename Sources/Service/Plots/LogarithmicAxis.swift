#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import Clinical

/// An axis of ratios: halving and doubling are equally far from 1.
struct LogarithmicAxis {
  private static let marks: [Magnitude] =
    [1, 2, 3, 5, 7].map { Magnitude(significand: $0, scale: 1) }
    + [Magnitude(1), Magnitude(significand: 15, scale: 1)] + [2, 3, 5, 10].map { Magnitude($0) }

  /// The marks within its ends, lowest first.
  let ticks: [Magnitude]
  private let low: Double
  private let high: Double
  private let start: Double
  private let end: Double

  /// `values`: what is to be seen on it; it reaches from 0.3 to 2 at least. `start`, `end`: coordinates of its ends.
  init(showing values: [Double], from start: Double, to end: Double) {
    let least = values.reduce(0.3, min)
    let most = values.reduce(2, max)
    let first = Self.marks.last { $0.double <= least } ?? Self.marks[0]
    let last = Self.marks.first { $0.double >= most } ?? Self.marks[Self.marks.count - 1]
    ticks = Self.marks.filter { first <= $0 && $0 <= last }
    (low, high) = (first.double, last.double)
    (self.start, self.end) = (start, end)
  }

  /// Where a value stands; beyond an end it stands at that end.
  func place(of value: Double) -> Double {
    start + (log(min(max(value, low), high)) - log(low)) / (log(high) - log(low)) * (end - start)
  }

  func isBelow(_ value: Double) -> Bool { value < low }

  func isAbove(_ value: Double) -> Bool { value > high }
}

extension Magnitude {
  /// The nearest binary number: good enough to draw with.
  var double: Double {
    Double(significand) / (0..<scale).reduce(1.0) { power, _ in power * 10 }
  }
}
