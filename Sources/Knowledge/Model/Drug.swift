package import Clinical

/// A substance, its names, classes and codes.
package struct Drug: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case anticancer, concomitant
  }

  package let id: DrugID
  package let name: Text
  package let kind: Kind
  /// The classes it is directly of.
  package let classes: [DrugClassID]
  /// The codes other systems name it by.
  package let terms: [TerminologyCode]
  package let synonyms: [String]
  package let rules: [DrugRule]
  package let place: Place
}

/// What holds for every option with a drug, or with a drug of a class.
package struct DrugRule: Sendable {
  package enum Content: Sendable {
    case criterion(Criterion)
    case caution(Caution)
  }

  /// `nil`: in every disease.
  package let disease: DiseaseID?
  package let content: Content

  package var id: String {
    switch content {
    case .criterion(let criterion): criterion.id
    case .caution(let caution): caution.id
    }
  }

  package var place: Place {
    switch content {
    case .criterion(let criterion): criterion.place
    case .caution(let caution): caution.place
    }
  }
}

/// A class of drugs; every member is also of the classes `within` names.
package struct DrugClass: Sendable {
  package let id: DrugClassID
  package let name: Text
  package let within: [DrugClassID]
  package let rules: [DrugRule]
  package let place: Place
}
