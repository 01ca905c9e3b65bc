import Clinical
import Knowledge

/// Judges all options of a program from the truths of its nodes.
///
/// INVARIANT: the verdict table, first row that matches:
/// a contraindicating criterion fails → contraindicated; any other fails, or no listing step holds or could → not recommended;
/// an essential criterion or every possible step unknown → conditional; in the first step that holds and has an option standing
/// that may be the first choice, the standing preferred ones or else the first such → recommended; otherwise → alternative.
struct VerdictTable {
  let program: Program

  /// The verdicts in the order of the program's options.
  func verdicts(_ truths: [Truth]) -> [Verdict] {
    var verdicts = program.options.indices.map { verdict(ofOption: $0, truths) }
    recommend(amongAlternatives: &verdicts, truths)
    return verdicts
  }

  /// What an option comes to by itself: one that stands is an alternative.
  private func verdict(ofOption option: Int, _ truths: [Truth]) -> Verdict {
    var (fails, isUnknown) = (false, false)
    for check in program.options[option].checks {
      switch truths[check.node] {
      case .holds: break
      case .fails:
        if check.ifNotMet == .contraindicated { return .contraindicated }
        fails = true
      case .unknown: isUnknown = isUnknown || check.isEssential
      }
    }
    let place = placement(ofOption: option, truths)
    if fails || place == .fails { return .notRecommended }
    return isUnknown || place == .unknown ? .conditional : .alternative
  }

  /// Whether some step that lists the option applies.
  func placement(ofOption option: Int, _ truths: [Truth]) -> Truth {
    var placement = Truth.fails
    for listing in program.options[option].listings { placement = placement || truths[program.steps[listing.step].node] }
    return placement
  }

  /// Recommends what the first step with a standing option prefers, among what may be the first choice at all.
  private func recommend(amongAlternatives verdicts: inout [Verdict], _ truths: [Truth]) {
    for step in program.steps.indices where truths[program.steps[step].node] == .holds {
      let standing = program.candidates[step].filter { $0.recommends && verdicts[$0.option] == .alternative }
      guard let first = standing.first else { continue }
      // The preferred ones stand first.
      for candidate in first.isPreferred ? standing.filter(\.isPreferred) : [first] { verdicts[candidate.option] = .recommended }
      return
    }
  }
}
