import JSON

/// Keeps what was made of the element before: resources that were written together say much alike.
struct LastElement<Made> {
  private var last: (element: JSONValue, made: Made)?

  /// What is made of a member; `nil` without it.
  mutating func value(of field: Resource.Field, in resource: Resource, _ make: (JSONValue) -> Made) -> Made? {
    if let last, resource.isMember(field, writtenAs: last.element) { return last.made }
    guard let element = resource[field] else { return nil }
    let made = make(element)
    last = (element, made)
    return made
  }
}
