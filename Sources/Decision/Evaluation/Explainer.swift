import Clinical
import Knowledge

/// Derives explanations from the truths of a program's nodes, each once: criteria of many options share their nodes.
struct Explainer {
  let program: Program
  private let truths: [Truth]
  let snapshot: Snapshot
  let knowledge: KnowledgeBase
  let lacking: LackingFacts
  let facts: UsedFacts
  private var explanations: MadeOnce<Explanation>
  private var leaves: MadeOnce<Explanation.Leaf>

  init(program: Program, truths: [Truth], snapshot: Snapshot, patient: PatientCase, knowledge: KnowledgeBase) {
    self.program = program
    self.truths = truths
    self.snapshot = snapshot
    self.knowledge = knowledge
    lacking = LackingFacts(program: program, snapshot: snapshot, knowledge: knowledge)
    facts = UsedFacts(of: patient, jurisdiction: snapshot.jurisdiction, knowledge: knowledge)
    explanations = MadeOnce(count: truths.count)
    leaves = MadeOnce(count: truths.count)
  }

  mutating func explanation(of node: Int) -> Explanation {
    if let explanation = explanations[node] { return explanation }
    var decisive: [Int] = []
    collect(node, into: &decisive)
    let explanation = Explanation(leaves: decisive.map { cachedLeaf($0) })
    explanations[node] = explanation
    return explanation
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
    return Explanation.Leaf(
      clause: clause, node: node, truth: truths[node], facts: facts(of: operation, truths[node]),
      gaps: truths[node] == .unknown ? lacking.gaps(ofLeaf: node) : [], lineCount: lineCount(operation))
  }

  private func lineCount(_ operation: Program.Operation) -> Bounds? {
    guard case .line(let test) = operation else { return nil }
    return snapshot.therapies == nil ? nil : Evaluator.count(of: program.lineTests[test], in: snapshot)
  }

  private func facts(of operation: Program.Operation, _ truth: Truth) -> [UsedFact] {
    switch operation {
    case .oneOf(let finding, _), .includes(let finding, _), .within(let finding, _): facts.findings[finding]
    case .comorbidity(let list): members(of: facts.comorbidities, naming: program.lists[list], truth)
    case .medication(let list): members(of: facts.medications, naming: program.lists[list], truth)
    case .therapy(let test): records(of: program.therapyTests[test], truth)
    case .line(let test): records(of: program.lineTests[test])
    case .jurisdiction: facts.jurisdiction.map { [$0] } ?? []
    case .refractory, .constant, .undetermined, .all, .any, .atLeast, .not, .isUnknown, .isKnown: []
    }
  }

  /// A listed member proves a clause with its own place, a complete list without one as a whole.
  private func members(of list: UsedFacts.ListedFacts, naming members: BitSet, _ truth: Truth) -> [UsedFact] {
    guard let whole = list.whole, truth != .unknown else { return [] }
    if truth == .fails, list.isComplete { return [whole] }
    let range = truth == .holds ? 0..<list.presentCount : list.presentCount..<list.members.count
    return range.filter { list.positions[$0].map(members.contains) ?? false }.map { list.members[$0] }
  }

  private func records(of test: Program.TherapyTest, _ truth: Truth) -> [UsedFact] {
    guard let decisive = snapshot.therapies(asTo: test, truth) else { return [] }
    return truth == .fails ? [facts.wholeHistory] : decisive.map { facts.therapies[$0] }
  }

  private func records(of test: Program.LineTest) -> [UsedFact] {
    guard let therapies = snapshot.therapies else { return [] }
    let counted = therapies.indices.filter {
      test.content.settings & therapies[$0].setting != 0 && test.content.drugs.surelyHolds(for: therapies[$0])
        && !test.content.exceptDrugs.surelyHolds(for: therapies[$0])
    }
    return counted.isEmpty ? [facts.wholeHistory] : counted.map { facts.therapies[$0] }
  }
}
