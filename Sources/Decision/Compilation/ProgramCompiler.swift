import Clinical
import Knowledge

/// Turns the conditions of a disease into a program. The knowledge is linked and checked, so ids resolve.
struct ProgramCompiler {
  private let knowledge: KnowledgeBase
  private let pathway: Pathway
  private let disease: Disease
  private var operations: [Program.Operation] = []
  private var children: [Int] = []
  private var leaves: [Condition?] = []
  private var lists: [BitSet] = []
  private var jurisdictions: [JurisdictionID] = []
  private var therapyTests: [Program.TherapyTest] = []
  private var lineTests: [Program.LineTest] = []
  private var refractoryTests: [Program.RefractoryTest] = []
  private var criteria: [Criterion] = []
  private var cautions: [Caution] = []
  /// Of rules that several options share.
  private var criterionOrdinals: [String: Int] = [:]
  private var cautionOrdinals: [String: Int] = [:]
  /// Of conditions that say the same for every option: what drugs bring along is compiled once.
  private var sharedNodes: [ObjectIdentifier: Int] = [:]
  private var options: [Program.Option] = []
  private var candidates: [[Program.Candidate]] = []
  private var nodes: [Key: Int] = [:]
  private var definitions: [DefinitionID: Int] = [:]

  /// A node by what it says, so that equal nodes are one.
  private enum Key: Hashable {
    case leaf(Program.Operation)
    case all([Int])
    case any([Int])
    case atLeast(Int, [Int])
    case undetermined(String)
    /// With what was asked, which the explanation says.
    case constant(Bool, String)
  }

  static func compile(_ disease: Disease, pathway: Pathway, of knowledge: KnowledgeBase) -> Program {
    var compiler = ProgramCompiler(knowledge: knowledge, pathway: pathway, disease: disease)
    return compiler.program()
  }

  private init(knowledge: KnowledgeBase, pathway: Pathway, disease: Disease) {
    self.knowledge = knowledge
    self.pathway = pathway
    self.disease = disease
  }

  private mutating func program() -> Program {
    // Before all else, so that their nodes are the first and can be evaluated alone.
    let contradictions = knowledge.vocabulary.findings.filter { $0.disease == nil || $0.disease == disease.id }.flatMap {
      finding in
      finding.contradictions.map { (finding.id, $0, node(for: $0.condition, option: nil)) }
    }
    criteria = pathway.criteria + pathway.steps.map(\.criterion)
    let choices = knowledge.regimens.entries.filter { $0.disease == disease.id && $0.kind != .priorOnly }
    let listed = Set(pathway.steps.flatMap { $0.preferred + $0.alternative })
    let listedRegimens = choices.filter { listed.contains($0.id) }
    options = listedRegimens.map { option(for: $0) }
    candidates = pathway.steps.map { candidates(of: $0, among: listedRegimens) }
    // After the options: a step may ask whether those of another stand.
    let steps = pathway.steps.indices.map { index in
      check(pathway.steps[index].criterion, ordinal: pathway.criteria.count + index, option: nil)
    }
    let notices = pathway.notices.map { notice in
      (notice, notice.condition.map { node(for: $0, option: nil) })
    }
    let reported = knowledge.definitions.entries.filter { $0.isReported && $0.disease == disease.id }.map { nodes(of: $0) }
    let refractoriness = disease.refractoriness.flatMap { self.refractoriness($0) }
    // After all else, so that nobody pays for what no step lists: it is judged for those who ask for it.
    let listedNodeCount = operations.count
    let otherRegimens = choices.filter { !listed.contains($0.id) }
    options += otherRegimens.map { option(for: $0) }
    return Program(
      pathway: pathway, disease: disease, operations: operations, children: children, lists: lists,
      jurisdictions: jurisdictions, therapyTests: therapyTests,
      lineTests: lineTests, refractoryTests: refractoryTests, leaves: leaves, options: options,
      listedCount: listedRegimens.count, listedNodeCount: listedNodeCount, regimens: listedRegimens + otherRegimens,
      criteria: criteria, cautions: cautions, steps: steps, candidates: candidates, notices: notices, reported: reported,
      refractoriness: refractoriness, contradictions: contradictions, cuts: cuts(),
      durationCuts: durationCuts(), allDrugs: BitSet(knowledge.drugs.entries.indices),
      blank: Snapshot(unknownOf: knowledge.vocabulary))
  }

