package import Clinical

/// Drugs given together, for whom, and on what evidence.
package final class Regimen: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case option
    /// Only a trial's control arm.
    case control
    /// Only known as an earlier line, never offered.
    case priorOnly = "prior-only"
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
  package let synonyms: [String]
  package let components: [Component]
  package let criteria: [Criterion]
  package let cautions: [Caution]
  package let evidence: [Evidence]
  package let place: Place

  init(
    id: RegimenID, disease: DiseaseID, origin: Origin, kind: Kind, name: Text, synonyms: [String], components: [Component],
    criteria: [Criterion], cautions: [Caution], evidence: [Evidence], place: Place
  ) {
    self.id = id
    self.disease = disease
    self.origin = origin
    self.kind = kind
    self.name = name
    self.synonyms = synonyms
    self.components = components
    self.criteria = criteria
    self.cautions = cautions
    self.evidence = evidence
    self.place = place
  }
}
