import Clinical
import Knowledge

/// How an option fares before it is compared with the others.
enum Standing: Equatable {
  case contraindicated
  case notRecommended
  /// An essential criterion, or whether any step applies, is unknown.
  case conditional
  /// May be chosen; recommended or alternative by its place in the pathway.
  case stands
}

/// Judges all options of a program from the truths of its nodes.
///
/// INVARIANT: the verdict table, first row that matches:
/// a contraindicating criterion fails → contraindicated; any other fails, or no listing step holds or could → not recommended;
/// an essential criterion or every possible step unknown → conditional; in the first step that holds and has an option standing,
/// the standing preferred ones or else the first standing one → recommended; otherwise → alternative.
struct VerdictTable {
  let program: Program

  /// The verdicts in the order of the program's options.
  func verdicts(_ truths: [Truth]) -> [Verdict] {
    let standings = program.options.map { standing(of: $0, truths) }
    let chosen = recommended(standings, truths)
    return standings.enumerated().map { index, standing in
      switch standing {
      case .contraindicated: .contraindicated
      case .notRecommended: .notRecommended
      case .conditional: .conditional
      case .stands: chosen.contains(index) ? .recommended : .alternative
      }
    }
  }

  func standing(of option: Program.Option, _ truths: [Truth]) -> Standing {
    var (fails, isUnknown) = (false, false)
    for check in option.checks {
      switch truths[check.node] {
      case .holds: break
      case .fails:
        if check.criterion.ifNotMet == .contraindicated { return .contraindicated }
        fails = true
      case .unknown: isUnknown = isUnknown || check.criterion.isEssential
      }
    }
    let place = placement(of: option, truths)
    if fails || place == .fails { return .notRecommended }
    return isUnknown || place == .unknown ? .conditional : .stands
  }

  /// Whether some step that lists the option applies.
  func placement(of option: Program.Option, _ truths: [Truth]) -> Truth {
    option.listings.reduce(.fails) { $0 || truths[program.steps[$1.step].node] }
  }

  /// The options that the first step with a standing option recommends.
  private func recommended(_ standings: [Standing], _ truths: [Truth]) -> Set<Int> {
    for step in program.steps.indices where truths[program.steps[step].node] == .holds {
      let standing = program.options.indices.filter { standings[$0] == .stands }.compactMap { index in
        program.options[index].listings.first { $0.step == step }.map { (index: index, listing: $0) }
      }.sorted { $0.listing.position < $1.listing.position }
      let preferred = standing.filter(\.listing.isPreferred).map(\.index)
      if !preferred.isEmpty { return Set(preferred) }
      if let first = standing.first { return [first.index] }
    }
    return []
  }
}
