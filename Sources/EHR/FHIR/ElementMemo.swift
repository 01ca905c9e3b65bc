import JSON

/// Keeps what was made of elements, by the way they are written: a record repeats its codes in hundreds of resources.
final class ElementMemo<Made> {
  private struct Key: Hashable {
    let element: JSONValue

    static func == (left: Key, right: Key) -> Bool { left.element.isWritten(as: right.element) }

    func hash(into hasher: inout Hasher) { hasher.combine(element.hashOfBytes) }
  }

  private var made: [Key: Made] = [:]

  func value(of element: JSONValue, _ make: (JSONValue) -> Made) -> Made {
    let key = Key(element: element)
    if let known = made[key] { return known }
    let value = make(element)
    made[key] = value
    return value
  }
}
