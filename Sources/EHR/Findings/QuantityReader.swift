import Clinical
import JSON
import Knowledge

/// Reads quantities: comparators are bounds, and units are converted where the knowledge says how.
enum QuantityReader {
  /// The bounds as they were measured, and the unit; `nil` for what is no quantity.
  static func bounds(_ quantity: JSONValue) -> (Bounds, unit: String?)? {
    guard quantity.kind == .object, let value = quantity.member("value"), value.kind == .number, let number = value.number else {
      return nil
    }
    let magnitude = Magnitude(significand: number.significand, scale: number.scale)
    let unit = quantity.text("code") ?? quantity.text("unit")
    guard let comparator = quantity.member("comparator") else { return (Bounds(exactly: magnitude), unit) }
    switch comparator.string {
    case "<": return (Bounds(lower: nil, upper: Bounds.End(magnitude, isIncluded: false)), unit)
    case "<=": return (Bounds(lower: nil, upper: Bounds.End(magnitude)), unit)
    case ">": return (Bounds(lower: Bounds.End(magnitude, isIncluded: false), upper: nil), unit)
    case ">=": return (Bounds(lower: Bounds.End(magnitude), upper: nil), unit)
    default: return nil
    }
  }

  /// In the unit wanted; `nil` where the unit is missing or there is no way from one to the other.
  static func converted(_ bounds: Bounds, from unit: String?, to wanted: String?, by index: CodeIndex) -> Bounds? {
    guard let wanted, wanted != "1" else {
      // A bare number; UCUM writes what is counted in braces.
      guard let unit, unit != "1", !unit.isEmpty else { return bounds }
      return unit.hasPrefix("{") && unit.hasSuffix("}") ? bounds : nil
    }
    guard let unit else { return nil }
    if unit == wanted { return bounds }
    guard let factor = index.factors[CodeIndex.Conversion(from: unit, to: wanted)] else { return nil }
    func end(_ end: Bounds.End) -> Bounds.End? {
      product(end.value, factor).map { Bounds.End($0, isIncluded: end.isIncluded) }
    }
    let (lower, upper) = (bounds.lower.map(end), bounds.upper.map(end))
    if case .some(nil) = lower { return nil }
    if case .some(nil) = upper { return nil }
    return Bounds(lower: lower ?? nil, upper: upper ?? nil)
  }

  /// What of the bounds is possible at all; `nil` when nothing is, or an exact number is not.
  static func limited(_ bounds: Bounds, to range: Bounds) -> Bounds? {
    switch bounds.lies(in: range) {
    case .holds: return bounds
    case .fails: return nil
    case .unknown: break
    }
    return Bounds(
      lower: [bounds.lower, range.lower].compactMap(\.self).max { $0.value < $1.value },
      upper: [bounds.upper, range.upper].compactMap(\.self).min { $0.value < $1.value })
  }

  private static func product(_ left: Magnitude, _ right: Magnitude) -> Magnitude? {
    let (significand, overflow) = left.significand.multipliedReportingOverflow(by: right.significand)
    guard !overflow else { return nil }
    var (digits, scale) = (significand, left.scale + right.scale)
    while scale > 0, digits % 10 == 0 { (digits, scale) = (digits / 10, scale - 1) }
    return scale <= 18 ? Magnitude(significand: digits, scale: scale) : nil
  }
}
