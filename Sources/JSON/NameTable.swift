/// Names known beforehand, found by their exact bytes.
///
/// Much cheaper than a dictionary of strings: nothing is hashed by secret numbers, and what is asked for need not be a string.
/// Only what is asked for comes from outside, so that nobody can make the names collide.
package struct NameTable: Sendable {
  private struct Slot: Sendable {
    let hash: UInt32
    /// The name's place; -1 where the slot is free.
    let place: Int32
    /// The name, within `bytes`.
    let start: UInt32
    let end: UInt32

    static let free = Slot(hash: 0, place: -1, start: 0, end: 0)
  }

  /// A power of two, at most half of them taken; a name stands in the first free one from that of its hash on.
  private let slots: [Slot]
  private let bytes: [UInt8]

  /// The place of each name is its index; of equal names that of the first.
  package init(_ names: some Sequence<String>) {
    let names = Array(names)
    var count = 4
    while count < 2 * names.count { count *= 2 }
    var slots = [Slot](repeating: .free, count: count)
    var bytes: [UInt8] = []
    for (place, name) in names.enumerated() {
      let hash = Self.hash(name.utf8.span)
      var index = Int(hash) & (count - 1)
      var isNew = true
      while slots[index].place >= 0, isNew {
        let slot = slots[index]
        isNew = !name.utf8.elementsEqual(bytes[Int(slot.start)..<Int(slot.end)])
        index = (index + 1) & (count - 1)
      }
      guard isNew else { continue }
      let start = UInt32(bytes.count)
      bytes += name.utf8
      slots[index] = Slot(hash: hash, place: Int32(place), start: start, end: UInt32(bytes.count))
    }
    (self.slots, self.bytes) = (slots, bytes)
  }

  /// The place of a name; `nil`: it is not there.
  package func place(of name: String) -> Int? {
    place(of: name.utf8.span)
  }

  func place(of name: Span<UInt8>) -> Int? {
    let hash = Self.hash(name)
    let (slots, bytes) = (slots.span, bytes.span)
    var index = Int(hash)
    while true {
      index &= slots.count - 1
      let slot = slots[index]
      guard slot.place >= 0 else { return nil }
      if slot.hash == hash, JSONText.equal(bytes.extracting(Int(slot.start)..<Int(slot.end)), name) { return Int(slot.place) }
      index += 1
    }
  }

  private static func hash(_ name: Span<UInt8>) -> UInt32 {
    UInt32(truncatingIfNeeded: JSONText.hash(name, seed: 0))
  }
}