  private func candidates(of step: Pathway.Step, among regimens: [Regimen]) -> [Program.Candidate] {
    (step.preferred + step.alternative).enumerated().compactMap { position, id in
      regimens.firstIndex { $0.id == id }.map {
        Program.Candidate(
          option: $0, isPreferred: position < step.preferred.count, recommends: step.recommends && regimens[$0].recommends)
      }
    }
  }

  private mutating func nodes(of definition: Definition) -> Program.DefinitionNodes {
    let cases = definition.conditions.map { node(for: $0, option: nil) }
    let any = combination(.any(cases), of: cases) { .any($0) }
    return Program.DefinitionNodes(definition: definition, cases: cases, any: any)
  }

  private mutating func refractoriness(_ rule: RefractorinessRule) -> Program.RefractorinessNodes? {
    guard let level = knowledge.definitions[rule.level], let tripleClass = knowledge.definitions[rule.tripleClass] else {
      return nil
    }
    return Program.RefractorinessNodes(
      rule: rule, level: nodes(of: level), tripleClass: nodes(of: tripleClass),
      definitions: rule.definitions.compactMap { knowledge.definitions[$0] }.map { nodes(of: $0) },
      classes: rule.classes.compactMap { knowledge.classes[$0] }.map { ($0, bits(of: knowledge.drugs(of: $0.id))) })
  }

  private mutating func option(for regimen: Regimen) -> Program.Option {
    let replaced = regimen.criteria.compactMap(\.insteadOf)
    var checks = pathway.criteria.indices.filter { !replaced.contains(pathway.criteria[$0].id) }.map {
      check(pathway.criteria[$0], ordinal: $0, option: regimen)
    }
    let commonCount = checks.count
    let rules = knowledge.drugRules.rules(of: regimen)
    for criterion in rules.criteria where !replaced.contains(criterion.id) {
      let ordinal = Self.ordinal(of: criterion, id: criterion.id, in: &criteria, known: &criterionOrdinals)
      checks.append(check(criterion, ordinal: ordinal, option: regimen))
    }
    for criterion in regimen.criteria {
      checks.append(check(criterion, ordinal: criteria.count, option: regimen))
      criteria.append(criterion)
    }
    var warnings = rules.cautions.map { caution in
      warning(caution, Self.ordinal(of: caution, id: caution.id, in: &cautions, known: &cautionOrdinals), regimen)
    }
    for caution in regimen.cautions {
      warnings.append(warning(caution, cautions.count, regimen))
      cautions.append(caution)
    }
    let listings = pathway.steps.enumerated().compactMap { index, step -> Program.Listing? in
      let listed = step.preferred + step.alternative
      return listed.firstIndex(of: regimen.id).map { Program.Listing(step: index, position: $0) }
    }
    return Program.Option(checks: checks, commonCount: commonCount, warnings: warnings, listings: listings)
  }

  private mutating func warning(_ caution: Caution, _ ordinal: Int, _ regimen: Regimen) -> Program.Warning {
    Program.Warning(
      ordinal: ordinal, node: caution.condition.map { node(for: $0, of: ObjectIdentifier(caution), option: regimen) })
  }

  private mutating func node(for condition: Condition, of owner: ObjectIdentifier, option: Regimen?) -> Int {
    if let node = sharedNodes[owner] { return node }
    let node = node(for: condition, option: option)
    if !condition.speaksOfOption { sharedNodes[owner] = node }
    return node
  }

