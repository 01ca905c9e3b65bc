import Clinical
import Knowledge

/// What undecided leaves lack to be known.
struct LackingFacts {
  let program: Program
  let snapshot: Snapshot
  let knowledge: KnowledgeBase

  /// What would decide a leaf that is unknown.
  func gaps(ofLeaf node: Int) -> [Gap] {
    switch program.operations[node] {
    case .oneOf(let finding, _), .includes(let finding, _), .within(let finding, _):
      [.finding(knowledge.vocabulary.findings[finding].id)]
    case .comorbidity: [.comorbidities]
    case .medication: [.medications]
    case .therapy(let test): gaps(of: program.therapyTests[test])
    case .line(let test): gaps(of: program.lineTests[test])
    case .refractory(let test):
      RefractoryEvidence(of: program.refractoryTests[test], .unknown, in: snapshot, program).map(gaps(of:)) ?? [.priorTherapies]
    case .jurisdiction, .constant, .undetermined, .all, .any, .atLeast, .not, .isUnknown, .isKnown: []
    }
  }

  private func gaps(of test: Program.TherapyTest) -> [Gap] {
    guard let therapies = snapshot.therapies, let decisive = snapshot.therapies(asTo: test, .unknown) else {
      return [.priorTherapies]
    }
    return decisive.flatMap { gaps(of: test, therapies[$0], at: $0) } + unlisted
  }

  private func gaps(of test: Program.TherapyTest, _ therapy: Snapshot.Therapy, at index: Int) -> [Gap] {
    var gaps: [Gap] = []
    if !test.content.outcomes.isEmpty, therapy.outcome == nil { gaps.append(.therapy(index, .outcome)) }
    if !test.content.bestResponses.isEmpty, therapy.bestResponse == nil { gaps.append(.therapy(index, .bestResponse)) }
    if let duration = test.content.durationMonths, therapy.durationMonths.lies(in: duration) == .unknown {
      gaps.append(.therapy(index, .durationMonths))
    }
    let drugs = test.content.drugs
    if !drugs.surelyHolds(for: therapy), therapy.uncertain.contains(where: { $0.intersects(drugs.drugs) }) {
      gaps.append(.therapy(index, .drugs))
    }
    return gaps
  }

  private func gaps(of test: Program.LineTest) -> [Gap] {
    guard let therapies = snapshot.therapies else { return [.priorTherapies] }
    let open = therapies.indices.filter {
      test.content.settings & therapies[$0].setting != 0 && Evaluator.truth(of: test, therapies[$0]) == .unknown
    }
    return open.map { .therapy($0, .drugs) } + unlisted
  }

  /// What would settle a clause on refractoriness that is unknown.
  func gaps(of evidence: RefractoryEvidence) -> [Gap] {
    guard let rule = program.disease.refractoriness else { return [] }
    return evidence.records.flatMap { index in evidence.deciding.flatMap { gaps(of: $0, at: index, by: rule) } } + unlisted
  }

  /// What would settle whether a therapy shows refractoriness to a drug.
  private func gaps(of drug: Int, at index: Int, by rule: RefractorinessRule) -> [Gap] {
    guard let therapy = snapshot.therapies?[index], therapy.mayContain(drug) else { return [] }
    guard Refractoriness.possibleTruth(of: drug, in: therapy, by: rule) == .unknown else { return [] }
    var gaps: [Gap] = []
    if !therapy.contains(drug) { gaps.append(.therapy(index, .drugs)) }
    if therapy.outcome == nil { gaps.append(.therapy(index, .outcome)) }
    if therapy.outcome != nil, Refractoriness.progression(under: drug, in: therapy, by: rule) == .unknown {
      let hasOwnEnd = therapy.daysByDrug[drug] != nil
      gaps.append(
        hasOwnEnd
          ? .daysToProgression(index, of: knowledge.drugs.entries[drug].id) : .therapy(index, .daysToProgression))
    }
    if therapy.bestResponse == nil { gaps.append(.therapy(index, .bestResponse)) }
    if let response = therapy.bestResponse, !response.isAtLeast(rule.responseFrom),
      Refractoriness.isAdequate(therapy, by: rule) == .unknown
    {
      gaps.append(.therapy(index, .durationMonths))
    }
    return gaps
  }

  /// Therapies nobody has told of.
  private var unlisted: [Gap] { snapshot.isHistoryComplete ? [] : [.priorTherapies] }
}

/// The unknown leaves that alone keep nodes unknown, each once.
struct UndecidedLeaves {
  private let program: Program
  private let truths: [Truth]
  private var seen = BitSet()
  private(set) var leaves: [Int] = []

  init(program: Program, truths: [Truth]) {
    (self.program, self.truths) = (program, truths)
  }

  /// Adds those of a node; none when it is known.
  mutating func insert(below node: Int) {
    guard truths[node] == .unknown, !seen.contains(node) else { return }
    seen.insert(node)
    let children = program.children(of: node)
    if children.isEmpty { leaves.append(node) }
    for child in children { insert(below: child) }
  }
}
