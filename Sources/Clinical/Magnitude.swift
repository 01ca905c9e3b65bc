/// An exact decimal number that keeps its digits: `significand` × 10^-`scale`.
///
/// `1.10` and `1.1` are equal, yet each is shown as it was written.
package struct Magnitude: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let significand: Int64
  /// Digits after the decimal point, 0…18.
  package let scale: Int

  package init(significand: Int64, scale: Int) {
    precondition((0...18).contains(scale), "scale outside 0…18")
    self.significand = significand
    self.scale = scale
  }

  package init(_ whole: Int) {
    self.init(significand: Int64(whole), scale: 0)
  }

  package var isWhole: Bool {
    scale == 0 || significand % Self.powersOfTen[scale] == 0
  }

  /// The whole number this is, `nil` when it has a fraction.
  package var whole: Int? {
    isWhole ? Int(significand / Self.powersOfTen[scale]) : nil
  }

  package static func == (left: Magnitude, right: Magnitude) -> Bool {
    left.scale == right.scale
      ? left.significand == right.significand : left.aligned(to: right) == right.aligned(to: left)
  }

  package static func < (left: Magnitude, right: Magnitude) -> Bool {
    left.scale == right.scale
      ? left.significand < right.significand : left.aligned(to: right) < right.aligned(to: left)
  }

  package func hash(into hasher: inout Hasher) {
    var (significand, scale) = (significand, scale)
    while scale > 0, significand % 10 == 0 {
      (significand, scale) = (significand / 10, scale - 1)
    }
    hasher.combine(significand)
    hasher.combine(scale)
  }

  package var description: String { written(point: ".") }

  /// The decimal text, with `point` between whole and fraction.
  package func written(point: String) -> String {
    let digits = String(significand.magnitude)
    let sign = significand < 0 ? "-" : ""
    guard scale > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    return sign + padded.dropLast(scale) + point + padded.suffix(scale)
  }

  private func aligned(to other: Magnitude) -> Int128 {
    Int128(significand) * Int128(Self.powersOfTen[max(0, other.scale - scale)])
  }

  private static let powersOfTen: [Int64] = (0...18).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
