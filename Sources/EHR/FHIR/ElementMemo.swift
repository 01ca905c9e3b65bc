import JSON

/// Keeps what was made of elements, by the way they are written: a record repeats its codes in hundreds of resources.
struct ElementMemo<Made> {
  private struct Known {
    let hash: UInt64
    let element: JSONValue
    let made: Made
  }

  private var known: [Known] = []
  /// A power of two, at most half of them taken: where in `known` an element is, from the slot of its hash on; -1: nowhere.
  private var slots = [Int](repeating: -1, count: 64)

  /// What was made of an element.
  func made(of element: JSONValue) -> Made? {
    let hash = element.hashOfBytes
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let place = slots[slot]
      if known[place].hash == hash, known[place].element.isWritten(as: element) { return known[place].made }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Keeps what was made of an element that was not known.
  mutating func keep(_ made: Made, of element: JSONValue) {
    known.append(Known(hash: element.hashOfBytes, element: element, made: made))
    if 2 * known.count <= slots.count { return take(known.count - 1) }
    slots = [Int](repeating: -1, count: 2 * slots.count)
    for place in known.indices { take(place) }
  }

  private mutating func take(_ place: Int) {
    var slot = Int(truncatingIfNeeded: known[place].hash) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = place
  }
}
