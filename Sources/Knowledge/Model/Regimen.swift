package import Clinical

/// Drugs given together, or what else may be done, for whom, and on what evidence.
package final class Regimen: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case option
    /// Several regimens or drugs to choose from.
    case `class`
    /// A transplant or a cell therapy.
    case procedure
    /// Enrolment in a study.
    case trial
    /// Only an arm of trials, in no step of the pathway.
    case control
    /// Only known as an earlier line, never offered.
    case priorOnly = "prior-only"

    /// Whether it may be offered.
    package var isOption: Bool {
      switch self {
      case .option, .class, .procedure, .trial: true
      case .control, .priorOnly: false
      }
    }

    /// Whether it may name no drug.
    var mayLackDrugs: Bool {
      switch self {
      case .class, .procedure, .trial: true
      case .option, .control, .priorOnly: false
      }
    }
  }

  /// A drug of the regimen with dose and schedule.
  package struct Component: Sendable {
    package let drug: DrugID
    package let dose: Text
    package let schedule: Text
    package let alternatives: [DrugID]
  }

  /// Results that support (or limit) the regimen, the most telling first.
  package struct Evidence: Sendable {
    package let trial: TrialID
    package let endpoints: [String]
    package let place: Place
  }

  package let id: RegimenID
  package let disease: DiseaseID
  package let origin: Origin
  package let kind: Kind
  package let name: Text
  /// The drugs in words, where `name` is an abbreviation.
  package let title: Text?
  package let synonyms: [String]
  package let components: [Component]
  /// Whether it can be the first choice; otherwise it is an alternative at most.
  package let recommends: Bool
  package let criteria: [Criterion]
  package let cautions: [Caution]
  package let evidence: [Evidence]
  package let place: Place

  init(
    id: RegimenID, disease: DiseaseID, origin: Origin, kind: Kind, name: Text, title: Text?, synonyms: [String],
    components: [Component], recommends: Bool, criteria: [Criterion], cautions: [Caution], evidence: [Evidence], place: Place
  ) {
    self.id = id
    self.disease = disease
    self.origin = origin
    self.kind = kind
    self.name = name
    self.title = title
    self.synonyms = synonyms
    self.components = components
    self.recommends = recommends
    self.criteria = criteria
    self.cautions = cautions
    self.evidence = evidence
    self.place = place
  }

  /// All it is called.
  var names: [String] {
    [id.text, name.en, name.ru] + (title.map { [$0.en, $0.ru] } ?? []) + synonyms
  }
}
