import Clinical

/// Makes a counterexample small: what can be left out, or left unsaid, is.
enum Shrinking {
  /// The smallest case found for which `isBad` still holds.
  static func smallest(_ consultation: Consultation, while isBad: (Consultation) -> Bool) -> Consultation {
    var smallest = consultation
    while let smaller = reductions(of: smallest).first(where: isBad) { smallest = smaller }
    return smallest
  }

  private static func reductions(of consultation: Consultation) -> [Consultation] {
    var reductions: [Consultation] = []
    if consultation.jurisdiction != nil { reductions.append(Consultation(consultation.patient)) }
    return reductions + Self.reductions(of: consultation.patient).map(consultation.with)
  }

  private static func reductions(of patient: PatientCase) -> [PatientCase] {
    var reductions: [PatientCase] = []
    func add(_ change: (inout PatientCase) -> Void) {
      var reduced = patient
      change(&reduced)
      if reduced != patient { reductions.append(reduced) }
    }
    // The list as a whole, then one by one.
    add { $0.priorTherapies = nil }
    add { $0.comorbidities = nil }
    add { $0.medications = nil }
    add { $0.isHistoryComplete = true }
    for index in patient.priorTherapies?.indices ?? 0..<0 { add { $0.priorTherapies?.remove(at: index) } }
    for index in patient.facts.indices { add { $0.facts.remove(at: index) } }
    for id in patient.comorbidities?.roster.members ?? [] { add { $0.comorbidities = $0.comorbidities?.without(id) } }
    for id in patient.medications?.roster.members ?? [] { add { $0.medications = $0.medications?.without(id) } }
    for (index, therapy) in (patient.priorTherapies ?? []).enumerated() {
      for drug in therapy.drugs where therapy.drugs.count + therapy.uncertainDrugs.count > 1 {
        add { patient in
          patient.priorTherapies?[index].drugs.removeAll { $0 == drug }
          patient.priorTherapies?[index].daysToProgressionByDrug[drug] = nil
        }
      }
      add { $0.priorTherapies?[index].uncertainDrugs = therapy.drugs.isEmpty ? therapy.uncertainDrugs : [] }
      add { $0.priorTherapies?[index].daysToProgressionByDrug = [:] }
      add { $0.priorTherapies?[index].daysToProgression = nil }
      add { $0.priorTherapies?[index].durationMonths = nil }
      add { $0.priorTherapies?[index].bestResponse = nil }
      add { $0.priorTherapies?[index].line = nil }
      if therapy.daysToProgression == nil, therapy.daysToProgressionByDrug.isEmpty {
        add { $0.priorTherapies?[index].outcome = nil }
      }
    }
    return reductions
  }
}

extension Listing {
  fileprivate func without(_ member: Member) -> Listing {
    Listing(
      roster: Roster(roster.members.filter { $0 != member }, isComplete: roster.isComplete, absent: roster.absent),
      provenance: provenance)
  }
}