  /// The place of a rule among all entries, where it is put when it is met first.
  private static func ordinal<Entry>(of entry: Entry, id: String, in entries: inout [Entry], known: inout [String: Int]) -> Int {
    if let ordinal = known[id] { return ordinal }
    entries.append(entry)
    known[id] = entries.count - 1
    return entries.count - 1
  }

  private mutating func check(_ criterion: Criterion, ordinal: Int, option: Regimen?) -> Program.Check {
    Program.Check(
      ordinal: ordinal, node: node(for: criterion.condition, of: ObjectIdentifier(criterion), option: option),
      isEssential: criterion.isEssential,
      ifNotMet: criterion.ifNotMet)
  }

  // Nodes.

  private mutating func node(for condition: Condition, option: Regimen?) -> Int {
    switch condition {
    case .all(let conditions):
      let nodes = conditions.map { node(for: $0, option: option) }
      return combination(.all(nodes), of: nodes) { .all($0) }
    case .any(let conditions):
      let nodes = conditions.map { node(for: $0, option: option) }
      return combination(.any(nodes), of: nodes) { .any($0) }
    case .atLeast(let count, let conditions):
      let nodes = conditions.map { node(for: $0, option: option) }
      return combination(.atLeast(count, nodes), of: nodes) { .atLeast(count, $0) }
    case .not(let inner):
      return negation(of: node(for: inner, option: option))
    case .unknown(let inner):
      let child = node(for: inner, option: option)
      return add(.leaf(.isUnknown(child)), .isUnknown(child), leaf: nil)
    case .known(let inner):
      return known(node(for: inner, option: option))
    case .noneStands(let clause):
      return noneStands(clause.step)
    case .reference(let id):
      return definitionNode(id)
    case .undetermined(let reason):
      return add(.undetermined(reason.en), .undetermined, leaf: condition)
    case .finding(let clause):
      let operation = operation(for: clause)
      return add(.leaf(operation), operation, leaf: condition)
    case .comorbidity(let clause):
      let members = members(of: clause.anyOf, among: knowledge.vocabulary.comorbidities)
      let operation = Program.Operation.comorbidity(Self.index(of: members, in: &lists))
      return add(.leaf(operation), operation, leaf: condition)
    case .medication(let clause):
      let members = members(of: clause.anyOf, among: knowledge.vocabulary.medications)
      let operation = Program.Operation.medication(Self.index(of: members, in: &lists))
      return add(.leaf(operation), operation, leaf: condition)
    case .therapy(let clause):
      let test = Program.TherapyTest(
        Program.TherapyTest.Content(
          drugs: DrugTest(drugs(of: clause.selection, option: option)), settings: disease.settings.mask(of: clause.settings),
          outcomes: CaseSet(clause.outcomes), bestResponses: CaseSet(clause.bestResponses), isLatestLine: clause.isLatestLine,
          durationMonths: clause.durationMonths))
      let operation = Program.Operation.therapy(Self.index(of: test, in: &therapyTests))
      return add(.leaf(operation), operation, leaf: condition)
    case .line(let clause):
      let except = clause.exceptClasses.reduce(into: Set<DrugID>()) { $0.formUnion(knowledge.drugs(of: $1)) }
      let test = Program.LineTest(
        Program.LineTest.Content(
          settings: disease.settings.mask(of: clause.settings), drugs: DrugTest(drugs(of: clause.selection, option: option)),
          exceptDrugs: DrugTest(bits(of: except)), count: clause.count))
      let operation = Program.Operation.line(Self.index(of: test, in: &lineTests))
      return add(.leaf(operation), operation, leaf: condition)
    case .refractory(let clause):
      let test = Program.RefractoryTest(
        groups: groups(of: clause.selection, option: option), isLatestLine: clause.isLatestLine, count: clause.count)
      let operation = Program.Operation.refractory(Self.index(of: test, in: &refractoryTests))
      return add(.leaf(operation), operation, leaf: condition)
    case .option(let clause):
      let holds = option.map { self.holds(clause.test, for: $0) } ?? false
      return add(.constant(holds, "\(clause.test)"), .constant(holds), leaf: condition)
    case .jurisdiction(let id):
      let operation = Program.Operation.jurisdiction(Self.index(of: id, in: &jurisdictions))
      return add(.leaf(operation), operation, leaf: condition)
    }
  }

