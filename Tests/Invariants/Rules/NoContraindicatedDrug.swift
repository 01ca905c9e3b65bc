import Clinical
import Decision
import Knowledge

extension Invariant {
  static let noContraindicatedDrug = Invariant(
    id: "no-contraindicated-drug", sentence: "No option is offered with a drug that a fact of the case speaks against",
    cost: .verdicts
  ) { examination in
    for contraindication in examination.subject.contraindications[examination.patient.disease] ?? []
    where contraindication.isPresent(examination.patient) {
      for (option, verdict) in zip(examination.options, examination.verdicts)
      where verdict < contraindication.bestVerdict && contraindication.concerns(option.regimen) {
        return "\(option.regimen.id) is \(verdict.rawValue) with \(contraindication.name)"
      }
    }
    return nil
  }
}
