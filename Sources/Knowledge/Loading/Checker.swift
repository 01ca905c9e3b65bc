import Clinical
import JSON

/// Kinds of conditions that make sense in some places only.
private struct Allowance: OptionSet {
  let rawValue: Int

  static let unknown = Allowance(rawValue: 1)
  static let ofOption = Allowance(rawValue: 2)
  static let steps = Allowance(rawValue: 4)
}

/// Checks what well-formed, linked knowledge means: values, units, places in the pathway, expectations, cycles.
struct Checker {
  let report: Report
  let parts: KnowledgeParts
  private let findings: [FindingID: Finding]
  private let definitions: [DefinitionID: Definition]
  private let regimens: [RegimenID: Regimen]
  private let trials: [TrialID: Trial]
  private let drugRules: DrugRuleBook
  /// Files with errors of earlier stages: what they lack for those is not said again elsewhere.
  private let broken: Set<String>

  init(report: Report, parts: KnowledgeParts) {
    self.report = report
    self.parts = parts
    findings = Dictionary(parts.findings.map { ($0.id, $0) }) { first, _ in first }
    definitions = Dictionary(parts.definitions.map { ($0.id, $0) }) { first, _ in first }
    regimens = Dictionary(parts.regimens.map { ($0.id, $0) }) { first, _ in first }
    trials = Dictionary(parts.trials.map { ($0.id, $0) }) { first, _ in first }
    drugRules = DrugRuleBook(drugs: parts.drugs, classes: parts.classes)
    broken = Set(report.diagnostics.filter { $0.severity == .error }.map(\.file))
  }

  func check() {
    checkNames()
    checkCycles()
    checkCodes()
    for disease in parts.diseases { check(disease) }
    for regimen in parts.regimens { check(regimen) }
    for definition in parts.definitions { check(definition) }
    checkDrugRules()
    for pathway in parts.pathways { check(pathway) }
    for workedCase in parts.cases { check(workedCase) }
    for finding in parts.findings {
      for contradiction in finding.contradictions {
        for disease in parts.diseases where finding.disease == nil || finding.disease == disease.id {
          check(contradiction.condition, of: disease.id, at: contradiction.place.member("condition"))
        }
      }
    }
    checkUse()
  }

  private func check(_ disease: Disease) {
    if let pathway = parts.pathways.first(where: { $0.id == disease.pathway }), pathway.disease != disease.id {
      report.error("pathway `\(pathway.id)` is of `\(pathway.disease)`", at: disease.place.member("pathway"))
    }
    if let rule = disease.refractoriness { check(rule, of: disease.id) }
  }

  private func check(_ rule: RefractorinessRule, of disease: DiseaseID) {
    if rule.responseFrom == .PD { report.error("progressive disease is no response", at: rule.place.member("responseFrom")) }
    for (member, id) in [("level", rule.level), ("tripleClass", rule.tripleClass)] {
      guard let definition = definitions[id] else { continue }
      switch (definition.content, member) {
      case (.value, "level"), (.truth, "tripleClass"): break
      default:
        report.error(
          "definition `\(id)` \(member == "level" ? "has no cases" : "is not true or false")", at: rule.place.member(member))
      }
    }
    for id in [rule.level, rule.tripleClass] + rule.definitions {
      guard let definition = definitions[id], definition.disease != disease else { continue }
      report.error("definition `\(id)` is of `\(definition.disease)`", at: rule.place)
    }
  }

  private func check(_ definition: Definition) {
    switch definition.content {
    case .truth(let condition): check(condition, of: definition.disease, at: definition.place.member("condition"))
    case .value(let cases, let otherwise):
      for value in cases { check(value.condition, of: definition.disease, at: definition.place.member("cases")) }
      let ids = cases.map(\.value.id) + [otherwise.id]
      for (index, id) in ids.enumerated() where ids[..<index].contains(id) {
        report.error("value `\(id)` is there twice", at: definition.place)
      }
    }
  }

  /// Rules of drugs and classes hold in the diseases they name, and one id is one rule wherever it comes from.
  private func checkDrugRules() {
    var owners: [String: String] = [:]
    let holders = parts.classes.map { ($0.id.text, $0.rules) } + parts.drugs.map { ($0.id.text, $0.rules) }
    for (holder, rules) in holders {
      for rule in rules {
        if let owner = owners[rule.id] {
          report.error("rule `\(rule.id)` is one of `\(owner)` already", at: rule.place.member("id"))
        }
        owners[rule.id] = holder
        for disease in parts.diseases where rule.disease == nil || rule.disease == disease.id { check(rule, of: disease.id) }
      }
    }
  }