  private mutating func definitionNode(_ id: DefinitionID) -> Int {
    if let node = definitions[id] { return node }
    guard case .truth(let condition)? = knowledge.definitions[id]?.content else {
      preconditionFailure("definition `\(id)` is not linked")
    }
    let node = node(for: condition, option: nil)
    definitions[id] = node
    return node
  }

  private mutating func known(_ child: Int) -> Int {
    add(.leaf(.isKnown(child)), .isKnown(child), leaf: nil)
  }

  private mutating func negation(of child: Int) -> Int {
    add(.leaf(.not(child)), .not(child), leaf: nil)
  }

  /// An option stands when its essential criteria are met and no other is known to fail.
  private mutating func noneStands(_ step: String) -> Int {
    guard let index = pathway.steps.firstIndex(where: { $0.id == step }) else {
      preconditionFailure("step `\(step)` is not linked")
    }
    let standing = candidates[index].map { candidate in
      let nodes = options[candidate.option].checks.map { check in
        check.isEssential ? check.node : negation(of: known(negation(of: check.node)))
      }
      return combination(.all(nodes), of: nodes) { .all($0) }
    }
    return negation(of: combination(.any(standing), of: standing) { .any($0) })
  }

  private mutating func combination(_ key: Key, of nodes: [Int], _ operation: (Range<Int>) -> Program.Operation) -> Int {
    if let known = self.nodes[key] { return known }
    let start = children.count
    children += nodes
    return add(key, operation(start..<children.count), leaf: nil)
  }

  private mutating func add(_ key: Key, _ operation: Program.Operation, leaf: Condition?) -> Int {
    if let known = nodes[key] { return known }
    let node = operations.count
    nodes[key] = node
    operations.append(operation)
    leaves.append(leaf)
    return node
  }

  // Leaves.

  private func operation(for clause: FindingClause) -> Program.Operation {
    guard let index = knowledge.vocabulary.position(of: clause.finding) else {
      preconditionFailure("finding `\(clause.finding)` is not linked")
    }
    let finding = knowledge.vocabulary.findings[index]
    switch clause.test {
    case .flag(let flag): return .oneOf(finding: index, mask: flag ? 0b10 : 0b01)
    case .anyOf(let codes): return .oneOf(finding: index, mask: finding.mask(of: codes))
    case .includesAny(let codes): return .includes(finding: index, mask: finding.mask(of: codes))
    case .within(let bounds, _): return .within(finding: index, bounds)
    }
  }

  /// Every term that means one of `ids`: themselves and those within them.
  private func members<Kind>(of ids: [Identifier<Kind>], among terms: [ListedTerm<Identifier<Kind>>]) -> BitSet {
    BitSet(terms.indices.filter { terms[$0].means(ids, among: terms) })
  }

  private func drugs(of selection: DrugSelection, option: Regimen?) -> BitSet? {
    switch selection {
    case .anyDrug: return nil
    case .named(let drugs, let classes):
      return bits(of: classes.reduce(into: Set(drugs)) { $0.formUnion(knowledge.drugs(of: $1)) })
    case .ofOption(let except):
      let excepted = except.reduce(into: Set<DrugID>()) { $0.formUnion(knowledge.drugs(of: $1)) }
      return bits(of: Set(option?.components.map(\.drug) ?? []).subtracting(excepted))
    }
  }

