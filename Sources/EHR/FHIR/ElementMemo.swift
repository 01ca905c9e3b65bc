import JSON

/// Keeps what was made of elements, by the way they are written: a record repeats its codes in hundreds of resources.
final class ElementMemo<Made> {
  private struct Key: Hashable {
    let bytes: ArraySlice<UInt8>

    func hash(into hasher: inout Hasher) {
      // SAFETY: the pointer is used within the call only.
      unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
  }

  private var made: [Key: Made] = [:]

  func value(of element: JSONValue, _ make: (JSONValue) -> Made) -> Made {
    let key = Key(bytes: element.rawBytes)
    if let known = made[key] { return known }
    let value = make(element)
    made[key] = value
    return value
  }
}
