package import Clinical

/// A place of the case that is unknown or too imprecise.
package enum Gap: Hashable, Sendable {
  /// What a prior therapy may leave unsaid.
  package enum Attribute: String, Hashable, Sendable {
    case outcome, bestResponse, daysToProgression, durationMonths, drugs
  }

  case finding(FindingID)
  case comorbidities
  case medications
  case priorTherapies
  case therapy(Int, Attribute)
  /// The days to progression from the last dose of a drug that ended by itself.
  case daysToProgression(Int, of: DrugID)

  /// The finding's id, or a JSON pointer for what is no finding.
  package var name: String {
    switch self {
    case .finding(let id): id.text
    case .comorbidities: "/comorbidities"
    case .medications: "/medications"
    case .priorTherapies: "/priorTherapies"
    case .daysToProgression(let index, let drug): "/priorTherapies/\(index)/daysToProgressionByDrug/\(drug)"
    case .therapy(let index, let attribute): "/priorTherapies/\(index)/\(attribute.rawValue)"
    }
  }
}
