package import Clinical

/// The order of care of a disease.
package struct Pathway: Sendable {
  /// A situation and the regimens it calls for, each list in order of preference.
  package final class Step: Sendable {
    package let id: String
    package let name: Text
    /// The condition as a criterion of the options the step lists.
    package let criterion: Criterion
    package let preferred: [RegimenID]
    package let alternative: [RegimenID]
    /// Whether it can hold the first choice; otherwise its options are alternatives at most.
    package let recommends: Bool
    package let place: Place

    init(
      id: String, name: Text, criterion: Criterion, preferred: [RegimenID], alternative: [RegimenID], recommends: Bool,
      place: Place
    ) {
      self.id = id
      self.name = name
      self.criterion = criterion
      self.preferred = preferred
      self.alternative = alternative
      self.recommends = recommends
      self.place = place
    }
  }

  /// What an answer says beside its options.
  package final class Notice: Sendable {
    package let id: String
    /// `nil`: always.
    package let condition: Condition?
    package let text: Text
    package let sources: [SourceUse]
    package let place: Place

    init(id: String, condition: Condition?, text: Text, sources: [SourceUse], place: Place) {
      self.id = id
      self.condition = condition
      self.text = text
      self.sources = sources
      self.place = place
    }
  }

  package let id: PathwayID
  package let disease: DiseaseID
  package let name: Text
  package let sources: [SourceUse]
  /// Common to all options.
  package let criteria: [Criterion]
  package let steps: [Step]
  package let notices: [Notice]
  package let place: Place
}
