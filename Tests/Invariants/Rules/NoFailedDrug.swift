import Clinical
import Decision
import Knowledge

extension Invariant {
  /// Myeloma: contract 5.14; refractoriness is judged by brute force, so that what may be refractory bars, too.
  /// Breast cancer: progression while a targeted or cytotoxic drug was given; unknown, it is to be verified and bars nothing.
  static let noFailedDrug = Invariant(
    id: "no-failed-drug", sentence: "No option is offered with a drug that has failed", cost: .verdicts
  ) { examination in
    let usesRefractoriness = examination.subject.knowledge.diseases[examination.patient.disease]?.refractoriness != nil
    for (option, verdict) in examination.offered {
      for choices in option.failing {
        let failed =
          usesRefractoriness
          ? choices.allSatisfy(examination.standing.mayBeRefractory) : choices.allSatisfy(examination.patient.progressed)
        guard failed, !isReTreatment(option.regimen, verdict, choices, examination) else { continue }
        return
          "\(option.regimen.id) is \(verdict.rawValue), and \(choices.map(\.text).joined(separator: ", ")) has or may have failed"
      }
    }
    return nil
  }

  /// The slide keeps bortezomib with panobinostat in columns 4 and 5.
  private static func isReTreatment(
    _ regimen: Regimen, _ verdict: Verdict, _ choices: [DrugID], _ examination: Examination
  ) -> Bool {
    regimen.id.text == "panovd" && verdict == .alternative && choices.map(\.text) == ["bortezomib"]
      && examination.standing.isReTreatment
  }
}
