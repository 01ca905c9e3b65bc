/// Random numbers that are the same in every run and on every machine (SplitMix64).
///
/// Source: Steele GL, Lea D, Flood CH. Fast splittable pseudorandom number generators. OOPSLA 2014.
package struct SeededGenerator: RandomNumberGenerator {
  @usableFromInline
  var state: UInt64

  @inlinable
  package init(seed: UInt64) { state = seed }

  @inlinable
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True with this probability.
  package mutating func chance(_ probability: Double) -> Bool {
    Double.random(in: 0..<1, using: &self) < probability
  }
}
