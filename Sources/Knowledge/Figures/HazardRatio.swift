#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import Clinical

/// A hazard ratio with its 95 % interval, as a log-normal estimate.
///
/// What it implies is approximate: published p values come from log-rank tests, often stratified, and intervals from Cox models.
struct HazardRatio {
  let estimate: Magnitude
  let lower: Magnitude
  let upper: Magnitude

  /// `nil` when the estimate or an end of the interval is missing or not above zero.
  init?(_ comparison: Trial.Comparison) {
    guard let estimate = comparison.estimate, let interval = comparison.interval, let upper = interval.upper,
      estimate > Magnitude(0), interval.lower > Magnitude(0), upper > interval.lower
    else { return nil }
    (self.estimate, lower, self.upper) = (estimate, interval.lower, upper)
  }

  /// Whether the interval leaves out 1; `nil`: an end is so near that rounding decides.
  var excludesOne: Bool? {
    for end in [lower, upper] where abs(end.double - 1) <= end.rounding { return nil }
    return lower.double > 1 || upper.double < 1
  }

  /// The least and the greatest two-sided p value that estimate and interval imply, as far as rounding leaves it open.
  var probabilities: ClosedRange<Double> {
    let steps = [-1.0, 1.0]
    var values: [Double] = []
    for estimateStep in steps {
      for endStep in steps {
        let logarithm = log(estimate.double + estimateStep * estimate.rounding)
        let width = log(upper.double + endStep * upper.rounding) - log(max(lower.double - endStep * lower.rounding, 1e-9))
        values.append(erfc(abs(logarithm) / (width / 3.92) / 2.0.squareRoot()))
      }
    }
    // An estimate that may be 1 implies anything up to certainty.
    let reachesOne = abs(estimate.double - 1) <= estimate.rounding
    return (values.min() ?? 0)...(reachesOne ? 1 : values.max() ?? 1)
  }

  /// How far the estimate is from the middle of the interval on the logarithmic scale, beyond what rounding explains, as a
  /// share of the interval's width.
  var skew: Double {
    let width = log(upper.double) - log(lower.double)
    let distance = abs(log(estimate.double) - (log(upper.double) + log(lower.double)) / 2)
    let rounding =
      estimate.rounding / estimate.double + (upper.rounding / upper.double + lower.rounding / lower.double) / 2
    return max(0, distance - rounding) / width
  }

  /// The middle of the interval on the logarithmic scale, with the digits of the estimate.
  var middle: Magnitude {
    estimate.rounded(like: (lower.double * upper.double).squareRoot())
  }
}

/// A p value as it is written: `0.0004`, `<0.0001`, `0.0045 (one-sided)`.
struct StatedProbability {
  enum Sense { case equal, below, above }

  let sense: Sense
  /// Two-sided: one of one side is doubled.
  let value: Double

  /// `nil` when it is in words, as `not significant`.
  init?(_ text: String) {
    var rest = Substring(text)
    switch rest.first {
    case "<", "≤": sense = .below
    case ">", "≥": sense = .above
    default: sense = .equal
    }
    if sense != .equal { rest = rest.dropFirst() }
    rest = rest.drop { $0 == " " || $0 == "=" }
    let number = rest.prefix { $0.isWholeNumber || $0 == "." }
    guard let value = Double(number), value <= 1 else { return nil }
    self.value = rest.contains("one-sided") ? min(1, 2 * value) : value
  }

  /// Whether it is below 0.05; `nil` between 0.04 and 0.06, where an adjusted or stratified test may decide otherwise.
  var isSignificant: Bool? {
    switch sense {
    case .below: value <= 0.05 ? true : nil
    case .above: value >= 0.05 ? false : nil
    case .equal: value < 0.04 ? true : value > 0.06 ? false : nil
    }
  }

  /// Whether it is within an order of magnitude of what is implied. Stratified tests, adjusted models and the other test
  /// than that of the interval change a p value by less; a slip of a digit or a wrong interval by more.
  func isNear(_ implied: ClosedRange<Double>) -> Bool {
    switch sense {
    case .equal: value >= implied.lowerBound / 10 && value <= implied.upperBound * 10
    case .below: implied.lowerBound <= value * 10
    case .above: implied.upperBound >= value / 10
    }
  }
}
