import Clinical
import Knowledge

/// Judges the options of a program from the truths of its nodes.
///
/// INVARIANT: the verdict table, first row that matches:
/// a contraindicating criterion fails → contraindicated; any other fails, or no listing step holds or could → not recommended;
/// an essential criterion or every possible step unknown → conditional; in the first step that holds and has an option standing
/// that may be the first choice, the standing preferred ones or else the first such → recommended; otherwise → alternative.
final class VerdictTable: Sendable {
  /// What a criterion asks of the verdict.
  private struct Check {
    let node: Int
    let isEssential: Bool
    let isContraindicating: Bool
  }

  /// An option's part of `checks`, and of `listings`.
  private struct Option {
    let checks: Range<Int>
    let listings: Range<Int>
  }

  /// Of all options, one after another.
  private let checks: [Check]
  /// The nodes of the steps that list the options.
  private let listings: [Int]
  /// In the same order.
  private let places: [Program.Listing]
  private let options: [Option]
  private let stepNodes: [Int]
  private let candidates: [[Program.Candidate]]

  init(options: [Program.Option], steps: [Program.Check], candidates: [[Program.Candidate]]) {
    var (checks, listings): ([Check], [Program.Listing]) = ([], [])
    self.options = options.map { option in
      let starts = (checks: checks.count, listings: listings.count)
      checks += option.checks.map {
        Check(node: $0.node, isEssential: $0.isEssential, isContraindicating: $0.ifNotMet == .contraindicated)
      }
      listings += option.listings
      return Option(checks: starts.checks..<checks.count, listings: starts.listings..<listings.count)
    }
    (self.checks, places) = (checks, listings)
    self.listings = listings.map { steps[$0.step].node }
    stepNodes = steps.map(\.node)
    self.candidates = candidates
  }

  /// The verdicts of the first `count` options, or of all.
  func verdicts(_ truths: [Truth], count: Int? = nil) -> [Verdict] {
    recommended(among: standings(truths, count: count), truths)
  }

  /// What the first `count` options, or all, come to by themselves.
  func standings(_ truths: [Truth], count: Int? = nil) -> [Verdict] {
    (0..<(count ?? options.count)).map { verdict(ofOption: $0, truths) }
  }

  /// What an option comes to by itself: one that stands is an alternative.
  private func verdict(ofOption option: Int, _ truths: [Truth]) -> Verdict {
    var (fails, isUnknown) = (false, false)
    for index in options[option].checks {
      let check = checks[index]
      switch truths[check.node] {
      case .holds: break
      case .fails:
        if check.isContraindicating { return .contraindicated }
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
    for index in options[option].listings { placement = placement || truths[listings[index]] }
    return placement
  }

  /// The listing that places an option: in the first step that applies, else in the first that could, else in the first at all.
  func listing(placing option: Int, _ truths: [Truth]) -> Program.Listing? {
    let placement = placement(ofOption: option, truths)
    for index in options[option].listings where truths[listings[index]] == placement { return places[index] }
    return nil
  }

  /// The same with what the first step with a standing option prefers, among what may be the first choice at all.
  func recommended(among standings: [Verdict], _ truths: [Truth]) -> [Verdict] {
    var verdicts = standings
    for step in stepNodes.indices where truths[stepNodes[step]] == .holds {
      var hasFirst = false
      // The preferred ones stand first.
      for candidate in candidates[step] where candidate.recommends && verdicts[candidate.option] == .alternative {
        if hasFirst, !candidate.isPreferred { break }
        verdicts[candidate.option] = .recommended
        hasFirst = true
        if !candidate.isPreferred { break }
      }
      if hasFirst { break }
    }
    return verdicts
  }

  /// The verdicts of the first `count` options in every world.
  func verdicts(in worlds: Worlds, count: Int) -> [WorldVerdicts] {
    var words = options[..<count].map { verdicts(of: $0, in: worlds) }
    var left = UInt64.max
    for step in stepNodes.indices {
      let applies = worlds.holds(stepNodes[step]) & left
      guard applies != 0 else { continue }
      var haveFirst: UInt64 = 0
      // The preferred ones stand first.
      for candidate in candidates[step] where candidate.recommends && candidate.option < count {
        let standing = applies & words[candidate.option].alternative
        let first = candidate.isPreferred ? standing : standing & ~haveFirst
        words[candidate.option].alternative &= ~first
        words[candidate.option].recommended |= first
        haveFirst |= first
      }
      left &= ~haveFirst
    }
    return words
  }

  /// What an option comes to by itself in every world.
  private func verdicts(of option: Option, in worlds: Worlds) -> WorldVerdicts {
    var (contraindicated, fails, isUnknown) = (UInt64(0), UInt64(0), UInt64(0))
    for index in option.checks {
      let check = checks[index]
      if check.isContraindicating {
        contraindicated |= worlds.fails(check.node)
      } else {
        fails |= worlds.fails(check.node)
      }
      if check.isEssential { isUnknown |= worlds.isUnknown(check.node) }
    }
    var (placed, maybePlaced) = (UInt64(0), UInt64(0))
    for index in option.listings {
      placed |= worlds.holds(listings[index])
      maybePlaced |= ~worlds.fails(listings[index])
    }
    let notRecommended = ~contraindicated & (fails | ~maybePlaced)
    let standing = ~contraindicated & ~notRecommended
    let conditional = standing & (isUnknown | ~placed)
    return WorldVerdicts(
      alternative: standing & ~conditional, conditional: conditional, notRecommended: notRecommended,
      contraindicated: contraindicated)
  }
}