  private func check(_ rule: DrugRule, of disease: DiseaseID) {
    switch rule.content {
    case .criterion(let criterion): check(criterion, of: disease, allowing: .ofOption)
    case .caution(let caution):
      guard let condition = caution.condition else { return }
      check(condition, of: disease, at: caution.place.member("when"), allowing: .ofOption)
    }
  }

  /// What of a regimen replaces something must find it.
  private func checkReplacements(_ regimen: Regimen, among known: [String]) {
    for criterion in regimen.criteria {
      guard let replaced = criterion.insteadOf, !known.contains(replaced) else { continue }
      report.error(
        "no common criterion or rule of its drugs is `\(replaced)`", at: criterion.place.member("insteadOf"),
        suggestion: Spelling.nearest(to: replaced, among: known))
    }
  }

  private func check(_ regimen: Regimen) {
    for criterion in regimen.criteria { check(criterion, of: regimen.disease, allowing: .ofOption) }
    for caution in regimen.cautions {
      guard let condition = caution.condition else { continue }
      check(condition, of: regimen.disease, at: caution.place.member("when"), allowing: .ofOption)
    }
    for evidence in regimen.evidence {
      guard let trial = trials[evidence.trial] else { continue }
      for endpoint in evidence.endpoints where trial.endpoint(endpoint) == nil {
        report.error(
          "trial `\(trial.id)` has no endpoint `\(endpoint)`", at: evidence.place.element(endpoint, in: "endpoints"),
          suggestion: Spelling.nearest(to: endpoint, among: trial.endpoints.map(\.id)))
      }
    }
    if !regimen.kind.isOption, !regimen.criteria.isEmpty {
      report.error("a \(regimen.kind.rawValue) regimen is never judged and has no criteria", at: regimen.place.member("criteria"))
    }
    let pathway = pathway(of: regimen.disease)
    let common = (pathway?.criteria.map(\.id) ?? []) + (pathway?.steps.map(\.id) ?? [])
    for criterion in regimen.criteria where common.contains(criterion.id) {
      report.error(
        "criterion `\(criterion.id)` has the id of a criterion or step of the pathway", at: criterion.place.member("id"))
    }
    let rules = drugRules.rules(of: regimen)
    for criterion in regimen.criteria where rules.criteria.contains(where: { $0.id == criterion.id }) {
      report.error("criterion `\(criterion.id)` has the id of a rule of its drugs", at: criterion.place.member("id"))
    }
    for caution in regimen.cautions where rules.cautions.contains(where: { $0.id == caution.id }) {
      report.error("caution `\(caution.id)` has the id of a rule of its drugs", at: caution.place.member("id"))
    }
    let pathways = parts.pathways.filter { $0.disease == regimen.disease }
    if !pathways.isEmpty { checkReplacements(regimen, among: (pathways.flatMap(\.criteria) + rules.criteria).map(\.id)) }
    let known = (regimen.criteria + rules.criteria).map(\.id) + (pathway?.criteria.map(\.id) ?? [])
    for point in regimen.place.value["portrait"]?["points"]?.elementList ?? [] {
      for id in point["criteria"]?.elementList ?? [] {
        guard let text = id.string, !known.contains(text) else { continue }
        report.error(
          "no criterion `\(text)` here or in the pathway", at: Place(file: regimen.place.file, value: id),
          suggestion: Spelling.nearest(to: text, among: known))
      }
    }
  }

  private func check(_ pathway: Pathway) {
    for criterion in pathway.criteria { check(criterion, of: pathway.disease, allowing: .ofOption) }
    for (index, step) in pathway.steps.enumerated() {
      check(step.criterion, of: pathway.disease, allowing: .steps)
      checkSteps(of: step.criterion.condition, among: pathway.steps[..<index], "earlier step")
    }
    for notice in pathway.notices {
      guard let condition = notice.condition else { continue }
      check(condition, of: pathway.disease, at: notice.place.member("when"), allowing: [.unknown, .steps])
      checkSteps(of: condition, among: pathway.steps[...], "step")
    }
    for step in pathway.steps {
      for id in step.preferred + step.alternative {
        guard let regimen = regimens[id] else { continue }
        let place = step.place.element(id.text, in: "preferred", "alternative")
        if regimen.disease != pathway.disease, isRead(regimen.disease) {
          report.error("regimen `\(id)` is of `\(regimen.disease)`", at: place)
        }
        if !regimen.kind.isOption {
          report.error("regimen `\(id)` is a \(regimen.kind.rawValue) regimen, not an option", at: place)
        }
      }
    }
  }

