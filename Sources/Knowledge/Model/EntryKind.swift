package import Clinical

/// A kind of thing that knowledge files define and refer to by id.
package enum EntryKind: String, Sendable, Hashable, CaseIterable {
  case disease, finding, comorbidity, medication, jurisdiction, drug, drugClass, reference, trial, regimen, definition, pathway
  case workedCase, recordedCase, cohort
  /// What a statement may rest on: a reference or a trial.
  case source

  /// The words for the kind in a diagnostic.
  package var phrase: String {
    switch self {
    case .drugClass: "drug class"
    case .workedCase: "worked case"
    case .recordedCase: "recorded case"
    case .source: "reference or trial"
    default: rawValue
    }
  }
}

/// An identifier's phantom type that says which entries it names.
package protocol EntryIdentity {
  static var entryKind: EntryKind { get }
}

extension IdentifierKind {
  package enum Reference {}
  package enum Trial {}
  package enum Definition {}
  package enum Pathway {}
  package enum WorkedCase {}
  package enum RecordedCase {}
  package enum Cohort {}
  package enum Source {}
}

package typealias ReferenceID = Identifier<IdentifierKind.Reference>
package typealias TrialID = Identifier<IdentifierKind.Trial>
package typealias DefinitionID = Identifier<IdentifierKind.Definition>
package typealias PathwayID = Identifier<IdentifierKind.Pathway>
package typealias WorkedCaseID = Identifier<IdentifierKind.WorkedCase>
package typealias RecordedCaseID = Identifier<IdentifierKind.RecordedCase>
package typealias CohortID = Identifier<IdentifierKind.Cohort>
package typealias SourceID = Identifier<IdentifierKind.Source>

extension IdentifierKind.Disease: EntryIdentity {
  package static var entryKind: EntryKind { .disease }
}
extension IdentifierKind.Finding: EntryIdentity {
  package static var entryKind: EntryKind { .finding }
}
extension IdentifierKind.Comorbidity: EntryIdentity {
  package static var entryKind: EntryKind { .comorbidity }
}
extension IdentifierKind.Medication: EntryIdentity {
  package static var entryKind: EntryKind { .medication }
}
extension IdentifierKind.Jurisdiction: EntryIdentity {
  package static var entryKind: EntryKind { .jurisdiction }
}
extension IdentifierKind.Drug: EntryIdentity {
  package static var entryKind: EntryKind { .drug }
}
extension IdentifierKind.DrugClass: EntryIdentity {
  package static var entryKind: EntryKind { .drugClass }
}
extension IdentifierKind.Regimen: EntryIdentity {
  package static var entryKind: EntryKind { .regimen }
}
extension IdentifierKind.Reference: EntryIdentity {
  package static var entryKind: EntryKind { .reference }
}
extension IdentifierKind.Trial: EntryIdentity {
  package static var entryKind: EntryKind { .trial }
}
extension IdentifierKind.Definition: EntryIdentity {
  package static var entryKind: EntryKind { .definition }
}
extension IdentifierKind.Pathway: EntryIdentity {
  package static var entryKind: EntryKind { .pathway }
}
extension IdentifierKind.WorkedCase: EntryIdentity {
  package static var entryKind: EntryKind { .workedCase }
}
extension IdentifierKind.RecordedCase: EntryIdentity {
  package static var entryKind: EntryKind { .recordedCase }
}
extension IdentifierKind.Cohort: EntryIdentity {
  package static var entryKind: EntryKind { .cohort }
}
extension IdentifierKind.Source: EntryIdentity {
  package static var entryKind: EntryKind { .source }
}
