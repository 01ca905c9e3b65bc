/// The lowest and the highest value a number may have; a side that is `nil` is open to infinity.
///
/// An exact number, a rounded one, "below 0.01" and a date of month precision are all bounds.
package struct Bounds: Sendable, Hashable {
  /// One end of the range.
  package struct End: Sendable, Hashable {
    package let value: Magnitude
    package let isIncluded: Bool

    package init(_ value: Magnitude, isIncluded: Bool = true) {
      self.value = value
      self.isIncluded = isIncluded
    }
  }

  package let lower: End?
  package let upper: End?

  package init(lower: End?, upper: End?) {
    self.lower = lower
    self.upper = upper
  }

  package init(exactly value: Magnitude) {
    self.init(lower: End(value), upper: End(value))
  }

  /// Nothing is known of the number.
  package static let unbounded = Bounds(lower: nil, upper: nil)

  /// The number when only one is possible.
  package var exact: Magnitude? {
    guard let lower, let upper, lower.isIncluded, upper.isIncluded, lower.value == upper.value else { return nil }
    return lower.value
  }

  package var isEmpty: Bool {
    guard let lower, let upper else { return false }
    return lower.value > upper.value || (lower.value == upper.value && !(lower.isIncluded && upper.isIncluded))
  }

  /// Whether a number with these bounds lies in `range`: holds if all of them do, fails if none can, else unknown.
  package func lies(in range: Bounds) -> Truth {
    if isEntirelyBelow(range) || range.isEntirelyBelow(self) { return .fails }
    return startsInside(range) && endsInside(range) ? .holds : .unknown
  }

  private func isEntirelyBelow(_ other: Bounds) -> Bool {
    guard let upper, let lower = other.lower else { return false }
    return upper.value < lower.value || (upper.value == lower.value && !(upper.isIncluded && lower.isIncluded))
  }

  private func startsInside(_ range: Bounds) -> Bool {
    guard let limit = range.lower else { return true }
    guard let lower else { return false }
    return lower.value > limit.value || (lower.value == limit.value && (limit.isIncluded || !lower.isIncluded))
  }

  private func endsInside(_ range: Bounds) -> Bool {
    guard let limit = range.upper else { return true }
    guard let upper else { return false }
    return upper.value < limit.value || (upper.value == limit.value && (limit.isIncluded || !upper.isIncluded))
  }
}
