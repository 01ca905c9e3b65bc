/// What was made once for each of many small numbers: a table, since looking up costs less than hashing.
///
/// Most numbers nobody asks about: those cost four bytes each, and nothing when the table goes.
struct MadeOnce<Made> {
  /// By number the place among those made; -1: not made.
  private var places: [Int32]
  private var made: [Made] = []

  /// Grows with the numbers beyond `count`.
  init(count: Int = 0) {
    places = [Int32](repeating: -1, count: count)
  }

  subscript(number: Int) -> Made? {
    get {
      guard number >= 0, number < places.count, places[number] >= 0 else { return nil }
      return made[Int(places[number])]
    }
    set {
      guard number >= 0, let newValue else { return }
      if number >= places.count {
        places.append(contentsOf: repeatElement(-1, count: max(number + 1, 2 * places.count, 512) - places.count))
      }
      if places[number] >= 0 {
        made[Int(places[number])] = newValue
      } else {
        if made.isEmpty { made.reserveCapacity(64) }
        places[number] = Int32(truncatingIfNeeded: made.count)
        made.append(newValue)
      }
    }
  }
}
