package import Clinical
package import Knowledge

/// Assesses one case with one program: all nodes are evaluated when it is made.
package struct Assessor: Sendable {
  private let program: Program
  private let patient: PatientCase
  private let context: Context
  private let knowledge: KnowledgeBase
  private let snapshot: Snapshot
  private let evaluator: Evaluator
  private var table: VerdictTable { program.verdictTable }
  private let truths: [Truth]
  /// What the options come to by themselves, and as a whole.
  private let standings: [Verdict]
  private let verdicts: [Verdict]
  private var explainer: Explainer

  init(program: Program, patient: PatientCase, context: Context, knowledge: KnowledgeBase) {
    self.program = program
    self.patient = patient
    self.context = context
    self.knowledge = knowledge
    snapshot = program.blank.recording(patient, context: context, knowledge: knowledge)
    evaluator = Evaluator(program: program)
    // What no step lists is judged only when it is asked about.
    let listed = program.regimens[..<program.listedCount]
    let isListed = (context.candidates ?? []).allSatisfy { id in listed.contains { $0.id == id } }
    truths = evaluator.truths(in: snapshot, count: isListed ? program.listedNodeCount : nil)
    standings = program.verdictTable.standings(truths, count: isListed ? program.listedCount : nil)
    verdicts = program.verdictTable.recommended(among: standings, truths)
    explainer = Explainer(program: program, truths: truths, snapshot: snapshot, patient: patient, knowledge: knowledge)
  }

  /// What of the case cannot be together, by the finding that says it: what is not stated contradicts nothing.
  package var contradictions: [(finding: FindingID, text: Text)] {
    program.contradictions.filter { entry in
      truths[entry.node] == .holds && patient.facts.contains { $0.finding == entry.finding }
    }.map { ($0.finding, $0.contradiction.text) }
  }

  package mutating func recommend() -> Recommendation {
    let ranked = ranking()
    return Recommendation(
      disease: program.disease, nextLine: nextLine, derivedFacts: derivedFacts(),
      refractoriness: refractoriness(), steps: steps(), options: options(ranked),
      missing: missingInformation(shown: ranked), notices: notices())
  }

  /// The same without the reasons, at less cost.
  package mutating func judge() -> Judgement {
    let ranked = ranking()
    return Judgement(
      disease: program.disease, nextLine: nextLine,
      refractoriness: program.refractoriness.map {
        Judgement.Refractoriness(level: value(of: $0.level)?.id, tripleClass: truths[$0.tripleClass.any])
      },
      options: ranked.map { index in
        Judgement.Option(
          ordinal: index, verdict: verdicts[index], cautions: verdicts[index].isOffer ? firedCautions(of: index) : [])
      },
      missing: effects(shown: ranked, essential: essentialGaps(shown: ranked)).map(\.gap), notices: notices())
  }

  /// The options with the reasons for their verdicts, in the order of their ranks.
  package mutating func options(_ ranked: [Int]) -> [Recommendation.OptionAssessment] {
    ranked.enumerated().map { assessment(of: $0.element, rank: $0.offset + 1) }
  }

  /// The number of the next line: one after the highest number given and after as many as were counted.
  private var nextLine: Int? {
    guard let therapies = patient.priorTherapies, patient.isHistoryComplete else { return nil }
    let counting = Set(program.disease.settings.filter(\.countsAsLine).map(\.id))
    let counted = therapies.enumerated().filter { counting.contains($0.element.setting) }
    let distinct = Set(counted.map { $0.element.line ?? -1 - $0.offset }).count
    return max(distinct, counted.compactMap(\.element.line).max() ?? 0) + 1
  }

  private mutating func derivedFacts() -> [Recommendation.DerivedFact] {
    program.reported.map { derivedFact($0) }
  }

  private mutating func derivedFact(_ nodes: Program.DefinitionNodes) -> Recommendation.DerivedFact {
    guard case .value(let cases, let otherwise) = nodes.definition.content else {
      return Recommendation.DerivedFact(
        definition: nodes.definition, node: nodes.any, truth: truths[nodes.any], value: nil, possible: [],
        explanation: explainer.explanation(of: nodes.any))
    }
    // The first case that does not fail decides: it holds, or nothing is known.
    let first = nodes.cases.firstIndex { truths[$0] != .fails }
    let isKnown = first.map { truths[nodes.cases[$0]] == .holds } ?? true
    let open =
      isKnown
      ? [] : nodes.cases.indices.prefix { truths[nodes.cases[$0]] != .holds }.filter { truths[nodes.cases[$0]] == .unknown }
    let settled = nodes.cases.firstIndex { truths[$0] == .holds }.map { cases[$0].value } ?? otherwise
    let node = first.map { nodes.cases[$0] } ?? nodes.any
    return Recommendation.DerivedFact(
      definition: nodes.definition, node: node, truth: isKnown ? .holds : .unknown, value: isKnown ? settled : nil,
      possible: isKnown ? [] : open.map { cases[$0].value } + [settled], explanation: explainer.explanation(of: node))
  }

  /// What a definition comes to: the first case that does not fail decides, when it holds.
  private func value(of nodes: Program.DefinitionNodes) -> Definition.Value? {
    guard case .value(let cases, let otherwise) = nodes.definition.content else { return nil }
    guard let first = nodes.cases.firstIndex(where: { truths[$0] != .fails }) else { return otherwise }
    return truths[nodes.cases[first]] == .holds ? cases[first].value : nil
  }

  private mutating func refractoriness() -> Recommendation.RefractorinessAssessment? {
    guard let nodes = program.refractoriness else { return nil }
    let given = (patient.priorTherapies ?? []).flatMap { $0.drugs + $0.uncertainDrugs.flatMap { $0 } }
    let drugs = Set(given).compactMap { knowledge.drugs.position(of: $0) }.sorted().map { drugStatus(of: $0) }
    let classes = nodes.classes.map { drugClass, members in
      let ofClass = drugs.filter { status in knowledge.drugs.position(of: status.drug.id).map(members.contains) ?? false }
      let truth = ofClass.reduce(snapshot.therapies == nil || !snapshot.isHistoryComplete ? Truth.unknown : .fails) {
        $0 || $1.truth
      }
      return Recommendation.RefractorinessAssessment.ClassStatus(
        drugClass: drugClass, truth: truth, drugs: ofClass.filter { $0.truth == .holds })
    }
    return Recommendation.RefractorinessAssessment(
      rule: nodes.rule, level: derivedFact(nodes.level), tripleClass: truths[nodes.tripleClass.any], drugs: drugs,
      classes: classes, definitions: nodes.definitions.map { derivedFact($0) })
  }

  private func drugStatus(of position: Int) -> Recommendation.RefractorinessAssessment.DrugStatus {
    let drug = knowledge.drugs.entries[position]
    let atLeastOne = Bounds(lower: Bounds.End(Magnitude(1)), upper: nil)
    let test = Program.RefractoryTest(groups: [BitSet([position])], isLatestLine: false, count: atLeastOne)
    let clause = RefractoryClause(
      selection: .named(drugs: [drug.id], classes: []), isLatestLine: false, count: atLeastOne, place: drug.place)
    let truth = evaluator.standing(in: snapshot)?.ever.truth(of: position) ?? .unknown
    let leaf = explainer.leaf(.refractory(clause), node: Explanation.Leaf.ofNoNode, of: test, truth)
    return Recommendation.RefractorinessAssessment.DrugStatus(
      drug: drug, truth: truth, leaf: leaf,
      isCounted: program.refractoriness?.classes.contains { $0.drugs.contains(position) } ?? false)
  }

  private mutating func steps() -> [Recommendation.StepAssessment] {
    zip(program.pathway.steps, program.steps).map { step, check in
      Recommendation.StepAssessment(
        step: step, ordinal: check.ordinal, truth: truths[check.node], explanation: explainer.explanation(of: check.node))
    }
  }

  private func notices() -> [Pathway.Notice] {
    program.notices.filter { $0.node.map { truths[$0] == .holds } ?? true }.map(\.notice)
  }

  // Ranking.

  /// The options shown, by verdict, then place in the pathway, then id.
  package func ranking() -> [Int] {
    let shown =
      context.candidates.map { candidates in verdicts.indices.filter { candidates.contains(program.regimens[$0].id) } }
      ?? Array(0..<program.listedCount)
    var places: [(place: UInt64, option: Int)] = shown.map { (place(of: $0), $0) }
    // Options stand in the order of the ids of their regimens.
    places.sort { $0 < $1 }
    return places.map(\.option)
  }

  /// By verdict, then by the place in the pathway; what has none comes last.
  private func place(of option: Int) -> UInt64 {
    let verdict = UInt64(verdicts[option].order) << 48
    guard let listing = placing(option) else { return verdict | 0xffff_ffff_ffff }
    return verdict | UInt64(listing.step) << 24 | UInt64(listing.position)
  }

  /// The listing that places an option: in the first step that applies, else in the first that could, else in the first at all.
  private func placing(_ option: Int) -> Program.Listing? {
    let placement = table.placement(ofOption: option, truths)
    return program.options[option].listings.first { truths[program.steps[$0.step].node] == placement }
  }

  // Options.

  private mutating func assessment(of index: Int, rank: Int) -> Recommendation.OptionAssessment {
    let verdict = verdicts[index]
    let isOpen = verdict != .notRecommended && verdict != .contraindicated
    return Recommendation.OptionAssessment(
      rank: rank, ordinal: index, regimen: program.regimens[index], verdict: verdict, criteria: criteria(of: index, verdict),
      cautions: firedCautions(of: index).map { Recommendation.FiredCaution(caution: program.cautions[$0], ordinal: $0) },
      verify: isOpen ? verify(index) : [], step: placing(index).map { program.pathway.steps[$0.step] })
  }

  /// The places of the cautions that hold.
  private func firedCautions(of index: Int) -> [Int] {
    program.options[index].warnings.filter { $0.node.map { truths[$0] == .holds } ?? true }.map(\.ordinal)
  }

  private mutating func criteria(of index: Int, _ verdict: Verdict) -> [Recommendation.CriterionAssessment] {
    let option = program.options[index]
    let common = option.commonCount
    let placement = table.placement(ofOption: index, truths)
    let steps = option.listings.map { program.steps[$0.step] }.filter { truths[$0.node] == placement }
    return option.checks[..<common].map { assessment(of: $0, .common, verdict) }
      + (option.listings.isEmpty ? [unlisted(verdict)] : steps.map { assessment(of: $0, .step, verdict) })
      + option.checks[common...].map { assessment(of: $0, .own, verdict) }
  }

  private mutating func assessment(
    of check: Program.Check, _ role: Recommendation.CriterionAssessment.Role, _ verdict: Verdict
  ) -> Recommendation.CriterionAssessment {
    let result = CriterionResult(truths[check.node])
    return Recommendation.CriterionAssessment(
      criterion: program.criteria[check.ordinal], ordinal: check.ordinal, node: check.node, role: role, result: result,
      explanation: explainer.explanation(of: check.node),
      isDecisive: Self.isDecisive(isEssential: check.isEssential, check.ifNotMet, result, verdict))
  }

  /// A regimen that was asked about and stands in no step.
  private func unlisted(_ verdict: Verdict) -> Recommendation.CriterionAssessment {
    let criterion = Criterion(
      id: "pathway", kind: .indication, isEssential: true, ifNotMet: .notRecommended, text: Phrases.listedInPathway,
      condition: .any([]), sources: program.pathway.sources, place: program.pathway.place)
    return Recommendation.CriterionAssessment(
      criterion: criterion, ordinal: nil, node: nil, role: .step, result: .notMet, explanation: Explanation(leaves: []),
      isDecisive: Self.isDecisive(isEssential: true, .notRecommended, .notMet, verdict))
  }

  private static func isDecisive(
    isEssential: Bool, _ ifNotMet: Criterion.Consequence, _ result: CriterionResult, _ verdict: Verdict
  ) -> Bool {
    switch verdict {
    case .contraindicated: result == .notMet && ifNotMet == .contraindicated
    case .notRecommended: result == .notMet
    case .conditional: result == .unknown && isEssential
    case .recommended, .alternative: result == .met
    }
  }

  /// What criteria and cautions lack that are unknown or known by presumption only, save what is essential.
  private mutating func verify(_ index: Int) -> [Gap] {
    let option = program.options[index]
    var essential: [Gap] = []
    for check in option.checks where check.isEssential && truths[check.node] == .unknown {
      essential += explainer.explanation(of: check.node).gaps
    }
    var verify: [Gap] = []
    func note(_ explanation: Explanation) {
      for gap in explanation.gaps where !verify.contains(gap) && !essential.contains(gap) { verify.append(gap) }
    }
    for check in option.checks where !check.isEssential || truths[check.node] != .unknown {
      note(explainer.explanation(of: check.node))
    }
    for listing in option.listings where truths[program.steps[listing.step].node] == .holds {
      note(explainer.explanation(of: program.steps[listing.step].node))
    }
    for case let node? in option.warnings.map(\.node) { note(explainer.explanation(of: node)) }
    return verify
  }

  // Missing information.

  /// By trial: each possible value of each gap is assumed, and the verdicts that change are reported.
  package mutating func missingInformation(shown: [Int]) -> [Recommendation.MissingInformation] {
    missingInformation(shown: shown, essential: essentialGaps(shown: shown))
  }

  private func missingInformation(shown: [Int], essential: Set<Gap>) -> [Recommendation.MissingInformation] {
    effects(shown: shown, essential: essential).map { effect in
      Recommendation.MissingInformation(
        gap: effect.gap, isEssential: effect.isEssential,
        changes: effect.changes.map { change in
          Recommendation.MissingInformation.Change(
            regimen: program.regimens[change.option].id, possibility: effect.possibilities[change.possibility],
            from: verdicts[change.option], to: change.verdict)
        })
    }
  }

  /// What a gap would change once it is filled.
  private struct Effect {
    let gap: Gap
    let isEssential: Bool
    let possibilities: [Possibility]
    /// By the place of the possibility, then as the options are shown.
    var changes: [(possibility: Int, option: Int, verdict: Verdict)] = []
  }

  /// The gaps that matter, the most important first.
  private func effects(shown: [Int], essential: Set<Gap>) -> [Effect] {
    let open = Possibilities(program: program, snapshot: snapshot, patient: patient, knowledge: knowledge).all()
    var effects = open.map { Effect(gap: $0.gap, isEssential: essential.contains($0.gap), possibilities: $0.possibilities) }
    let all = open.flatMap(\.possibilities)
    let owners = open.indices.flatMap { gap in open[gap].possibilities.indices.map { (gap: gap, possibility: $0) } }
    for start in stride(from: 0, to: all.count, by: Worlds.most) {
      let end = min(start + Worlds.most, all.count)
      guard let worlds = evaluator.worlds(truths, of: snapshot, assuming: all[start..<end]) else { continue }
      let assumed = table.verdicts(in: worlds, count: standings.count)
      // What cannot be together with the rest of the case is no possibility.
      let excluded = program.contradictionNodes.reduce(UInt64(0)) { $0 | worlds.holds($1) }
      let differing = shown.map { ~assumed[$0][verdicts[$0]] & ~excluded }
      var changed = differing.reduce(0, |)
      while changed != 0 {
        let world = changed.trailingZeroBitCount
        changed &= changed - 1
        let owner = owners[start + world]
        for (place, option) in shown.enumerated() where differing[place] & 1 << UInt64(world) != 0 {
          effects[owner.gap].changes.append((owner.possibility, option, assumed[option].verdict(in: world)))
        }
      }
    }
    return Self.sorted(effects.filter { !$0.changes.isEmpty }, first: shown.first)
  }

  /// Essential first, then what changes the first option, then by the number of options changed, then by name.
  private static func sorted(_ effects: [Effect], first: Int?) -> [Effect] {
    let keyed = effects.map { effect in
      (
        effect: effect, changesFirst: effect.changes.contains { $0.option == first },
        count: BitSet(effect.changes.map(\.option)).count, name: effect.gap.name
      )
    }
    return keyed.sorted { left, right in
      if left.effect.isEssential != right.effect.isEssential { return left.effect.isEssential }
      if left.changesFirst != right.changesFirst { return left.changesFirst }
      if left.count != right.count { return left.count > right.count }
      return left.name < right.name
    }.map(\.effect)
  }

  /// What the conditional options are conditional on.
  private mutating func essentialGaps(shown: [Int]) -> Set<Gap> {
    var gaps: Set<Gap> = []
    for index in shown where verdicts[index] == .conditional {
      let option = program.options[index]
      for check in option.checks where check.isEssential { gaps.formUnion(explainer.gaps(of: check.node)) }
      guard table.placement(ofOption: index, truths) == .unknown else { continue }
      for listing in option.listings { gaps.formUnion(explainer.gaps(of: program.steps[listing.step].node)) }
    }
    return gaps
  }
}