  private func checkSteps(of condition: Condition, among steps: ArraySlice<Pathway.Step>, _ phrase: String) {
    for clause in condition.steps where !steps.contains(where: { $0.id == clause.step }) {
      report.error(
        "no \(phrase) `\(clause.step)`", at: clause.place,
        suggestion: Spelling.nearest(to: clause.step, among: steps.map(\.id)))
    }
  }

  private func check(_ workedCase: WorkedCase) {
    guard let pathway = pathway(of: workedCase.disease), !broken.contains(pathway.place.file) else { return }
    for expectation in workedCase.expectations {
      guard let regimen = regimens[expectation.regimen] else { continue }
      if regimen.disease != workedCase.disease {
        report.error("regimen `\(regimen.id)` is of `\(regimen.disease)`", at: expectation.place.member("regimen"))
        continue
      }
      let steps = pathway.steps.filter { ($0.preferred + $0.alternative).contains(regimen.id) }
      let rules = drugRules.rules(of: regimen)
      let criteria = (pathway.criteria + rules.criteria + regimen.criteria).map(\.id) + steps.map(\.id)
      for (id, _) in expectation.criteria where !criteria.contains(id) {
        report.error(
          "`\(regimen.id)` has no criterion `\(id)`", at: expectation.place, suggestion: Spelling.nearest(to: id, among: criteria)
        )
      }
      let cautions = (rules.cautions + regimen.cautions).map(\.id)
      for id in expectation.cautions where !cautions.contains(id) {
        report.error(
          "`\(regimen.id)` has no caution `\(id)`", at: expectation.place, suggestion: Spelling.nearest(to: id, among: cautions))
      }
    }
    let notices = pathway.notices.map(\.id)
    for id in workedCase.notices where !notices.contains(id) {
      report.error(
        "the pathway has no notice `\(id)`", at: workedCase.place.element(id, in: "expectNotices"),
        suggestion: Spelling.nearest(to: id, among: notices))
    }
  }

  /// Whether a disease is there and could be read; what rests on it is not wrong otherwise.
  private func isRead(_ disease: DiseaseID) -> Bool {
    parts.diseases.contains { $0.id == disease }
  }

  /// The pathway a disease is judged by.
  private func pathway(of disease: DiseaseID) -> Pathway? {
    guard let id = parts.diseases.first(where: { $0.id == disease })?.pathway else {
      return parts.pathways.first { $0.disease == disease }
    }
    return parts.pathways.first { $0.id == id }
  }

  // What conditions say.

  private func check(_ criterion: Criterion, of disease: DiseaseID, allowing allowed: Allowance = []) {
    check(criterion.condition, of: disease, at: criterion.place.member("condition"), allowing: allowed)
  }

  private func check(_ condition: Condition, of disease: DiseaseID, at place: Place, allowing allowed: Allowance = []) {
    switch condition {
    case .all(let children):
      checkTogether(children)
      for child in children { check(child, of: disease, at: place, allowing: allowed) }
    case .any(let children), .atLeast(_, let children):
      for child in children { check(child, of: disease, at: place, allowing: allowed) }
    case .not(let child): check(child, of: disease, at: place, allowing: allowed)
    case .unknown(let child):
      if !allowed.contains(.unknown) {
        report.error("`unknown` is for notices: a verdict must not change with what is not known", at: place)
      }
      check(child, of: disease, at: place, allowing: allowed)
    case .finding(let clause): check(clause, of: disease)
    case .therapy(let clause):
      check(settings: clause.settings, of: disease, at: clause.place)
      if let duration = clause.durationMonths { checkRange(duration, of: "duration", within: .fromZero, at: clause.place) }
      if case .ofOption = clause.selection { requireOption(allowed, "ofOption", at: clause.place) }
    case .line(let clause):
      check(settings: clause.settings, of: disease, at: clause.place)
      checkRange(clause.count, of: "number of lines", within: .fromZero, at: clause.place)
    case .reference(let id):
      guard let definition = definitions[id] else { break }
      if definition.disease != disease { report.error("definition `\(id)` is of `\(definition.disease)`", at: place) }
      if case .value = definition.content {
        report.error("definition `\(id)` is one of several values, not true or false", at: place)
      }
    case .refractory(let clause): check(clause, of: disease, allowing: allowed)
    case .option(let clause):
      requireOption(allowed, "option", at: clause.place)
      if case .drugs(let count) = clause.test { checkRange(count, of: "number of drugs", within: .fromZero, at: clause.place) }
    case .known(let child): check(child, of: disease, at: place, allowing: allowed)
    case .noneStands(let clause):
      if !allowed.contains(.steps) { report.error("`noneStands` is for steps and notices of a pathway", at: clause.place) }
    case .undetermined, .comorbidity, .medication, .jurisdiction: break
    }
  }

