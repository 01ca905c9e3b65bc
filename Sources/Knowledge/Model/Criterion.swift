/// What must be true for an option; *met* always speaks for the option.
package struct Criterion: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case indication, restriction
  }

  /// What a criterion that is not met makes of its option.
  package enum Consequence: String, Sendable, CaseIterable {
    case contraindicated
    case notRecommended = "not-recommended"
  }

  package let id: String
  package let kind: Kind
  /// Unknown, it leaves the option conditional; otherwise it is to be verified.
  package let isEssential: Bool
  package let ifNotMet: Consequence
  package let text: Text
  package let condition: Condition
  package let sources: [SourceUse]
  package let place: Place

  package init(
    id: String, kind: Kind, isEssential: Bool, ifNotMet: Consequence, text: Text, condition: Condition, sources: [SourceUse],
    place: Place
  ) {
    self.id = id
    self.kind = kind
    self.isEssential = isEssential
    self.ifNotMet = ifNotMet
    self.text = text
    self.condition = condition
    self.sources = sources
    self.place = place
  }
}

/// What to mind when an option is chosen.
package struct Caution: Sendable {
  package let id: String
  package let text: Text
  /// `nil`: always.
  package let condition: Condition?
  package let sources: [SourceUse]
  package let place: Place
}
