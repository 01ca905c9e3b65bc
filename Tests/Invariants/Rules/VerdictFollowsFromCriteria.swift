import Clinical
import Decision
import Knowledge

extension Invariant {
  /// Written from the table of verdicts, over the results an answer shows.
  static let verdictFollowsFromCriteria = Invariant(
    id: "verdict-table", sentence: "Every verdict is what the criteria shown with it come to", cost: .reasons
  ) { examination in
    for option in examination.assessed {
      let expected = standing(of: option)
      guard expected == option.verdict.standing else {
        return "\(option.regimen.id) is \(option.verdict.rawValue), and its criteria come to \(expected.rawValue)"
      }
      guard let index = examination.options.firstIndex(where: { $0.regimen.id == option.regimen.id }),
        examination.verdicts[index] == option.verdict
      else { return "\(option.regimen.id) is \(option.verdict.rawValue) with its reasons and another without" }
      examination.count("verdicts explained")
    }
    return nil
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
