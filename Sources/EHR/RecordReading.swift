package import Clinical
package import Knowledge

/// What was read of a health record: a case, and what proves it.
package struct RecordReading: Sendable {
  package let patient: PatientCase
  /// Drugs that the knowledge does not have, with the first event that names each.
  package let unknownDrugs: [(name: String, reference: String)]
  /// The prior therapies with the events that prove each, in the order of `patient.priorTherapies`; `nil`: they are stated
  /// beside the record.
  package let history: [TherapyLine]?
  package let notices: [RecordNotice]
  /// All that was not made use of, by what it is and why.
  package let notUnderstood: [NotUnderstood]
  package let resourceCount: Int
}

/// Something a reader of the answer has to know of the record.
package struct RecordNotice: Sendable, Hashable {
  package let id: String
  package let text: Text
  package let references: [String]
}

/// Resources that told nothing, and why.
package struct NotUnderstood: Sendable, Hashable {
  /// A code with its words, or what kind of thing it is.
  package let what: String
  package let reason: Text
  /// The first of them.
  package internal(set) var references: [String]
  package internal(set) var count: Int

  static let mostReferences = 10
}

/// An entry of the history as it was put together from events.
package struct TherapyLine: Sendable {
  package struct Given: Sendable {
    /// `nil`: a drug the knowledge does not have, or one of several.
    package let drug: DrugID?
    package let name: String
    package let started: String
    /// `nil`: it is still given, or nobody says.
    package let ended: String?
    package let events: [String]
  }

  package let therapy: PriorTherapy
  package let regimen: RegimenID?
  package let drugs: [Given]
  /// Results that show progression or response.
  package let statuses: [String]
  /// The rules that made it, in their order.
  package let rules: [TherapyRules.Kind]
}

/// Why no case can be made of a record.
package enum RecordRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  case noResources
  case noPatient
  case severalPatients([String])
  case noDisease([String])
  case severalDiseases([String])
  case noRules

  package var description: String {
    switch self {
    case .noResources: "the bundle holds no FHIR resource"
    case .noPatient: "nothing in the bundle says whose record it is"
    case .severalPatients(let references): "the bundle is of several patients: \(references.joined(separator: ", "))"
    case .noDisease(let known): "no confirmed condition is a disease that is answered for: \(known.joined(separator: ", "))"
    case .severalDiseases(let ids): "conditions name several diseases: \(ids.joined(separator: ", ")); state one as `disease`"
    case .noRules: "this knowledge has no rules for health records"
    }
  }
}
