import Clinical
import Knowledge

// What is still to be found out, by trial: each possible value of each gap is assumed, and the verdicts that change are noted.
extension Assessor {
  /// What could change the verdict of an option shown, the most important first.
  package func missingInformation(shown: [Int]) -> [Recommendation.MissingInformation] {
    let open = openGaps()
    return effects(of: open, shown: shown, essential: essentialGaps(shown: shown)).map { effect in
      Recommendation.MissingInformation(
        gap: effect.gap, isEssential: effect.isEssential,
        changes: effect.changes.map { change in
          Recommendation.MissingInformation.Change(
            regimen: program.regimens[change.option].id, possibility: open.possibilities[change.possibility],
            from: verdicts[change.option], to: change.verdict)
        })
    }
  }

  /// What a gap would change once it is filled.
  struct Effect {
    let gap: Gap
    let isEssential: Bool
    /// By the place of the possibility among all, then as the options are shown.
    var changes: [(possibility: Int, option: Int, verdict: Verdict)] = []
  }

  func openGaps() -> OpenGaps {
    Possibilities(program: program, snapshot: snapshot, patient: patient, knowledge: knowledge).all()
  }

  /// The gaps that matter, the most important first.
  func effects(of open: OpenGaps, shown: [Int], essential: Set<Gap>) -> [Effect] {
    let all = open.possibilities
    var effects: [Effect] = []
    // Of the effect added last.
    var gap = -1
    var owner = 0
    for start in stride(from: 0, to: all.count, by: Worlds.most) {
      let end = min(start + Worlds.most, all.count)
      guard let worlds = evaluator.worlds(truths, of: snapshot, standing, assuming: all[start..<end]) else { continue }
      let assumed = table.verdicts(in: worlds, count: judgedCount)
      // What cannot be together with the rest of the case is no possibility.
      let excluded = program.contradictionNodes.reduce(UInt64(0)) { $0 | worlds.holds($1) }
      let differing = shown.map { ~assumed[$0][verdicts[$0]] & ~excluded }
      var changed = differing.reduce(0, |)
      while changed != 0 {
        let world = changed.trailingZeroBitCount
        changed &= changed - 1
        while open.gaps[owner].possibilities.upperBound <= start + world { owner += 1 }
        if gap != owner {
          let name = open.gaps[owner].gap
          effects.append(Effect(gap: name, isEssential: essential.contains(name)))
          gap = owner
        }
        for (place, option) in shown.enumerated() where differing[place] & 1 << UInt64(world) != 0 {
          effects[effects.count - 1].changes.append((start + world, option, assumed[option].verdict(in: world)))
        }
      }
    }
    return Self.sorted(effects, first: shown.first)
  }

  /// Essential first, then what changes the first option, then by the number of options changed, then by name.
  private static func sorted(_ effects: [Effect], first: Int?) -> [Effect] {
    let keyed = effects.map { effect in
      (
        effect: effect, changesFirst: effect.changes.contains { $0.option == first },
        count: BitSet(effect.changes.lazy.map(\.option)).count
      )
    }
    return keyed.sorted { left, right in
      if left.effect.isEssential != right.effect.isEssential { return left.effect.isEssential }
      if left.changesFirst != right.changesFirst { return left.changesFirst }
      if left.count != right.count { return left.count > right.count }
      return left.effect.gap.name < right.effect.gap.name
    }.map(\.effect)
  }

  /// What the conditional options are conditional on.
  func essentialGaps(shown: [Int]) -> Set<Gap> {
    var undecided = UndecidedLeaves(program: program, truths: truths)
    for index in shown where verdicts[index] == .conditional {
      let option = program.options[index]
      for check in option.checks where check.isEssential { undecided.insert(below: check.node) }
      guard table.placement(ofOption: index, truths) == .unknown else { continue }
      for listing in option.listings { undecided.insert(below: program.steps[listing.step].node) }
    }
    let lacking = LackingFacts(program: program, snapshot: snapshot, knowledge: knowledge)
    return undecided.leaves.reduce(into: []) { gaps, leaf in gaps.formUnion(lacking.gaps(ofLeaf: leaf)) }
  }
}
