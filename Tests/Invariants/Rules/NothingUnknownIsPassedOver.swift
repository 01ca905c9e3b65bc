import Clinical
import Decision
import Knowledge

extension Invariant {
  static let nothingUnknownIsPassedOver = Invariant(
    id: "unknown-essential",
    sentence: "Nothing is offered while an essential fact is unknown, or a restriction that nobody is told to verify",
    cost: .reasons
  ) { examination in
    for option in examination.assessed {
      guard let verdict = examination.verdict(of: option.regimen.id), verdict.isOffered else { continue }
      for criterion in option.criteria where criterion.result == .unknown {
        if criterion.criterion.isEssential {
          return "\(option.regimen.id) is \(verdict.rawValue) while \(criterion.criterion.id) is unknown"
        }
        guard criterion.explanation.gaps.isEmpty || criterion.explanation.gaps.allSatisfy(option.verify.contains) else {
          return
            "\(option.regimen.id) is \(verdict.rawValue), and what \(criterion.criterion.id) lacks is not to be verified"
        }
      }
    }
    return nil
  }
}
