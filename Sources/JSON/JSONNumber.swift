/// An exact decimal number, `significand` × 10^-`scale`, that keeps its digits as they were written.
///
/// Equality, order and hash are by value: 1.10 equals 1.1 but is written as `1.10`. There is no negative zero.
package struct JSONNumber: Sendable {
  package let significand: Int64
  /// The digits behind the decimal point, 0 to 18.
  package let scale: Int

  static let scales = 0...18

  package init(_ integer: Int) {
    significand = Int64(integer)
    scale = 0
  }

  /// Makes a number; `nil` unless the scale is from 0 to 18.
  package init?(significand: Int64, scale: Int) {
    guard Self.scales.contains(scale) else { return nil }
    self.significand = significand
    self.scale = scale
  }

  /// The number where it has no fraction other than zeros, else `nil`.
  package var integer: Int? {
    let unit = Self.power(scale)
    return significand % unit == 0 ? Int(significand / unit) : nil
  }

  /// 10 to the power of a scale.
  static func power(_ scale: Int) -> Int64 {
    var power: Int64 = 1
    for _ in 0..<scale { power *= 10 }
    return power
  }
}

extension JSONNumber: Comparable {
  package static func == (left: Self, right: Self) -> Bool {
    left.scale == right.scale ? left.significand == right.significand : left.aligned(to: right) == right.aligned(to: left)
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.scale == right.scale ? left.significand < right.significand : left.aligned(to: right) < right.aligned(to: left)
  }

  /// The significand over the product of both scales, at most 2^63 × 10^18.
  private func aligned(to other: Self) -> Int128 {
    Int128(significand) * Int128(Self.power(other.scale))
  }
}

extension JSONNumber: Hashable {
  package func hash(into hasher: inout Hasher) {
    let plain = withoutTrailingZeros
    hasher.combine(plain.significand)
    hasher.combine(plain.scale)
  }

  private var withoutTrailingZeros: (significand: Int64, scale: Int) {
    var (significand, scale) = (significand, scale)
    while scale > 0, significand % 10 == 0 { (significand, scale) = (significand / 10, scale - 1) }
    return (significand, scale)
  }
}

extension JSONNumber: CustomStringConvertible {
  /// The number as JSON, without an exponent, with all its digits.
  package var description: String {
    let bytes = [UInt8](capacity: Self.maximumBytes) { end in write(to: &end) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A sign, nineteen digits and a point.
  static let maximumBytes = 21

  func write(to end: inout OutputSpan<UInt8>) {
    var rest = significand.magnitude
    let one = UInt64(Self.power(scale))
    var unit = one
    while rest / unit >= 10 { unit *= 10 }
    if significand < 0 { end.append(UInt8(ascii: "-")) }
    while unit > 0 {
      if unit == one / 10 { end.append(UInt8(ascii: ".")) }
      end.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / unit))
      rest %= unit
      unit /= 10
    }
  }
}
