import Clinical
import Decision
import Knowledge

extension Invariant {
  static let nothingWithoutItsIndication = Invariant(
    id: "indication-known", sentence: "No option is offered without what the facts ask for it", cost: .verdicts
  ) { examination in
    for (option, verdict) in examination.offered {
      for requirement in option.requirements where !requirement.holds(examination, verdict) {
        return "\(option.regimen.id) is \(verdict.rawValue): \(requirement.complaint)"
      }
    }
    return nil
  }
}