  private func check(_ clause: RefractoryClause, of disease: DiseaseID, allowing allowed: Allowance) {
    if case .ofOption = clause.selection { requireOption(allowed, "ofOption", at: clause.place) }
    checkRange(clause.count, of: "number of drugs", within: .fromZero, at: clause.place)
    guard let disease = parts.diseases.first(where: { $0.id == disease }), disease.refractoriness == nil else { return }
    report.error("`\(disease.id)` has no rule of refractoriness", at: clause.place)
  }

  private func requireOption(_ allowed: Allowance, _ key: String, at place: Place) {
    guard !allowed.contains(.ofOption) else { return }
    report.error(
      "`\(key)` speaks of an option: it belongs in criteria and cautions of regimens, or in the criteria of a pathway",
      at: place)
  }

  private func check(settings: [SettingID], of disease: DiseaseID, at place: Place) {
    guard let disease = parts.diseases.first(where: { $0.id == disease }) else { return }
    let known = disease.settings.map(\.id.text)
    for setting in settings where !known.contains(setting.text) {
      report.error(
        "unknown setting `\(setting)` of `\(disease.id)`: one of \(known.joined(separator: ", "))",
        at: place.element(setting.text, in: "setting"), suggestion: Spelling.nearest(to: setting.text, among: known))
    }
  }

  private func check(_ clause: FindingClause, of disease: DiseaseID) {
    guard let finding = findings[clause.finding] else { return }
    if let owner = finding.disease, owner != disease, isRead(disease) {
      report.error("finding `\(finding.id)` is of `\(owner)`", at: clause.place)
    }
    switch (clause.test, finding.kind) {
    case (.flag, .flag): break
    case (.anyOf(let codes), .code), (.includesAny(let codes), .codes):
      for code in codes where finding.code(code) == nil {
        let allowed = finding.codes.map(\.id.text)
        report.error(
          "`\(code)` is no value of `\(finding.id)`: one of \(allowed.joined(separator: ", "))", at: clause.place,
          suggestion: Spelling.nearest(to: code.text, among: allowed))
      }
      for code in codes.compactMap(finding.code) where !code.refinedBy.isEmpty {
        for refined in code.refinedBy where !codes.contains(refined) {
          report.error("`\(code.id)` stands for `\(refined)` too, which is not named beside it", at: clause.place)
        }
      }
      if finding.kind == .code, finding.codes.allSatisfy({ codes.contains($0.id) }) {
        report.error("holds for every value of `\(finding.id)`", at: clause.place)
      }
    case (.within(let bounds, let unit), .number), (.within(let bounds, let unit), .integer):
      checkUnit(unit, of: finding, at: clause.place)
      if finding.kind == .integer, [bounds.lower, bounds.upper].contains(where: { $0?.value.isWhole == false }) {
        report.error("`\(finding.id)` is a whole number and is compared with whole numbers", at: clause.place)
      }
      checkRange(bounds, of: "value of `\(finding.id)`", within: finding.range, at: clause.place)
    default:
      report.error("`\(finding.id)` \(Self.advice(for: finding.kind))", at: clause.place)
    }
  }

  private func checkUnit(_ unit: String?, of finding: Finding, at place: Place) {
    switch (unit, finding.unit?.code) {
    case (let unit?, let expected?) where unit != expected:
      report.error("the unit of `\(finding.id)` is `\(expected)`, not `\(unit)`", at: place, suggestion: expected)
    case (nil, let expected?): report.error("the unit is missing: `\(finding.id)` is measured in `\(expected)`", at: place)
    case (let unit?, nil): report.error("`\(finding.id)` has no unit: leave out `\(unit)`", at: place)
    default: break
    }
  }

