import Clinical

/// To which drugs the disease is or may be refractory, by brute force; worked out drug by drug as they are asked about.
final class Standing {
  private let therapies: [PriorTherapy]
  private let isComplete: Bool
  private var known: [DrugID: Set<Bool?>] = [:]

  init(_ patient: PatientCase) {
    therapies = patient.priorTherapies ?? []
    isComplete = patient.isHistoryComplete && patient.priorTherapies != nil
  }

  func mayBeRefractory(to drug: DrugID) -> Bool {
    !isComplete || judgements(of: drug).contains { $0 != false }
  }

  func isRefractory(to drug: DrugID) -> Bool {
    judgements(of: drug).contains(true)
  }

  /// Columns 4 and 5 of the slide (contract 5.14).
  var isReTreatment: Bool {
    isRefractory(to: "lenalidomide") && isRefractory(to: "pomalidomide")
      && (isRefractory(to: "bortezomib") || isRefractory(to: "ixazomib"))
  }

  private func isRefractory(to drug: String) -> Bool { isRefractory(to: DrugID(drug)) }

  /// Yes, no or unknown, as each therapy with the drug shows it.
  private func judgements(of drug: DrugID) -> Set<Bool?> {
    if let judgements = known[drug] { return judgements }
    var judgements: Set<Bool?> = []
    for therapy in therapies {
      if therapy.drugs.contains(drug) {
        let ways = PossibleRecords.judgements(of: drug, in: therapy)
        judgements.insert(ways.count == 1 ? ways.first ?? nil : nil)
      } else if therapy.uncertainDrugs.contains(where: { $0.contains(drug) }) {
        judgements.insert(PossibleRecords.judgements(of: drug, in: therapy) == [false] ? .some(false) : nil)
      }
    }
    known[drug] = judgements
    return judgements
  }
}
