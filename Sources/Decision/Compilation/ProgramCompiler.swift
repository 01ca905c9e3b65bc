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
  private var therapyTests: [Program.TherapyTest] = []
  private var lineTests: [Program.LineTest] = []
  private var criteria: [Criterion] = []
  private var cautions: [Caution] = []
  private var nodes: [Key: Int] = [:]
  private var definitions: [DefinitionID: Int] = [:]
  private var variables: [Set<Program.Variable>] = []

  /// A node by what it says, so that equal nodes are one.
  private enum Key: Hashable {
    case leaf(Program.Operation)
    case all([Int])
    case any([Int])
    case atLeast(Int, [Int])
    case undetermined(String)
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
    let steps = pathway.steps.indices.map { index in
      check(pathway.steps[index].criterion, ordinal: pathway.criteria.count + index, option: nil)
    }
    let regimens = knowledge.regimens.entries.filter { $0.disease == disease.id && $0.kind != .priorOnly }
    let options = regimens.map { option(for: $0) }
    let candidates = pathway.steps.map { step in
      (step.preferred + step.alternative).enumerated().compactMap { position, id in
        regimens.firstIndex { $0.id == id }.map { Program.Candidate(option: $0, isPreferred: position < step.preferred.count) }
      }
    }
    let notices = pathway.notices.map { notice in
      (notice, notice.condition.map { node(for: $0, option: nil) })
    }
    let reported = knowledge.definitions.entries.filter { $0.isReported && $0.disease == disease.id }.map {
      ($0, node(for: .reference($0.id), option: nil))
    }
    return Program(
      pathway: pathway, disease: disease, operations: operations, children: children, therapyTests: therapyTests,
      lineTests: lineTests, leaves: leaves, options: options, regimens: regimens, criteria: criteria, cautions: cautions,
      steps: steps, candidates: candidates,
      notices: notices, reported: reported, contradictions: contradictions,
      dependents: dependents(), cuts: cuts(), durationCuts: durationCuts(), blank: Snapshot(unknownOf: knowledge.vocabulary))
  }

  private mutating func option(for regimen: Regimen) -> Program.Option {
    var checks = pathway.criteria.indices.map { self.check(pathway.criteria[$0], ordinal: $0, option: regimen) }
    for criterion in regimen.criteria {
      checks.append(check(criterion, ordinal: criteria.count, option: regimen))
      criteria.append(criterion)
    }
    var warnings: [Program.Warning] = []
    for caution in regimen.cautions {
      let node = caution.condition.map { self.node(for: $0, option: regimen) }
      warnings.append(Program.Warning(ordinal: cautions.count, node: node))
      cautions.append(caution)
    }
    let listings = pathway.steps.enumerated().compactMap { index, step -> Program.Listing? in
      let listed = step.preferred + step.alternative
      return listed.firstIndex(of: regimen.id).map { Program.Listing(step: index, position: $0) }
    }
    return Program.Option(checks: checks, warnings: warnings, listings: listings)
  }

  private mutating func check(_ criterion: Criterion, ordinal: Int, option: Regimen?) -> Program.Check {
    Program.Check(
      ordinal: ordinal, node: node(for: criterion.condition, option: option), isEssential: criterion.isEssential,
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
      let child = node(for: inner, option: option)
      return add(.leaf(.not(child)), .not(child), leaf: nil, variables: variables[child])
    case .unknown(let inner):
      let child = node(for: inner, option: option)
      return add(.leaf(.isUnknown(child)), .isUnknown(child), leaf: nil, variables: variables[child])
    case .reference(let id):
      return definitionNode(id)
    case .undetermined(let reason):
      return add(.undetermined(reason.en), .undetermined, leaf: condition, variables: [])
    case .finding(let clause):
      let (operation, finding) = operation(for: clause)
      return add(.leaf(operation), operation, leaf: condition, variables: [.finding(finding)])
    case .comorbidity(let clause):
      let operation = Program.Operation.comorbidity(members(of: clause.anyOf, among: knowledge.vocabulary.comorbidities))
      return add(.leaf(operation), operation, leaf: condition, variables: [.comorbidities])
    case .medication(let clause):
      let operation = Program.Operation.medication(members(of: clause.anyOf, among: knowledge.vocabulary.medications))
      return add(.leaf(operation), operation, leaf: condition, variables: [.medications])
    case .therapy(let clause):
      let test = Program.TherapyTest(
        drugs: drugs(of: clause.selection, option: option), settings: Set(clause.settings), outcomes: Set(clause.outcomes),
        durationMonths: clause.durationMonths)
      let operation = Program.Operation.therapy(Self.index(of: test, in: &therapyTests))
      return add(.leaf(operation), operation, leaf: condition, variables: [.history])
    case .line(let clause):
      let except = clause.exceptClasses.reduce(into: Set<DrugID>()) { $0.formUnion(knowledge.drugs(of: $1)) }
      let test = Program.LineTest(
        settings: Set(clause.settings), drugs: drugs(of: clause.selection, option: option), exceptDrugs: bits(of: except),
        count: clause.count)
      let operation = Program.Operation.line(Self.index(of: test, in: &lineTests))
      return add(.leaf(operation), operation, leaf: condition, variables: [.history])
    case .jurisdiction(let id):
      return add(.leaf(.jurisdiction(id)), .jurisdiction(id), leaf: condition, variables: [])
    }
  }

  private mutating func definitionNode(_ id: DefinitionID) -> Int {
    if let node = definitions[id] { return node }
    guard let definition = knowledge.definitions[id] else { preconditionFailure("definition `\(id)` is not linked") }
    let node = node(for: definition.condition, option: nil)
    definitions[id] = node
    return node
  }

  private mutating func combination(_ key: Key, of nodes: [Int], _ operation: (Range<Int>) -> Program.Operation) -> Int {
    if let known = self.nodes[key] { return known }
    let start = children.count
    children += nodes
    let variables = nodes.reduce(into: Set<Program.Variable>()) { $0.formUnion(self.variables[$1]) }
    return add(key, operation(start..<children.count), leaf: nil, variables: variables)
  }

  private mutating func add(_ key: Key, _ operation: Program.Operation, leaf: Condition?, variables: Set<Program.Variable>) -> Int
  {
    if let known = nodes[key] { return known }
    let node = operations.count
    nodes[key] = node
    operations.append(operation)
    leaves.append(leaf)
    self.variables.append(variables)
    return node
  }

  // Leaves.

  private func operation(for clause: FindingClause) -> (Program.Operation, finding: Int) {
    guard let index = knowledge.vocabulary.position(of: clause.finding) else {
      preconditionFailure("finding `\(clause.finding)` is not linked")
    }
    let finding = knowledge.vocabulary.findings[index]
    switch clause.test {
    case .flag(let flag): return (.oneOf(finding: index, mask: flag ? 0b10 : 0b01), index)
    case .anyOf(let codes): return (.oneOf(finding: index, mask: finding.mask(of: codes)), index)
    case .includesAny(let codes): return (.includes(finding: index, mask: finding.mask(of: codes)), index)
    case .within(let bounds, _): return (.within(finding: index, bounds), index)
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

  private func bits(of drugs: Set<DrugID>) -> BitSet {
    BitSet(drugs.compactMap { knowledge.drugs.position(of: $0) })
  }

  private static func index<Test: Hashable>(of test: Test, in tests: inout [Test]) -> Int {
    if let index = tests.firstIndex(of: test) { return index }
    tests.append(test)
    return tests.count - 1
  }

  // Indices.

  private func dependents() -> [Program.Variable: [Int]] {
    var dependents: [Program.Variable: [Int]] = [:]
    for (node, variables) in variables.enumerated() {
      for variable in variables { dependents[variable, default: []].append(node) }
    }
    return dependents
  }

  private func cuts() -> [Int: [Program.Cut]] {
    var cuts: [Int: Set<Program.Cut>] = [:]
    for case .within(let finding, let bounds) in operations {
      let isInteger = knowledge.vocabulary.findings[finding].kind == .integer
      cuts[finding, default: []].formUnion(Self.cuts(of: bounds, amongIntegers: isInteger))
    }
    return cuts.mapValues { $0.sorted() }
  }

  private func durationCuts() -> [Program.Cut] {
    Set(therapyTests.compactMap(\.durationMonths).flatMap { Self.cuts(of: $0, amongIntegers: false) }).sorted()
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
      guard let position = codes.firstIndex(where: { $0.id == id }) else { return mask }
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
