import Clinical
import Testing

@Suite struct BoundsTests {
  /// Bounds of a number, a range, and whether the number lies in it.
  struct Row: CustomTestStringConvertible {
    let bounds: Bounds
    let range: Bounds
    let truth: Truth

    init(_ bounds: Bounds, in range: Bounds, _ truth: Truth) {
      (self.bounds, self.range, self.truth) = (bounds, range, truth)
    }

    var testDescription: String { "\(Self.notation(bounds)) in \(Self.notation(range)): \(truth)" }

    private static func notation(_ bounds: Bounds) -> String {
      let lower = bounds.lower.map { ($0.isIncluded ? "[" : "(") + $0.value.description } ?? "(…"
      let upper = bounds.upper.map { $0.value.description + ($0.isIncluded ? "]" : ")") } ?? "…)"
      return lower + ", " + upper
    }
  }

  private enum Ends {
    static func closed(_ lower: Int, _ upper: Int) -> Bounds {
      Bounds(lower: .init(Magnitude(lower)), upper: .init(Magnitude(upper)))
    }
    static func open(_ lower: Int, _ upper: Int) -> Bounds {
      Bounds(lower: .init(Magnitude(lower), isIncluded: false), upper: .init(Magnitude(upper), isIncluded: false))
    }
    static func exactly(_ value: Int) -> Bounds { Bounds(exactly: Magnitude(value)) }
    static func atLeast(_ value: Int) -> Bounds { Bounds(lower: .init(Magnitude(value)), upper: nil) }
    static func moreThan(_ value: Int) -> Bounds { Bounds(lower: .init(Magnitude(value), isIncluded: false), upper: nil) }
    static func atMost(_ value: Int) -> Bounds { Bounds(lower: nil, upper: .init(Magnitude(value))) }
    static func lessThan(_ value: Int) -> Bounds { Bounds(lower: nil, upper: .init(Magnitude(value), isIncluded: false)) }
  }

  private static let exactRows = [
    Row(Ends.exactly(59), in: Ends.atLeast(60), .fails), Row(Ends.exactly(60), in: Ends.atLeast(60), .holds),
    Row(Ends.exactly(61), in: Ends.atLeast(60), .holds), Row(Ends.exactly(60), in: Ends.moreThan(60), .fails),
    Row(Ends.exactly(61), in: Ends.moreThan(60), .holds), Row(Ends.exactly(60), in: Ends.atMost(60), .holds),
    Row(Ends.exactly(61), in: Ends.atMost(60), .fails), Row(Ends.exactly(60), in: Ends.lessThan(60), .fails),
    Row(Ends.exactly(59), in: Ends.lessThan(60), .holds), Row(Ends.exactly(3), in: Ends.closed(1, 3), .holds),
    Row(Ends.exactly(3), in: Ends.open(1, 3), .fails), Row(Ends.exactly(2), in: Ends.open(1, 3), .holds),
    Row(Ends.exactly(2), in: .unbounded, .holds),
  ]

  private static let impreciseRows = [
    Row(Ends.closed(60, 70), in: Ends.atLeast(60), .holds), Row(Ends.closed(60, 70), in: Ends.moreThan(60), .unknown),
    Row(Ends.closed(50, 60), in: Ends.atLeast(60), .unknown), Row(Ends.closed(50, 60), in: Ends.moreThan(60), .fails),
    Row(Ends.open(50, 60), in: Ends.atLeast(60), .fails), Row(Ends.open(60, 70), in: Ends.moreThan(60), .holds),
    Row(Ends.open(50, 70), in: Ends.closed(50, 70), .holds), Row(Ends.closed(50, 70), in: Ends.open(50, 70), .unknown),
    Row(Ends.open(50, 70), in: Ends.open(50, 70), .holds), Row(Ends.lessThan(5), in: Ends.lessThan(5), .holds),
    Row(Ends.lessThan(5), in: Ends.atMost(5), .holds), Row(Ends.atMost(5), in: Ends.lessThan(5), .unknown),
    Row(Ends.lessThan(5), in: Ends.atLeast(5), .fails), Row(Ends.atMost(5), in: Ends.atLeast(5), .unknown),
    Row(Ends.atMost(5), in: Ends.moreThan(5), .fails), Row(Ends.closed(1, 2), in: Ends.closed(3, 4), .fails),
    Row(Ends.closed(5, 6), in: Ends.closed(3, 4), .fails), Row(Ends.closed(2, 3), in: Ends.closed(3, 4), .unknown),
    Row(Ends.closed(0, 9), in: Ends.closed(3, 4), .unknown),
  ]

  private static let unboundedRows = [
    Row(.unbounded, in: Ends.atLeast(60), .unknown), Row(.unbounded, in: Ends.atMost(60), .unknown),
    Row(.unbounded, in: Ends.closed(1, 2), .unknown), Row(.unbounded, in: .unbounded, .holds),
    Row(Ends.atLeast(60), in: Ends.atLeast(50), .holds), Row(Ends.atLeast(60), in: Ends.atLeast(70), .unknown),
    Row(Ends.atLeast(60), in: Ends.lessThan(60), .fails), Row(Ends.atLeast(60), in: Ends.atMost(60), .unknown),
    Row(Ends.moreThan(60), in: Ends.atMost(60), .fails), Row(Ends.atLeast(60), in: .unbounded, .holds),
  ]

  @Test(arguments: exactRows + impreciseRows + unboundedRows)
  func `Bounds lie in a range when all they allow does`(_ row: Row) {
    #expect(row.bounds.lies(in: row.range) == row.truth)
  }

  @Test func `Whole numbers within the bounds decide as the bounds do`() {
    let ends: [Bounds.End?] = [nil] + (0...4).flatMap { [.init(Magnitude($0)), .init(Magnitude($0), isIncluded: false)] }
    let ranges = ends.flatMap { lower in ends.map { Bounds(lower: lower, upper: $0) } }.filter { !$0.isEmpty }
    let halves = (-2...10).map { Bounds(exactly: Magnitude(significand: Int64($0) * 5, scale: 1)) }
    for bounds in ranges {
      let members = halves.filter { $0.lies(in: bounds) == .holds }
      for range in ranges {
        let inside = members.count { $0.lies(in: range) == .holds }
        let expected: Truth = inside == 0 ? .fails : inside == members.count ? .holds : .unknown
        #expect(bounds.lies(in: range) == expected)
      }
    }
  }

  @Test(arguments: [Ends.exactly(3), Ends.closed(1, 2), Ends.open(1, 2), Ends.atLeast(1), Ends.lessThan(1), .unbounded])
  func `Bounds that a number can have are not empty`(_ bounds: Bounds) {
    #expect(!bounds.isEmpty)
  }

  @Test(arguments: [Ends.closed(2, 1), Ends.open(1, 1), Ends.open(2, 1)])
  func `Bounds that no number can have are empty`(_ bounds: Bounds) {
    #expect(bounds.isEmpty)
  }

  @Test func `Only closed bounds of one value are exact`() {
    #expect(Ends.exactly(4).exact == Magnitude(4))
    #expect(Ends.closed(4, 5).exact == nil)
    #expect(Ends.open(4, 4).exact == nil)
    #expect(Ends.atLeast(4).exact == nil)
    #expect(Bounds.unbounded.exact == nil)
  }
}
