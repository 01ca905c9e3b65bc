import JSON

/// A call of a hook that was understood. The client's authorization is checked for its form and not kept.
struct HookRequest: Sendable {
  let hook: Hook
  let hookInstance: String
  /// The patient's FHIR id.
  let patient: String
  let encounter: String?
  /// References of `order-select`; `nil` for other hooks.
  let selections: [String]?
  /// The Bundle of drafted orders.
  let draftOrders: JSONValue?
  let prefetch: Prefetch
}

/// What the client gathered, by key.
struct Prefetch: Sendable {
  enum State: Sendable {
    /// Nobody asked, or the client does not say.
    case absent
    /// The client looked and found nothing.
    case nothing
    /// The client asked and was told an OperationOutcome.
    case failed
    /// A resource or a Bundle; a Bundle may be but the first page.
    case given(JSONValue, isFirstPage: Bool)
  }

  private let states: [String: State]
  /// In the order of the request.
  let values: [JSONValue]

  init(_ entries: [(key: String, state: State)]) {
    states = Dictionary(entries.map { ($0.key, $0.state) }) { first, _ in first }
    values = entries.compactMap { if case .given(let value, _) = $0.state { value } else { nil } }
  }

  subscript(key: String) -> State { states[key] ?? .absent }

  /// Keys of which more is on further pages, in the order of their names.
  var firstPages: [String] {
    states.filter { if case .given(_, true) = $0.value { true } else { false } }.keys.sorted()
  }

  /// Keys that the client was asked for and could not give, in the order given.
  func missing(of keys: [String]) -> [String] {
    keys.filter { key in
      switch self[key] {
      case .absent, .failed: true
      case .nothing, .given: false
      }
    }
  }
}
