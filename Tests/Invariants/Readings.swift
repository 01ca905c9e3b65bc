import Clinical
import Knowledge

/// What conditions ask of a case, gathered from the knowledge itself: a fact that is asked about anew shows up here.
struct Readings: Sendable {
  /// Terms of lists.
  struct Names: Sendable {
    var comorbidities: Set<ComorbidityID> = []
    var medications: Set<MedicationID> = []
  }

  /// By finding, the ranges its numbers are compared with; none for other kinds.
  private(set) var findings: [FindingID: [Bounds]] = [:]
  private(set) var names = Names()
  /// The drugs of each clause on the history that names some.
  private(set) var selections: Set<Set<DrugID>> = []
  private(set) var jurisdictions: Set<JurisdictionID> = []
  /// Whether what is unknown counts as not so: `known` of what nothing contradicts, and `noneStands`.
  private(set) var restsOnPresumption = false

  private init() {}

  init(of condition: Condition, _ knowledge: KnowledgeBase) {
    read(condition, knowledge)
  }

  /// What the criteria of a disease's options and the steps of its pathway ask: all that a verdict depends on.
  init(ofVerdictsIn disease: Disease, of knowledge: KnowledgeBase) {
    guard let pathway = knowledge.pathways[disease.pathway] else { return }
    for criterion in pathway.criteria + pathway.steps.map(\.criterion) { read(criterion.condition, knowledge) }
    for id in Set(pathway.steps.flatMap { $0.preferred + $0.alternative }) {
      guard let regimen = knowledge.regimens[id] else { continue }
      for criterion in knowledge.drugRules.rules(of: regimen).criteria + regimen.criteria {
        read(criterion.condition, knowledge)
      }
    }
    // Each drug of the option that the restriction on failed drugs asks about.
    for regimen in knowledge.regimens.entries where regimen.disease == disease.id && regimen.kind != .priorOnly {
      for drug in regimen.components.flatMap({ [$0.drug] + $0.alternatives }) { selections.insert([drug]) }
    }
  }

  /// What the criteria and cautions of one option ask of comorbidities and medications.
  static func names(in regimen: Regimen, _ knowledge: KnowledgeBase) -> Names {
    let rules = knowledge.drugRules.rules(of: regimen)
    var readings = Readings()
    for criterion in rules.criteria + regimen.criteria { readings.read(criterion.condition, knowledge) }
    for condition in (rules.cautions + regimen.cautions).compactMap(\.condition) { readings.read(condition, knowledge) }
    return readings.names
  }

  private mutating func read(_ condition: Condition, _ knowledge: KnowledgeBase) {
    switch condition {
    case .all(let inner), .any(let inner), .atLeast(_, let inner): for one in inner { read(one, knowledge) }
    case .not(let inner), .unknown(let inner): read(inner, knowledge)
    case .known(let inner):
      let presumed = Readings(of: inner, knowledge).findings.keys
      // The other findings under `known` rule pregnancy out, and a case that says otherwise is refused.
      if presumed.contains(FindingID("contraindicationToTriplet")) { restsOnPresumption = true }
      read(inner, knowledge)
    case .noneStands: restsOnPresumption = true
    case .reference(let id):
      for inner in knowledge.definitions[id]?.conditions ?? [] { read(inner, knowledge) }
    case .finding(let clause):
      findings[clause.finding, default: []] += []
      if case .within(let bounds, _) = clause.test { findings[clause.finding, default: []].append(bounds) }
    case .comorbidity(let clause): names.comorbidities.formUnion(clause.anyOf)
    case .medication(let clause): names.medications.formUnion(clause.anyOf)
    case .therapy(let clause): read(clause.selection, knowledge)
    case .line(let clause): read(clause.selection, knowledge)
    case .refractory(let clause): read(clause.selection, knowledge)
    case .jurisdiction(let id): jurisdictions.insert(id)
    case .undetermined, .option: break
    }
  }

  private mutating func read(_ selection: DrugSelection, _ knowledge: KnowledgeBase) {
    guard case .named(let drugs, let classes) = selection else { return }
    selections.insert(classes.reduce(into: Set(drugs)) { $0.formUnion(knowledge.drugs(of: $1)) })
  }

  /// Numbers on both sides of every threshold of a finding, within its range.
  func numbers(around finding: Finding) -> [Magnitude] {
    let ends = (findings[finding.id] ?? []).flatMap { [$0.lower?.value, $0.upper?.value].compactMap { $0 } }
    let steps: [Int64] = finding.kind == .integer ? [-1, 0, 1] : [-5, 0, 5]
    let scale = finding.kind == .integer ? 0 : 1
    let near = Set(ends).flatMap { end in
      steps.map { step in
        Magnitude(significand: end.significand * (scale > end.scale ? 10 : 1) + step, scale: max(scale, end.scale))
      }
    }
    let anywhere = [finding.minimum ?? Magnitude(0), finding.maximum ?? Magnitude(100)]
    return Set(near + anywhere).filter { Bounds(exactly: $0).lies(in: finding.range) == .holds }.sorted()
  }
}
