package import Clinical
package import Knowledge

/// A fact of the case that a result rests on. One answer has one object for each: what is the same fact is the same object.
package final class UsedFact: Sendable {
  package enum Content: Hashable, Sendable {
    case value(Value)
    case comorbidities([ComorbidityID])
    case medications([MedicationID])
    /// One therapy of the history.
    case therapy(PriorTherapy)
    /// The drugs of the whole history.
    case history([DrugID])
    case jurisdiction(JurisdictionID)
  }

  package let provenance: Provenance
  package let content: Content
  /// Its number among the facts of the case.
  package let ordinal: Int
  /// Whether it is one member of a list.
  package let isMember: Bool

  init(provenance: Provenance, content: Content, ordinal: Int, isMember: Bool = false) {
    self.provenance = provenance
    self.content = content
    self.ordinal = ordinal
    self.isMember = isMember
  }
}

/// Drugs of a clause that were given, by whether the disease is refractory to them; each in the order of the knowledge.
package struct DrugStanding: Sendable {
  package var refractory: [DrugID] = []
  package var unknown: [DrugID] = []
  package var notRefractory: [DrugID] = []
}

/// Why a condition has its truth: the leaves that alone fix it, the facts they used and what they lack.
package final class Explanation: Sendable {
  /// A clause that decided.
  package final class Leaf: Sendable {
    package let clause: Condition
    /// What has one node says one thing.
    let node: Int
    package let truth: Truth
    package let facts: [UsedFact]
    package let gaps: [Gap]
    /// For a clause on lines: how many there are.
    package let lineCount: Bounds?
    /// For a clause on refractoriness: what it says of the drugs that were given.
    package let standing: DrugStanding?

    /// For what is no node of a program.
    static let ofNoNode = -1

    init(
      clause: Condition, node: Int, truth: Truth, facts: [UsedFact], gaps: [Gap], lineCount: Bounds? = nil,
      standing: DrugStanding? = nil
    ) {
      self.clause = clause
      self.node = node
      self.truth = truth
      self.facts = facts
      self.gaps = gaps
      self.lineCount = lineCount
      self.standing = standing
    }
  }

  /// In the order of the condition.
  package let leaves: [Leaf]
  /// The facts of all leaves, each once.
  package let facts: [UsedFact]
  /// What all leaves lack, each once.
  package let gaps: [Gap]

  init(leaves: [Leaf]) {
    self.leaves = leaves
    guard leaves.count != 1 || leaves[0].facts.count > 1 || leaves[0].gaps.count > 1 else {
      (facts, gaps) = (leaves[0].facts, leaves[0].gaps)
      return
    }
    var (facts, gaps): ([UsedFact], [Gap]) = ([], [])
    for leaf in leaves {
      for fact in leaf.facts where !facts.contains(where: { $0 === fact }) { facts.append(fact) }
      for gap in leaf.gaps where !gaps.contains(gap) { gaps.append(gap) }
    }
    (self.facts, self.gaps) = (facts, gaps)
  }
}

/// The facts of one case as explanations use them.
struct UsedFacts {
  /// By position of the finding.
  let findings: [[UsedFact]]
  let comorbidities: ListedFacts
  let medications: ListedFacts
  /// In the order of the history.
  let therapies: [UsedFact]
  let wholeHistory: UsedFact
  let jurisdiction: UsedFact?

  /// A list as a whole, and each of its members.
  struct ListedFacts {
    let whole: UsedFact?
    /// Those present, then those said to be absent.
    let members: [UsedFact]
    /// Of the members in the vocabulary.
    let positions: [Int?]
    let presentCount: Int
    /// Whether what is not listed is absent.
    let isComplete: Bool

    init<Kind>(
      _ listing: Listing<Identifier<Kind>>?, _ content: ([Identifier<Kind>]) -> UsedFact.Content,
      _ fact: (Provenance, UsedFact.Content, Bool) -> UsedFact, position: (Identifier<Kind>) -> Int?
    ) {
      isComplete = listing?.roster.isComplete ?? false
      let named = (listing?.roster.members ?? []) + (listing?.roster.absent ?? [])
      presentCount = listing?.roster.members.count ?? 0
      positions = named.map(position)
      whole = listing.map { fact($0.provenance, content($0.roster.members), false) }
      members = named.enumerated().compactMap { index, member in
        listing.map { fact($0.places[member] ?? $0.provenance.element(index), content([member]), true) }
      }
    }
  }

