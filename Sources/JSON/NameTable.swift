/// Names found by their exact bytes: much cheaper than a dictionary of strings, and what is asked for need not be a string.
package struct NameTable: Sendable {
  private struct Slot: Sendable {
    let hash: UInt32
    /// The name's place; -1 where the slot is free.
    var place: Int32
    /// The name, within `bytes`.
    let start: UInt32
    let end: UInt32

    static let free = Slot(hash: 0, place: -1, start: 0, end: 0)
  }

  /// A power of two, at most half of them taken; a name stands in the first free one from that of its hash on.
  private var slots = [Slot](repeating: .free, count: 4)
  private var bytes: [UInt8] = []
  private var count = 0
  private let seed: UInt64

  private init(seed: UInt64) {
    self.seed = seed
  }

  /// Names known beforehand: the place of each is its index; of equal names that of the first.
  ///
  /// What is asked for may come from outside, the names may not: it is known which of them collide.
  package init(_ names: some Sequence<String>) {
    self.init(seed: 0)
    for (place, name) in names.enumerated() { _ = self.place(of: name, orElse: place) }
  }

  /// For names that come from outside: nobody knows which of them collide.
  package static func forNamesFromOutside() -> NameTable {
    NameTable(seed: secret)
  }

  private static let secret = UInt64.random(in: .min ... .max)

  /// The place of a name; `nil`: it is not there.
  package func place(of name: String) -> Int? {
    place(of: name.utf8.span)
  }

  func place(of name: Span<UInt8>) -> Int? {
    let place = slots[slot(of: name, hash(name))].place
    return place < 0 ? nil : Int(place)
  }

  /// The place of a name, which is given to it where it has none.
  package mutating func place(of name: String, orElse place: Int) -> Int {
    self.place(of: name.utf8.span, orElse: place)
  }

  mutating func place(of name: Span<UInt8>, orElse place: Int) -> Int {
    let hash = hash(name)
    let index = slot(of: name, hash)
    if slots[index].place >= 0 { return Int(slots[index].place) }
    add(name, hash, place, at: index)
    return place
  }

  /// Gives a place to the text of a string, though it had another.
  package mutating func setPlace(_ place: Int, ofTextOf value: JSONValue) {
    value.document.withText(of: value.node) { name in
      let hash = hash(name)
      let index = slot(of: name, hash)
      if slots[index].place >= 0 { slots[index].place = Int32(place) } else { add(name, hash, place, at: index) }
    }
  }

  /// Where a name stands, or may be put.
  private func slot(of name: Span<UInt8>, _ hash: UInt32) -> Int {
    let (slots, bytes) = (slots.span, bytes.span)
    var index = Int(hash)
    while true {
      index &= slots.count - 1
      let slot = slots[index]
      if slot.place < 0 { return index }
      if slot.hash == hash, JSONText.equal(bytes.extracting(Int(slot.start)..<Int(slot.end)), name) { return index }
      index += 1
    }
  }

  private mutating func add(_ name: Span<UInt8>, _ hash: UInt32, _ place: Int, at index: Int) {
    let start = bytes.count
    bytes.append(addingCapacity: name.count) { $0.append(contentsOf: name) }
    slots[index] = Slot(hash: hash, place: Int32(place), start: UInt32(start), end: UInt32(bytes.count))
    count += 1
    if 2 * count > slots.count { grow() }
  }

  /// Makes room for so many names more, that they need not be moved as they come.
  package mutating func reserve(_ names: Int) {
    while slots.count < 2 * (count + names) { grow() }
  }

  private mutating func grow() {
    var larger = [Slot](repeating: .free, count: 2 * slots.count)
    for slot in slots where slot.place >= 0 {
      var index = Int(slot.hash) & (larger.count - 1)
      while larger[index].place >= 0 { index = (index + 1) & (larger.count - 1) }
      larger[index] = slot
    }
    slots = larger
  }

  private func hash(_ name: Span<UInt8>) -> UInt32 {
    UInt32(truncatingIfNeeded: JSONText.hash(name, seed: seed))
  }
}
