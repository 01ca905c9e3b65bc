import Clinical
import Decision
import Knowledge

extension Invariant {
  static let everyVerdictHasAReason = Invariant(
    id: "cited-reason", sentence: "Every verdict has a decisive reason, and each such reason a source that the knowledge holds",
    cost: .reasons
  ) { examination in
    let knowledge = examination.subject.knowledge
    for option in examination.assessed {
      let reasons = option.criteria.filter(\.isDecisive).map { reason in
        CitedReason(
          result: reason.result, lacks: reason.explanation.gaps.count, isUndetermined: reason.explanation.isUndetermined,
          sources: reason.criterion.sources.map(\.source.text).filter(knowledge.holdsSource))
      }
      let verdict = examination.verdict(of: option.regimen.id) ?? option.verdict
      if let fault = CitedReason.fault(of: reasons, for: verdict) {
        return "\(option.regimen.id) is \(verdict.rawValue): \(fault)"
      }
    }
    return nil
  }
}

/// A decisive reason as far as it must agree with the verdict.
struct CitedReason {
  let result: CriterionResult
  /// How many gaps it names.
  let lacks: Int
  /// Unknown whatever is known.
  let isUndetermined: Bool
  let sources: [String]

  /// What is wrong with the reasons of a verdict.
  static func fault(of reasons: [CitedReason], for verdict: Verdict) -> String? {
    guard !reasons.isEmpty else { return "no reason decides" }
    let expected: CriterionResult =
      switch verdict {
      case .recommended, .alternative: .met
      case .conditional: .unknown
      case .notRecommended, .contraindicated: .notMet
      }
    if reasons.contains(where: { $0.result != expected }) { return "a reason that decides says otherwise" }
    if reasons.contains(where: \.sources.isEmpty) { return "a reason that decides has no source" }
    if expected == .unknown, reasons.contains(where: { $0.lacks == 0 && !$0.isUndetermined }) {
      return "a reason is unknown and nothing is said to be missing"
    }
    return nil
  }
}

extension Explanation {
  fileprivate var isUndetermined: Bool {
    leaves.contains { leaf in
      switch leaf.clause {
      case .undetermined: true
      // An exposure too short to judge shows refractoriness neither way, and nothing more can be found out (contract 5.2).
      case .refractory: leaf.gaps.isEmpty && !leaf.facts.isEmpty && leaf.standing?.unknown.isEmpty == false
      default: false
      }
    }
  }
}
