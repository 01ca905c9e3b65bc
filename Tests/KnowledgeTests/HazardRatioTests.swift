import Clinical
import Testing

@testable import Knowledge

@Suite struct HazardRatioTests {
  private static func ratio(_ estimate: Int64, _ lower: Int64, _ upper: Int64) -> HazardRatio? {
    func hundredths(_ number: Int64) -> Magnitude { Magnitude(significand: number, scale: 2) }
    return HazardRatio(
      Trial.Comparison(
        measure: "HR", estimate: hundredths(estimate), interval: Interval(lower: hundredths(lower), upper: hundredths(upper)),
        probability: nil, isSignificant: nil))
  }

  @Test(arguments: [(Int64(45), Int64(38), Int64(54)), (89, 73, 110), (82, 68, 100), (27, 10, 69), (103, 72, 147)])
  func `A published ratio is in the middle of its interval`(_ estimate: Int64, _ lower: Int64, _ upper: Int64) throws {
    #expect(try #require(Self.ratio(estimate, lower, upper)).skew <= 0.05)
  }

  @Test(arguments: [(Int64(54), Int64(38), Int64(54)), (45, 38, 84), (45, 18, 54), (89, 37, 110), (28, 10, 39)])
  func `A slip of a digit moves it from there`(_ estimate: Int64, _ lower: Int64, _ upper: Int64) throws {
    #expect(try #require(Self.ratio(estimate, lower, upper)).skew > 0.05)
  }

  @Test func `The middle has the digits of the estimate`() throws {
    #expect(try #require(Self.ratio(54, 38, 54)).middle.description == "0.45")
  }

  @Test(
    arguments: [(Int64(38), Int64(54), true), (73, 110, false), (68, 100, nil), (100, 147, nil), (101, 147, true)]
      as [(Int64, Int64, Bool?)])
  func `An interval whose end rounds to 1 decides nothing`(_ lower: Int64, _ upper: Int64, _ expected: Bool?) throws {
    let middle = Int64((Double(lower) * Double(upper)).squareRoot().rounded())
    #expect(try #require(Self.ratio(middle, lower, upper)).excludesOne == expected)
  }

  @Test func `The p value of BOLERO-2 for survival is the one that its ratio implies`() throws {
    // HR 0.89 (0.73–1.10), published with P=0.14 of one side.
    let implied = try #require(Self.ratio(89, 73, 110)).probabilities
    #expect(implied.contains(0.26))
    #expect(!implied.contains(0.05))
  }

  @Test(arguments: [
    ("0.0004", 0.0004, StatedProbability.Sense.equal), ("<0.0001", 0.0001, .below), ("0.0045 (one-sided)", 0.009, .equal),
    (">0.05", 0.05, .above), ("= 0.14", 0.14, .equal), ("<0.001 (nominal)", 0.001, .below),
  ])
  func `A p value is read as it is written`(_ text: String, _ value: Double, _ sense: StatedProbability.Sense) throws {
    let stated = try #require(StatedProbability(text))
    #expect(abs(stated.value - value) < 1e-12)
    #expect(stated.sense == sense)
  }

  @Test(arguments: ["not significant", "", "<", "12"])
  func `What is no number is no p value`(_ text: String) {
    #expect(StatedProbability(text) == nil)
  }

  @Test(
    arguments: [
      ("0.03", true), ("0.05", nil), ("0.07", false), ("<0.05", true), ("<0.1", nil), (">0.05", false), ("0.03 (one-sided)", nil),
    ] as [(String, Bool?)])
  func `Near 0.05 the side is left open`(_ text: String, _ expected: Bool?) throws {
    #expect(try #require(StatedProbability(text)).isSignificant == expected)
  }

  @Test(arguments: [
    ("0.02", true), ("0.0011", true), ("0.0009", false), ("0.11", false), ("<0.05", true), ("<0.0001", false), (">0.5", false),
  ])
  func `An order of magnitude is allowed`(_ text: String, _ expected: Bool) throws {
    #expect(try #require(StatedProbability(text)).isNear(0.01...0.01) == expected)
  }
}
