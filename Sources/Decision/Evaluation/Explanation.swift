package import Clinical
package import Knowledge

/// A fact of the case that a result rests on.
package struct UsedFact: Hashable, Sendable {
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
}

/// Drugs of a clause that were given, by whether the disease is refractory to them; each in the order of the knowledge.
package struct DrugStanding: Sendable {
  package var refractory: [DrugID] = []
  package var unknown: [DrugID] = []
  package var notRefractory: [DrugID] = []
}

/// Why a condition has its truth: the leaves that alone fix it, the facts they used and what they lack.
package struct Explanation: Sendable {
  /// A clause that decided.
  package struct Leaf: Sendable {
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
  }

  /// In the order of the condition.
  package let leaves: [Leaf]
  /// The facts of all leaves, each once.
  package let facts: [UsedFact]
  /// What all leaves lack, each once.
  package let gaps: [Gap]

  init(leaves: [Leaf]) {
    self.leaves = leaves
    facts = leaves.count == 1 ? leaves[0].facts : Self.distinct(leaves.lazy.flatMap(\.facts))
    gaps = leaves.count == 1 ? leaves[0].gaps : Self.distinct(leaves.lazy.flatMap(\.gaps))
  }

  private static func distinct<Element: Hashable>(_ elements: some Sequence<Element>) -> [Element] {
    var result: [Element] = []
    for element in elements where !result.contains(element) { result.append(element) }
    return result
  }
}

/// Derives explanations from the truths of a program's nodes, each once: criteria of many options share their nodes.
struct Explainer {
  let program: Program
  private let truths: [Truth]
  let snapshot: Snapshot
  let patient: PatientCase
  let knowledge: KnowledgeBase
  /// By position of the finding.
  private let facts: [Int: [UsedFact]]
  /// By node.
  private var explanations: [Explanation?]

  init(program: Program, truths: [Truth], snapshot: Snapshot, patient: PatientCase, knowledge: KnowledgeBase) {
    self.program = program
    self.truths = truths
    self.snapshot = snapshot
    self.patient = patient
    self.knowledge = knowledge
    facts = patient.facts.reduce(into: [:]) { facts, fact in
      guard let position = knowledge.vocabulary.position(of: fact.finding) else { return }
      facts[position, default: []].append(UsedFact(provenance: fact.provenance, content: .value(fact.value)))
    }
    explanations = Array(repeating: nil, count: truths.count)
  }

