import JSON

/// Keeps what was made of the element before: resources that were written together say much alike.
struct LastElement<Made: Sendable>: Sendable {
  private var element: JSONValue?
  private var made: Made?

  /// What is made of a member; `nil` without it.
  mutating func value(of field: Resource.Field, in resource: Resource, _ make: (JSONValue) -> Made) -> Made? {
    if resource.isMember(field, writtenAs: element) { return made }
    guard let element = resource[field] else { return nil }
    made = make(element)
    self.element = element
    return made
  }
}
