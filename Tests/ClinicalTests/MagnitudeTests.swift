import Clinical
import Testing

@Suite struct MagnitudeTests {
  /// Two numbers and how the first compares with the second.
  struct Pair: CustomTestStringConvertible {
    let left: Magnitude
    let right: Magnitude

    var testDescription: String { "\(left) and \(right)" }

    static let equal = [
      Pair(left: number(110, 2), right: number(11, 1)), Pair(left: number(0, 0), right: number(0, 18)),
      Pair(left: number(-500, 2), right: number(-5, 0)), Pair(left: number(75, 0), right: number(7500, 2)),
      Pair(left: number(1_000_000_000_000_000_000, 18), right: number(1, 0)),
    ]
    static let ascending = [
      Pair(left: number(109, 2), right: number(11, 1)), Pair(left: number(-1, 0), right: number(0, 3)),
      Pair(left: number(-2, 0), right: number(-11, 1)), Pair(left: number(1, 18), right: number(1, 17)),
      Pair(left: number(9, 0), right: number(100, 1)), Pair(left: number(.min, 0), right: number(.max, 18)),
      Pair(left: number(.max, 1), right: number(.max, 0)),
    ]
  }

  private static func number(_ significand: Int64, _ scale: Int) -> Magnitude {
    Magnitude(significand: significand, scale: scale)
  }

  @Test(arguments: Pair.equal)
  func `Equal numbers are equal however many digits they are written with`(_ pair: Pair) {
    #expect(pair.left == pair.right)
    #expect(pair.left.hashValue == pair.right.hashValue)
    #expect(!(pair.left < pair.right) && !(pair.right < pair.left))
  }

  @Test(arguments: Pair.ascending)
  func `Numbers are ordered by value`(_ pair: Pair) {
    #expect(pair.left < pair.right)
    #expect(!(pair.right < pair.left))
    #expect(pair.left != pair.right)
  }

  /// A number and its digits.
  struct Writing: CustomTestStringConvertible {
    let number: Magnitude
    let digits: String

    init(_ significand: Int64, _ scale: Int, _ digits: String) {
      (number, self.digits) = (Magnitude(significand: significand, scale: scale), digits)
    }

    var testDescription: String { digits }
  }

  @Test(arguments: [
    Writing(110, 2, "1.10"), Writing(11, 1, "1.1"), Writing(5, 3, "0.005"), Writing(-5, 3, "-0.005"), Writing(0, 2, "0.00"),
    Writing(450, 0, "450"), Writing(-7, 0, "-7"), Writing(.min, 0, "-9223372036854775808"),
    Writing(1, 18, "0.000000000000000001"),
  ])
  func `A number keeps its digits`(_ writing: Writing) {
    #expect(writing.number.description == writing.digits)
  }

  @Test func `The point may be a comma`() {
    #expect(Magnitude(significand: -1234, scale: 2).written(point: ",") == "-12,34")
  }

  @Test(
    arguments: zip(
      [
        Magnitude(7), Magnitude(significand: 700, scale: 2), Magnitude(significand: -20, scale: 1),
        Magnitude(significand: 705, scale: 2),
      ],
      [7, 7, -2, nil] as [Int?]))
  func `A number without a fraction is whole`(_ number: Magnitude, whole: Int?) {
    #expect(number.whole == whole)
    #expect(number.isWhole == (whole != nil))
  }
}