  mutating func explanation(of node: Int) -> Explanation {
    if let explanation = explanations[node] { return explanation }
    var decisive: [Int] = []
    collect(node, into: &decisive)
    let explanation = Explanation(leaves: decisive.map { leaf($0) })
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

  private func leaf(_ node: Int) -> Explanation.Leaf {
    guard let clause = program.leaves[node] else { preconditionFailure("a leaf without its clause") }
    let operation = program.operations[node]
    if case .refractory(let test) = operation {
      return leaf(clause, node: node, of: program.refractoryTests[test], truths[node])
    }
    let (facts, gaps) = evidence(of: operation, truth: truths[node])
    return Explanation.Leaf(
      clause: clause, node: node, truth: truths[node], facts: facts, gaps: gaps, lineCount: lineCount(operation), standing: nil)
  }

  private func lineCount(_ operation: Program.Operation) -> Bounds? {
    guard case .line(let test) = operation else { return nil }
    return snapshot.therapies.map { Evaluator.count(of: program.lineTests[test], $0) }
  }

  private func evidence(of operation: Program.Operation, truth: Truth) -> (facts: [UsedFact], gaps: [Gap]) {
    switch operation {
    case .oneOf(let finding, _), .includes(let finding, _), .within(let finding, _): evidence(ofFinding: finding, truth)
    case .comorbidity(let members):
      evidence(
        of: patient.comorbidities, naming: members, among: knowledge.vocabulary.comorbidities, gap: .comorbidities,
        UsedFact.Content.comorbidities)
    case .medication(let members):
      evidence(
        of: patient.medications, naming: members, among: knowledge.vocabulary.medications, gap: .medications,
        UsedFact.Content.medications)
    case .therapy(let test): evidence(of: program.therapyTests[test], truth)
    case .line(let test): evidence(of: program.lineTests[test], truth)
    case .jurisdiction:
      (
        snapshot.jurisdiction.map { [UsedFact(provenance: .pointer("/context/jurisdiction"), content: .jurisdiction($0))] } ?? [],
        []
      )
    case .refractory, .constant, .undetermined, .all, .any, .atLeast, .not, .isUnknown, .isKnown: ([], [])
    }
  }

  private func evidence(ofFinding finding: Int, _ truth: Truth) -> (facts: [UsedFact], gaps: [Gap]) {
    (facts[finding] ?? [], truth == .unknown ? [.finding(knowledge.vocabulary.findings[finding].id)] : [])
  }

  /// A listed member proves a clause with its own place, a complete list without one as a whole.
  private func evidence<Kind>(
    of listing: Listing<Identifier<Kind>>?, naming members: BitSet, among terms: [ListedTerm<Identifier<Kind>>], gap: Gap,
    _ content: ([Identifier<Kind>]) -> UsedFact.Content
  ) -> (facts: [UsedFact], gaps: [Gap]) {
    guard let listing else { return ([], [gap]) }
    let named = listing.roster.members.enumerated().filter { _, member in
      terms.firstIndex { $0.id == member }.map(members.contains) ?? false
    }
    guard !named.isEmpty else {
      guard listing.roster.isComplete else { return ([], [gap]) }
      return ([UsedFact(provenance: listing.provenance, content: content(listing.roster.members))], [])
    }
    return (named.map { UsedFact(provenance: listing.provenance.element($0.offset), content: content([$0.element])) }, [])
  }

  private func evidence(of test: Program.TherapyTest, _ truth: Truth) -> (facts: [UsedFact], gaps: [Gap]) {
    guard let therapies = snapshot.therapies, let priors = patient.priorTherapies else { return ([], [.priorTherapies]) }
    guard truth != .fails else { return ([wholeHistory(priors)], []) }
    let asked = test.isLatestLine ? Snapshot.latestLine(of: therapies).indices : therapies.indices
    let decisive = asked.filter { Evaluator.truth(of: test, therapies[$0]) == truth }
    let gaps = truth == .unknown ? decisive.flatMap { self.gaps(of: test, therapies[$0], at: $0) } : []
    return (decisive.map { used(priors[$0]) }, gaps)
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
    guard let therapies = snapshot.therapies, let priors = patient.priorTherapies else { return ([], [.priorTherapies]) }
    let counted = therapies.indices.filter {
      test.settings.contains(therapies[$0].setting) && (test.drugs.map(therapies[$0].drugs.intersects) ?? true)
        && !therapies[$0].drugs.intersects(test.exceptDrugs)
    }
    let open = therapies.indices.filter {
      test.settings.contains(therapies[$0].setting) && Evaluator.truth(of: test, therapies[$0]) == .unknown
    }
    let gaps: [Gap] = truth == .unknown ? open.map { .therapy($0, .drugs) } : []
    return (counted.isEmpty ? [wholeHistory(priors)] : counted.map { used(priors[$0]) }, gaps)
  }

  func used(_ therapy: PriorTherapy) -> UsedFact {
    UsedFact(provenance: therapy.provenance, content: .therapy(therapy))
  }

  func wholeHistory(_ priors: [PriorTherapy]) -> UsedFact {
    UsedFact(provenance: .pointer("/priorTherapies"), content: .history(priors.flatMap(\.drugs)))
  }
}

extension Provenance {
  /// The place of a list's element; a FHIR reference stays that of the list.
  fileprivate func element(_ index: Int) -> Provenance {
    switch self {
    case .pointer(let text): .pointer(text + "/\(index)")
    case .resource: self
    }
  }
}