  /// Refuses a comparison that comes out alike for every number there can be.
  private func checkRange(_ bounds: Bounds, of phrase: String, within range: Bounds, at place: Place) {
    guard !bounds.isEmpty, !range.isEmpty else { return }
    switch range.lies(in: bounds) {
    case .holds: report.error("holds for every \(phrase)", at: place)
    case .fails: report.error("holds for no \(phrase)", at: place)
    case .unknown: break
    }
  }

  /// How a finding is tested, in words that follow its name.
  private static func advice(for kind: Finding.Kind) -> String {
    switch kind {
    case .flag: "is yes or no: test it with `is` and true or false"
    case .code: "is one of several values: test it with `is` or `isAnyOf`"
    case .codes: "is a set of values: test it with `includes` or `includesAnyOf`"
    case .number, .integer: "is a number: test it with `atLeast`, `moreThan`, `atMost` or `lessThan`"
    }
  }

  /// Tests of one finding within an `all` that no value passes together.
  private func checkTogether(_ children: [Condition]) {
    var codes: [FindingID: Set<CodeID>] = [:]
    var flags: [FindingID: Bool] = [:]
    var ranges: [FindingID: [Bounds]] = [:]
    for case .finding(let clause) in children {
      let cannotHold: Bool
      switch clause.test {
      case .anyOf(let allowed):
        codes[clause.finding] = codes[clause.finding].map { $0.intersection(allowed) } ?? Set(allowed)
        cannotHold = codes[clause.finding]?.isEmpty == true
      case .flag(let flag):
        cannotHold = flags[clause.finding].map { $0 != flag } ?? false
        flags[clause.finding] = flag
      case .within(let bounds, _):
        cannotHold = ranges[clause.finding, default: []].contains { bounds.lies(in: $0) == .fails }
        ranges[clause.finding, default: []].append(bounds)
      case .includesAny: cannotHold = false
      }
      if cannotHold { report.error("cannot hold: no value of `\(clause.finding)` passes all its tests here", at: clause.place) }
    }
  }

  // What goes round in a circle, is used nowhere or means two things.

  private func checkCycles() {
    checkCycles("definition", definitions.mapValues { ($0.place, $0.conditions.flatMap(\.references)) })
    checkCycles("drug class", Dictionary(parts.classes.map { ($0.id, ($0.place, $0.within)) }) { first, _ in first })
    checkCycles("comorbidity", Dictionary(parts.comorbidities.map { ($0.id, ($0.place, $0.within)) }) { first, _ in first })
    checkCycles("medication", Dictionary(parts.medications.map { ($0.id, ($0.place, $0.within)) }) { first, _ in first })
  }

  private func checkCycles<Kind>(_ phrase: String, _ edges: [Identifier<Kind>: (place: Place, next: [Identifier<Kind>])]) {
    var finished: Set<Identifier<Kind>> = []
    func visit(_ id: Identifier<Kind>, _ trail: [Identifier<Kind>]) {
      guard let node = edges[id], !finished.contains(id) else { return }
      if let start = trail.firstIndex(of: id) {
        let circle = (trail[start...] + [id]).map(\.text).joined(separator: " → ")
        report.error("\(phrase) goes round in a circle: \(circle)", at: node.place)
        finished.formUnion(trail[start...])
        return
      }
      for next in node.next { visit(next, trail + [id]) }
      finished.insert(id)
    }
    for id in edges.keys.sorted() { visit(id, []) }
  }

