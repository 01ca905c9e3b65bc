import Clinical
import Decision
import Knowledge

extension Invariant {
  /// Written from the table of verdicts, over the results an answer shows.
  static let verdictFollowsFromCriteria = Invariant(
    id: "verdict-table", sentence: "Every verdict is what the criteria shown with it come to", cost: .reasons
  ) { examination in
    for option in examination.assessed {
      let (expected, verdict) = (standing(of: option), examination.verdict(of: option.regimen.id))
      guard verdict == option.verdict, expected == option.verdict.standing else {
        return "\(option.regimen.id) is \(verdict?.rawValue ?? "not judged"), and its criteria come to \(expected.rawValue)"
      }
      examination.count("verdicts explained")
    }
    let order = examination.assessed.map(\.verdict)
    return order == order.sorted() ? nil : "the options do not stand in the order of their verdicts"
  }

  private static func standing(of option: Recommendation.OptionAssessment) -> Verdict {
    let own = option.criteria.filter { $0.role != .step }
    if own.contains(where: { $0.result == .notMet && $0.criterion.ifNotMet == .contraindicated }) { return .contraindicated }
    let steps = option.criteria.filter { $0.role == .step }.map(\.result)
    if own.contains(where: { $0.result == .notMet }) || steps.allSatisfy({ $0 == .notMet }) { return .notRecommended }
    if own.contains(where: { $0.result == .unknown && $0.criterion.isEssential }) || !steps.contains(.met) { return .conditional }
    return .alternative
  }
}
