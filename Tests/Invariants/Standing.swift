import Clinical

/// To which drugs the disease is or may be refractory, by brute force.
struct Standing {
  private var possible: [DrugID: Set<Bool?>] = [:]
  private let isComplete: Bool

  init(_ patient: PatientCase) {
    isComplete = patient.isHistoryComplete && patient.priorTherapies != nil
    for therapy in patient.priorTherapies ?? [] {
      for drug in therapy.drugs {
        possible[drug, default: []].formUnion([Self.combined(PossibleRecords.judgements(of: drug, in: therapy))])
      }
      for drug in therapy.uncertainDrugs.flatMap({ $0 }) {
        let judgements = PossibleRecords.judgements(of: drug, in: therapy)
        possible[drug, default: []].formUnion([judgements == [false] ? false : nil])
      }
    }
  }

  /// True when all ways agree on yes, false on no.
  private static func combined(_ judgements: Set<Bool?>) -> Bool? {
    judgements.count == 1 ? judgements.first ?? nil : nil
  }

  func mayBeRefractory(to drug: DrugID) -> Bool {
    !isComplete || possible[drug]?.contains { $0 != false } ?? false
  }

  func isRefractory(to drug: DrugID) -> Bool {
    possible[drug]?.contains(true) ?? false
  }

  /// Columns 4 and 5 of the slide (contract 5.14).
  var isReTreatment: Bool {
    isRefractory(to: "lenalidomide") && isRefractory(to: "pomalidomide")
      && (isRefractory(to: "bortezomib") || isRefractory(to: "ixazomib"))
  }

  private func isRefractory(to drug: String) -> Bool { isRefractory(to: DrugID(drug)) }
}