  init(of patient: PatientCase, jurisdiction: JurisdictionID?, knowledge: KnowledgeBase) {
    var count = 0
    func fact(_ provenance: Provenance, _ content: UsedFact.Content, isMember: Bool = false) -> UsedFact {
      defer { count += 1 }
      return UsedFact(provenance: provenance, content: content, ordinal: count, isMember: isMember)
    }
    let vocabulary = knowledge.vocabulary
    var findings = [[UsedFact]](repeating: [], count: vocabulary.findings.count)
    for stated in patient.facts {
      guard let position = vocabulary.position(of: stated.finding) else { continue }
      findings[position].append(fact(stated.provenance, .value(stated.value)))
    }
    self.findings = findings
    comorbidities = ListedFacts(
      patient.comorbidities, UsedFact.Content.comorbidities, fact(_:_:isMember:), position: vocabulary.position)
    medications = ListedFacts(
      patient.medications, UsedFact.Content.medications, fact(_:_:isMember:), position: vocabulary.position)
    let priors = patient.priorTherapies ?? []
    therapies = priors.map { fact($0.provenance, .therapy($0)) }
    wholeHistory = fact(patient.historyProvenance, .history(priors.flatMap(\.drugs)))
    self.jurisdiction = jurisdiction.map { fact(.pointer("/context/jurisdiction"), .jurisdiction($0)) }
  }
}

/// Derives explanations from the truths of a program's nodes, each once: criteria of many options share their nodes.
struct Explainer {
  let program: Program
  private let truths: [Truth]
  let snapshot: Snapshot
  let patient: PatientCase
  let knowledge: KnowledgeBase
  let facts: UsedFacts
  /// By node.
  private var explanations: [Explanation?]
  private var leaves: [Explanation.Leaf?]

  init(program: Program, truths: [Truth], snapshot: Snapshot, patient: PatientCase, knowledge: KnowledgeBase) {
    self.program = program
    self.truths = truths
    self.snapshot = snapshot
    self.patient = patient
    self.knowledge = knowledge
    facts = UsedFacts(of: patient, jurisdiction: snapshot.jurisdiction, knowledge: knowledge)
    explanations = Array(repeating: nil, count: truths.count)
    leaves = Array(repeating: nil, count: truths.count)
  }

  mutating func explanation(of node: Int) -> Explanation {
    if let explanation = explanations[node] { return explanation }
    var decisive: [Int] = []
    collect(node, into: &decisive)
    let explanation = Explanation(leaves: decisive.map { cachedLeaf($0) })
    explanations[node] = explanation
    return explanation
  }

  /// What `node` lacks to be known; empty when it is known.
  mutating func gaps(of node: Int) -> [Gap] {
    truths[node] == .unknown ? explanation(of: node).gaps : []
  }

  /// The decisive children alone fix their parent: `all` fails by the failing, `any` holds by the holding, unknown by the unknown.
  private func collect(_ node: Int, into decisive: inout [Int]) {
    switch program.operations[node] {
    case .all, .any, .atLeast:
      for child in program.children(of: node) where truths[child] == truths[node] { collect(child, into: &decisive) }
    case .not(let child), .isUnknown(let child), .isKnown(let child): collect(child, into: &decisive)
    default: if !decisive.contains(node) { decisive.append(node) }
    }
  }

  private mutating func cachedLeaf(_ node: Int) -> Explanation.Leaf {
    if let leaf = leaves[node] { return leaf }
    let leaf = leaf(node)
    leaves[node] = leaf
    return leaf
  }

  private func leaf(_ node: Int) -> Explanation.Leaf {
    guard let clause = program.leaves[node] else { preconditionFailure("a leaf without its clause") }
    let operation = program.operations[node]
    if case .refractory(let test) = operation {
      return leaf(clause, node: node, of: program.refractoryTests[test], truths[node])
    }
    let (facts, gaps) = evidence(of: operation, truth: truths[node])
    return Explanation.Leaf(
      clause: clause, node: node, truth: truths[node], facts: facts, gaps: gaps, lineCount: lineCount(operation))
  }

  private func lineCount(_ operation: Program.Operation) -> Bounds? {
    guard case .line(let test) = operation else { return nil }
    return snapshot.therapies == nil ? nil : Evaluator.count(of: program.lineTests[test], in: snapshot)
  }

