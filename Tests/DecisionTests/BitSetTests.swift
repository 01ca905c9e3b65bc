import SeededRandom
import Testing

@testable import Decision

@Suite("Sets of small numbers are sets")
struct BitSetTests {
  @Test(arguments: [10, 63, 64, 65, 127, 128, 129, 192, 500])
  func `they agree with a set of integers`(limit: Int) {
    var random = SeededGenerator(seed: UInt64(limit))
    for _ in 0..<200 {
      let (left, right) = (Self.members(below: limit, &random), Self.members(below: limit, &random))
      let (bits, others) = (BitSet(left), BitSet(right))
      #expect(bits.members == left.sorted())
      #expect(bits.count == left.count)
      #expect(bits.intersects(others) == !left.isDisjoint(with: right))
      #expect(bits.intersectionCount(others) == left.intersection(right).count)
      #expect(bits.isSubset(of: others) == left.isSubset(of: right))
      #expect(bits.union(others) == BitSet(left.union(right)))
      #expect((0..<limit + 70).allSatisfy { bits.contains($0) == left.contains($0) })
      #expect((bits == others) == (left == right))
    }
  }

  /// Few, so that one is often within the other.
  private static func members(below limit: Int, _ random: inout SeededGenerator) -> Set<Int> {
    let count = Int.random(in: 0...3, using: &random)
    return Set((0..<count).map { _ in Int.random(in: 0..<limit, using: &random) })
  }
}
