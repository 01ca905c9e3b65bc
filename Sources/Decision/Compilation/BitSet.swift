/// A set of small non-negative integers.
struct BitSet: Hashable, Sendable {
  private var words: [UInt64]

  init(_ members: some Sequence<Int>) {
    words = []
    for member in members { insert(member) }
  }

  mutating func insert(_ member: Int) {
    while words.count <= member / 64 { words.append(0) }
    words[member / 64] |= 1 << UInt64(member % 64)
  }

  func contains(_ member: Int) -> Bool {
    member / 64 < words.count && words[member / 64] & (1 << UInt64(member % 64)) != 0
  }

  func intersects(_ other: BitSet) -> Bool {
    for index in 0..<min(words.count, other.words.count) where words[index] & other.words[index] != 0 { return true }
    return false
  }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// In ascending order.
  var members: [Int] {
    var members: [Int] = []
    for index in words.indices {
      var word = words[index]
      while word != 0 {
        members.append(index * 64 + word.trailingZeroBitCount)
        word &= word - 1
      }
    }
    return members
  }

  func union(_ other: BitSet) -> BitSet {
    var union = self
    while union.words.count < other.words.count { union.words.append(0) }
    for index in other.words.indices { union.words[index] |= other.words[index] }
    return union
  }

  func isSubset(of other: BitSet) -> Bool {
    for (index, word) in words.enumerated() where word & ~(index < other.words.count ? other.words[index] : 0) != 0 {
      return false
    }
    return true
  }
}