  private func evidence(of operation: Program.Operation, truth: Truth) -> (facts: [UsedFact], gaps: [Gap]) {
    switch operation {
    case .oneOf(let finding, _), .includes(let finding, _), .within(let finding, _): evidence(ofFinding: finding, truth)
    case .comorbidity(let list):
      evidence(of: facts.comorbidities, naming: program.lists[list], truth, gap: .comorbidities)
    case .medication(let list):
      evidence(of: facts.medications, naming: program.lists[list], truth, gap: .medications)
    case .therapy(let test): evidence(of: program.therapyTests[test], truth)
    case .line(let test): evidence(of: program.lineTests[test], truth)
    case .jurisdiction: (facts.jurisdiction.map { [$0] } ?? [], [])
    case .refractory, .constant, .undetermined, .all, .any, .atLeast, .not, .isUnknown, .isKnown: ([], [])
    }
  }

  private func evidence(ofFinding finding: Int, _ truth: Truth) -> (facts: [UsedFact], gaps: [Gap]) {
    (facts.findings[finding], truth == .unknown ? [.finding(knowledge.vocabulary.findings[finding].id)] : [])
  }

  /// A listed member proves a clause with its own place, a complete list without one as a whole.
  private func evidence(
    of list: UsedFacts.ListedFacts, naming members: BitSet, _ truth: Truth, gap: Gap
  ) -> (facts: [UsedFact], gaps: [Gap]) {
    guard let whole = list.whole, truth != .unknown else { return ([], [gap]) }
    if truth == .fails, list.isComplete { return ([whole], []) }
    let range = truth == .holds ? 0..<list.presentCount : list.presentCount..<list.members.count
    return (range.filter { list.positions[$0].map(members.contains) ?? false }.map { list.members[$0] }, [])
  }

  private func evidence(of test: Program.TherapyTest, _ truth: Truth) -> (facts: [UsedFact], gaps: [Gap]) {
    guard let therapies = snapshot.therapies, snapshot.isHistoryComplete || !test.isLatestLine else {
      return ([], [.priorTherapies])
    }
    guard truth != .fails else { return ([facts.wholeHistory], []) }
    let asked = test.isLatestLine ? Snapshot.latestLine(of: therapies).indices : therapies.indices
    let decisive = asked.filter { Evaluator.truth(of: test, therapies[$0]) == truth }
    var gaps = truth == .unknown ? decisive.flatMap { self.gaps(of: test, therapies[$0], at: $0) } : []
    if truth == .unknown, !snapshot.isHistoryComplete { gaps.append(.priorTherapies) }
    return (decisive.map { facts.therapies[$0] }, gaps)
  }

  private func gaps(of test: Program.TherapyTest, _ therapy: Snapshot.Therapy, at index: Int) -> [Gap] {
    var gaps: [Gap] = []
    if !test.outcomes.isEmpty, therapy.outcome == nil { gaps.append(.therapy(index, .outcome)) }
    if !test.bestResponses.isEmpty, therapy.bestResponse == nil { gaps.append(.therapy(index, .bestResponse)) }
    if let duration = test.durationMonths, therapy.durationMonths.lies(in: duration) == .unknown {
      gaps.append(.therapy(index, .durationMonths))
    }
    if let drugs = test.drugs, !therapy.drugs.intersects(drugs), therapy.uncertain.contains(where: { $0.intersects(drugs) }) {
      gaps.append(.therapy(index, .drugs))
    }
    return gaps
  }

  private func evidence(of test: Program.LineTest, _ truth: Truth) -> (facts: [UsedFact], gaps: [Gap]) {
    guard let therapies = snapshot.therapies else { return ([], [.priorTherapies]) }
    let counted = therapies.indices.filter {
      test.settings & therapies[$0].setting != 0 && (test.drugs.map(therapies[$0].drugs.intersects) ?? true)
        && !therapies[$0].drugs.intersects(test.exceptDrugs)
    }
    let open = therapies.indices.filter {
      test.settings & therapies[$0].setting != 0 && Evaluator.truth(of: test, therapies[$0]) == .unknown
    }
    var gaps: [Gap] = truth == .unknown ? open.map { .therapy($0, .drugs) } : []
    if truth == .unknown, !snapshot.isHistoryComplete { gaps.append(.priorTherapies) }
    return (counted.isEmpty ? [facts.wholeHistory] : counted.map { facts.therapies[$0] }, gaps)
  }
}

extension Provenance {
  /// The place of a list's element; a FHIR reference stays that of the list.
  fileprivate func element(_ index: Int) -> Provenance {
    switch self {
    case .pointer(let text): .pointer(text + "/\(index)")
    case .resources: self
    }
  }
}
