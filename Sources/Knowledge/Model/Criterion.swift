/// What must be true for an option; *met* always speaks for the option.
///
/// A class, as answers refer to criteria by the hundred and copying their texts would cost more than judging them.
package final class Criterion: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case indication, restriction
  }

  /// What a criterion that is not met makes of its option.
  package enum Consequence: String, Sendable, CaseIterable {
    case contraindicated
    case notRecommended = "not-recommended"
  }

  package let id: String
  /// The common criterion or rule of a drug that this one replaces for its option.
  package let insteadOf: String?
  package let kind: Kind
  /// Unknown, it leaves the option conditional; otherwise it is to be verified.
  package let isEssential: Bool
  package let ifNotMet: Consequence
  package let text: Text
  package let condition: Condition
  package let sources: [SourceUse]
  package let place: Place

  package init(
    id: String, insteadOf: String? = nil, kind: Kind, isEssential: Bool, ifNotMet: Consequence, text: Text, condition: Condition,
    sources: [SourceUse],
    place: Place
  ) {
    self.id = id
    self.insteadOf = insteadOf
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
package final class Caution: Sendable {
  package let id: String
  package let text: Text
  /// `nil`: always.
  package let condition: Condition?
  package let sources: [SourceUse]
  package let place: Place

  init(id: String, text: Text, condition: Condition?, sources: [SourceUse], place: Place) {
    self.id = id
    self.text = text
    self.condition = condition
    self.sources = sources
    self.place = place
  }
}
