package import Clinical

/// A number as a source gives it.
package struct Amount: Sendable {
  package enum Qualifier: String, Sendable, CaseIterable {
    case moreThan = "more-than"
    case lessThan = "less-than"
    case about
  }

  package enum Estimate: Sendable {
    case value(Magnitude, Qualifier?)
    /// The source gives only a range.
    case range(Magnitude, Magnitude)
    /// The median was not reached.
    case notReached
  }

  package let estimate: Estimate
  /// The 95 % confidence interval.
  package let interval: Interval?
  /// How many of how many the value is.
  package let count: (of: Int, events: Int)?
}

/// A closed interval, lowest first.
package struct Interval: Sendable {
  package let lower: Magnitude
  /// `nil`: not reached.
  package let upper: Magnitude?

  package func contains(_ value: Magnitude) -> Bool {
    lower <= value && upper.map { value <= $0 } ?? true
  }
}
