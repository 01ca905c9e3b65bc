import Clinical
import Knowledge

/// Gives the reasons for what an assessor has come to.
struct Reasoner {
  private let assessor: Assessor
  private var explainer: Explainer
  private var program: Program { assessor.program }
  private var knowledge: KnowledgeBase { assessor.knowledge }
  private var snapshot: Snapshot { assessor.snapshot }
  private var truths: [Truth] { assessor.truths }

  init(_ assessor: Assessor) {
    self.assessor = assessor
    explainer = Explainer(
      program: assessor.program, truths: assessor.truths, snapshot: assessor.snapshot, patient: assessor.patient,
      knowledge: assessor.knowledge)
  }

  mutating func recommend() -> Recommendation {
    let ranked = assessor.ranking()
    return Recommendation(
      disease: program.disease, nextLine: assessor.nextLine, derivedFacts: derivedFacts(),
      refractoriness: refractoriness(), steps: steps(), options: options(ranked),
      missing: assessor.missingInformation(shown: ranked), notices: assessor.notices())
  }

  /// The options with the reasons for their verdicts, in the order of their ranks.
  mutating func options(_ ranked: [Int]) -> [Recommendation.OptionAssessment] {
    ranked.enumerated().map { assessment(of: $0.element, rank: $0.offset + 1) }
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

  private mutating func refractoriness() -> Recommendation.RefractorinessAssessment? {
    guard let nodes = program.refractoriness else { return nil }
    let given = (assessor.patient.priorTherapies ?? []).flatMap { $0.drugs + $0.uncertainDrugs.flatMap { $0 } }
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
    let truth = assessor.standing?.ever.truth(of: position) ?? .unknown
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

  private mutating func assessment(of index: Int, rank: Int) -> Recommendation.OptionAssessment {
    let verdict = assessor.verdicts[index]
    let isOpen = verdict != .notRecommended && verdict != .contraindicated
    return Recommendation.OptionAssessment(
      rank: rank, ordinal: index, regimen: program.regimens[index], verdict: verdict, criteria: criteria(of: index, verdict),
      cautions: assessor.firedCautions(of: index).map { Recommendation.FiredCaution(caution: program.cautions[$0], ordinal: $0) },
      verify: isOpen ? verify(index) : [], step: assessor.placing(index).map { program.pathway.steps[$0.step] })
  }

  private mutating func criteria(of index: Int, _ verdict: Verdict) -> [Recommendation.CriterionAssessment] {
    let option = program.options[index]
    var criteria: [Recommendation.CriterionAssessment] = []
    criteria.reserveCapacity(option.checks.count + option.listings.count + 1)
    for check in option.checks[..<option.commonCount] { criteria.append(assessment(of: check, .common, verdict)) }
    let placement = assessor.table.placement(ofOption: index, truths)
    for listing in option.listings {
      let step = program.steps[listing.step]
      if truths[step.node] == placement { criteria.append(assessment(of: step, .step, verdict)) }
    }
    if option.listings.isEmpty { criteria.append(unlisted(verdict)) }
    for check in option.checks[option.commonCount...] { criteria.append(assessment(of: check, .own, verdict)) }
    return criteria
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
}
