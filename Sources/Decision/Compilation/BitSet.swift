/// A set of small non-negative integers; those below 128 need no memory of their own.
struct BitSet: Hashable, Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  /// Of the members from 128 on; the last word is not zero.
  private var rest: [UInt64] = []

  init() {}

  init(_ members: some Sequence<Int>) {
    for member in members { insert(member) }
  }

  mutating func insert(_ member: Int) {
    let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: member)
    switch member {
    case ..<64: low |= bit
    case ..<128: high |= bit
    default:
      let index = member / 64 - 2
      while rest.count <= index { rest.append(0) }
      rest[index] |= bit
    }
  }

  @inline(__always)
  func contains(_ member: Int) -> Bool {
    let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: member)
    switch member {
    case ..<64: return low & bit != 0
    case ..<128: return high & bit != 0
    default:
      let index = member / 64 - 2
      return index < rest.count && rest[index] & bit != 0
    }
  }

  @inline(__always)
  func intersects(_ other: BitSet) -> Bool {
    if low & other.low | high & other.high != 0 { return true }
    for index in 0..<min(rest.count, other.rest.count) where rest[index] & other.rest[index] != 0 { return true }
    return false
  }

  @inline(__always)
  func isSubset(of other: BitSet) -> Bool {
    guard low & ~other.low | high & ~other.high == 0 else { return false }
    for index in rest.indices where rest[index] & ~(index < other.rest.count ? other.rest[index] : 0) != 0 { return false }
    return true
  }

  mutating func formUnion(_ other: BitSet) {
    low |= other.low
    high |= other.high
    while rest.count < other.rest.count { rest.append(0) }
    for index in other.rest.indices { rest[index] |= other.rest[index] }
  }

  func union(_ other: BitSet) -> BitSet {
    var union = self
    union.formUnion(other)
    return union
  }

  /// How many members are in both.
  @inline(__always)
  func intersectionCount(_ other: BitSet) -> Int {
    var count = (low & other.low).nonzeroBitCount + (high & other.high).nonzeroBitCount
    for index in 0..<min(rest.count, other.rest.count) { count += (rest[index] & other.rest[index]).nonzeroBitCount }
    return count
  }

  var count: Int { rest.reduce(low.nonzeroBitCount + high.nonzeroBitCount) { $0 + $1.nonzeroBitCount } }

  /// In ascending order.
  var members: [Int] {
    var members: [Int] = []
    forEach { members.append($0) }
    return members
  }

  /// Visits the members in ascending order.
  func forEach(_ visit: (Int) -> Void) {
    Self.visit(low, from: 0, visit)
    Self.visit(high, from: 64, visit)
    for index in rest.indices { Self.visit(rest[index], from: 128 + index * 64, visit) }
  }

  private static func visit(_ word: UInt64, from start: Int, _ visit: (Int) -> Void) {
    var word = word
    while word != 0 {
      visit(start + word.trailingZeroBitCount)
      word &= word - 1
    }
  }
}