  /// What is counted one by one: each drug, or each component of the option with its choices.
  private func groups(of selection: DrugSelection, option: Regimen?) -> [BitSet] {
    guard case .ofOption(let except) = selection else {
      let drugs = drugs(of: selection, option: option)?.members ?? Array(knowledge.drugs.entries.indices)
      return drugs.map { BitSet([$0]) }
    }
    let excepted = except.reduce(into: Set<DrugID>()) { $0.formUnion(knowledge.drugs(of: $1)) }
    return (option?.components ?? []).filter { !excepted.contains($0.drug) }.map { bits(of: Set([$0.drug] + $0.alternatives)) }
  }

  private func holds(_ test: OptionClause.Test, for regimen: Regimen) -> Bool {
    switch test {
    case .drugs(let count): return Bounds(exactly: Magnitude(regimen.components.count)).lies(in: count) == .holds
    case .contains(let drugs, let classes):
      let asked = classes.reduce(into: Set(drugs)) { $0.formUnion(knowledge.drugs(of: $1)) }
      return regimen.components.contains { component in
        ([component.drug] + component.alternatives).allSatisfy(asked.contains)
      }
    }
  }

  private func bits(of drugs: Set<DrugID>) -> BitSet {
    BitSet(drugs.compactMap { knowledge.drugs.position(of: $0) })
  }

  private static func index<Test: Equatable>(of test: Test, in tests: inout [Test]) -> Int {
    if let index = tests.firstIndex(of: test) { return index }
    tests.append(test)
    return tests.count - 1
  }

  // Indices.

  private func cuts() -> [Int: [Program.Cut]] {
    var cuts: [Int: Set<Program.Cut>] = [:]
    for case .within(let finding, let bounds) in operations {
      let isInteger = knowledge.vocabulary.findings[finding].kind == .integer
      cuts[finding, default: []].formUnion(Self.cuts(of: bounds, amongIntegers: isInteger))
    }
    return cuts.mapValues { $0.sorted() }
  }

  private func durationCuts() -> [Program.Cut] {
    let adequate = disease.refractoriness.map { Bounds(lower: Bounds.End($0.adequateMonths), upper: nil) }
    let asked = therapyTests.compactMap(\.content.durationMonths) + (refractoryTests.isEmpty ? [] : [adequate].compactMap { $0 })
    return Set(asked.flatMap { Self.cuts(of: $0, amongIntegers: false) }).sorted()
  }

  private static func cuts(of bounds: Bounds, amongIntegers: Bool) -> [Program.Cut] {
    let lower = bounds.lower.map { Program.Cut(value: $0.value, isAfter: !$0.isIncluded) }
    let upper = bounds.upper.map { Program.Cut(value: $0.value, isAfter: $0.isIncluded) }
    return [lower, upper].compactMap { $0 }.map { cut in
      // Between integers, after one is before the next.
      guard amongIntegers, cut.isAfter, let whole = cut.value.whole else { return cut }
      return Program.Cut(value: Magnitude(whole + 1), isAfter: false)
    }
  }
}

extension Finding {
  /// The bits of precise codes; an imprecise code stands for those that refine it.
  func mask(of ids: some Sequence<CodeID>) -> UInt64 {
    ids.reduce(0) { mask, id in
      guard let position = position(of: id) else { return mask }
      let refined = codes[position].refinedBy
      return mask | (refined.isEmpty ? 1 << UInt64(position) : self.mask(of: refined))
    }
  }

  /// All precise values.
  var fullMask: UInt64 {
    kind == .flag ? 0b11 : mask(of: codes.map(\.id))
  }
}

extension ListedTerm where ID: Comparable {
  /// Whether naming this term means one of `ids`.
  func means(_ ids: [ID], among terms: [ListedTerm<ID>]) -> Bool {
    ids.contains(id)
      || within.contains { wider in terms.first { $0.id == wider }?.means(ids, among: terms) ?? false }
  }
}
