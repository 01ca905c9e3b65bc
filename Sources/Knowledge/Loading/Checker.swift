import Clinical
import JSON

/// Checks what well-formed, linked knowledge means: values, units, places in the pathway, expectations, cycles.
struct Checker {
  let report: Report
  let parts: KnowledgeParts
  let findings: [FindingID: Finding]
  let definitions: [DefinitionID: Definition]
  let regimens: [RegimenID: Regimen]
  let trials: [TrialID: Trial]
  private let rulesOfRegimen: [RegimenID: (criteria: [Criterion], cautions: [Caution])]
  /// Files with errors of earlier stages: what they lack for those is not said again elsewhere.
  let broken: Set<String>

  /// `earlier`: what was found before in the same files.
  init(report: Report, parts: KnowledgeParts, earlier: [Diagnostic] = []) {
    self.report = report
    self.parts = parts
    findings = Dictionary(parts.findings.map { ($0.id, $0) }) { first, _ in first }
    definitions = Dictionary(parts.definitions.map { ($0.id, $0) }) { first, _ in first }
    regimens = Dictionary(parts.regimens.map { ($0.id, $0) }) { first, _ in first }
    trials = Dictionary(parts.trials.map { ($0.id, $0) }) { first, _ in first }
    let drugRules = DrugRuleBook(drugs: parts.drugs, classes: parts.classes)
    rulesOfRegimen = Dictionary(parts.regimens.map { ($0.id, drugRules.rules(of: $0)) }) { first, _ in first }
    broken = Set((earlier + report.diagnostics).filter { $0.severity == .error }.map(\.file))
  }

  func check() {
    checkNames()
    checkCycles()
    checkCodes()
    checkRecords()
    for disease in parts.diseases { check(disease) }
    for regimen in parts.regimens { check(regimen) }
    for definition in parts.definitions { check(definition) }
    checkDrugRules()
    for pathway in parts.pathways { check(pathway) }
    for finding in parts.findings {
      for contradiction in finding.contradictions {
        for disease in parts.diseases where finding.disease == nil || finding.disease == disease.id {
          check(contradiction.condition, of: disease.id, at: contradiction.place.member("condition"))
        }
      }
    }
    checkCohorts()
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
    let rules = rulesOfRegimen[regimen.id] ?? ([], [])
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

  /// Whether what worked cases expect is there to be expected.
  func check(_ cases: [WorkedCase]) {
    // One regimen is expected in most cases of its disease.
    var names: [RegimenID: (criteria: [String], cautions: [String])] = [:]
    for workedCase in cases {
      guard let pathway = pathway(of: workedCase.disease), !broken.contains(pathway.place.file) else { continue }
      check(workedCase, of: pathway, &names)
    }
  }

  private func check(
    _ workedCase: WorkedCase, of pathway: Pathway, _ names: inout [RegimenID: (criteria: [String], cautions: [String])]
  ) {
    for expectation in workedCase.expectations {
      guard let regimen = regimens[expectation.regimen] else { continue }
      if regimen.disease != workedCase.disease {
        report.error("regimen `\(regimen.id)` is of `\(regimen.disease)`", at: expectation.place.member("regimen"))
        continue
      }
      if names[regimen.id] == nil { names[regimen.id] = expectedNames(of: regimen, in: pathway) }
      let (criteria, cautions) = names[regimen.id] ?? ([], [])
      for (id, _) in expectation.criteria where !criteria.contains(id) {
        report.error(
          "`\(regimen.id)` has no criterion `\(id)`", at: expectation.place, suggestion: Spelling.nearest(to: id, among: criteria)
        )
      }
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

  private func expectedNames(of regimen: Regimen, in pathway: Pathway) -> (criteria: [String], cautions: [String]) {
    let steps = pathway.steps.filter { $0.preferred.contains(regimen.id) || $0.alternative.contains(regimen.id) }
    let rules = rulesOfRegimen[regimen.id] ?? ([], [])
    return (
      (pathway.criteria + rules.criteria + regimen.criteria).map(\.id) + steps.map(\.id),
      (rules.cautions + regimen.cautions).map(\.id)
    )
  }

  /// Whether a disease is there and could be read; what rests on it is not wrong otherwise.
  func isRead(_ disease: DiseaseID) -> Bool {
    parts.diseases.contains { $0.id == disease }
  }

  /// The pathway a disease is judged by.
  private func pathway(of disease: DiseaseID) -> Pathway? {
    guard let id = parts.diseases.first(where: { $0.id == disease })?.pathway else {
      return parts.pathways.first { $0.disease == disease }
    }
    return parts.pathways.first { $0.id == id }
  }
}