  private func checkUse() {
    var used: Set<DefinitionID> = []
    for regimen in parts.regimens {
      for criterion in regimen.criteria { used.formUnion(criterion.condition.references) }
      for caution in regimen.cautions { used.formUnion(caution.condition?.references ?? []) }
    }
    for pathway in parts.pathways {
      for criterion in pathway.criteria + pathway.steps.map(\.criterion) { used.formUnion(criterion.condition.references) }
      for notice in pathway.notices { used.formUnion(notice.condition?.references ?? []) }
    }
    for definition in parts.definitions { used.formUnion(definition.conditions.flatMap(\.references)) }
    for rule in parts.diseases.compactMap(\.refractoriness) {
      used.formUnion([rule.level, rule.tripleClass] + rule.definitions)
    }
    for rule in parts.classes.flatMap(\.rules) + parts.drugs.flatMap(\.rules) {
      switch rule.content {
      case .criterion(let criterion): used.formUnion(criterion.condition.references)
      case .caution(let caution): used.formUnion(caution.condition?.references ?? [])
      }
    }
    for contradiction in parts.findings.flatMap(\.contradictions) { used.formUnion(contradiction.condition.references) }
    for definition in parts.definitions where !definition.isReported && !used.contains(definition.id) {
      report.warning("definition `\(definition.id)` is used nowhere", at: definition.place)
    }
    let listed = Set(parts.pathways.flatMap { $0.steps.flatMap { $0.preferred + $0.alternative } })
    for regimen in parts.regimens where regimen.kind.isOption && !listed.contains(regimen.id) {
      report.warning("option `\(regimen.id)` is in no step of a pathway", at: regimen.place)
    }
    let pathways = Set(parts.diseases.map(\.pathway))
    for pathway in parts.pathways where isRead(pathway.disease) && !pathways.contains(pathway.id) {
      report.warning("pathway `\(pathway.id)` is the pathway of no disease", at: pathway.place)
    }
  }

  private func checkNames() {
    checkNames("drug", parts.drugs.map { ($0.id.text, [$0.id.text, $0.name.en, $0.name.ru] + $0.synonyms, $0.place) })
    for (_, regimens) in Dictionary(grouping: parts.regimens, by: \.disease).sorted(by: { $0.key < $1.key }) {
      checkNames("regimen", regimens.map { ($0.id.text, $0.names, $0.place) })
    }
    checkNames(
      "comorbidity", parts.comorbidities.map { ($0.id.text, [$0.id.text, $0.label.en, $0.label.ru] + $0.synonyms, $0.place) })
    checkNames(
      "medication", parts.medications.map { ($0.id.text, [$0.id.text, $0.label.en, $0.label.ru] + $0.synonyms, $0.place) })
    for trial in parts.trials {
      guard let reference = parts.references.first(where: { $0.id.text == trial.id.text }) else { continue }
      report.error("trial and reference `\(reference.id)` have one id: sources could mean either", at: trial.place)
    }
  }

  private func checkNames(_ phrase: String, _ entries: [(id: String, names: [String], place: Place)]) {
    var owners: [String: String] = [:]
    for entry in entries {
      for name in entry.names {
        let folded = FoldedName.folding(name)
        if let owner = owners[folded], owner != entry.id {
          report.error("`\(name)` is a name of the \(phrase) `\(owner)` and of `\(entry.id)`", at: entry.place)
        }
        owners[folded] = entry.id
      }
    }
  }

  /// One code of a terminology is one finding.
  private func checkCodes() {
    var owners: [String: FindingID] = [:]
    for finding in parts.findings {
      for code in finding.place.value["codes"]?.elementList ?? [] {
        guard let system = code["system"]?.string, let text = code["code"]?.string else { continue }
        if let owner = owners[system + " " + text], owner != finding.id {
          report.error(
            "\(system) code `\(text)` means `\(owner)` and `\(finding.id)`", at: Place(file: finding.place.file, value: code))
        }
        owners[system + " " + text] = finding.id
      }
    }
  }
}

extension Bounds {
  /// What a count or a duration may be.
  fileprivate static let fromZero = Bounds(lower: End(Magnitude(0)), upper: nil)
}

extension Condition {
  /// The definitions it refers to directly, in order.
  var references: [DefinitionID] {
    switch self {
    case .all(let children), .any(let children), .atLeast(_, let children): children.flatMap(\.references)
    case .not(let child), .unknown(let child), .known(let child): child.references
    case .reference(let id): [id]
    case .undetermined, .finding, .comorbidity, .medication, .therapy, .refractory, .line, .option, .jurisdiction, .noneStands: []
    }
  }

  /// The steps it speaks of, in order.
  fileprivate var steps: [StepClause] {
    switch self {
    case .all(let children), .any(let children), .atLeast(_, let children): children.flatMap(\.steps)
    case .not(let child), .unknown(let child), .known(let child): child.steps
    case .noneStands(let clause): [clause]
    case .reference, .undetermined, .finding, .comorbidity, .medication, .therapy, .refractory, .line, .option, .jurisdiction: []
    }
  }
}
