import Clinical
import Knowledge
import SeededRandom

/// Draws cases of any disease from the vocabulary: every finding with every value, numbers at their thresholds, lists and histories
/// complete or not, and much left out.
struct DrawnCases {
  private let knowledge: KnowledgeBase
  private let disease: Disease
  private let readings: Readings
  private let findings: [Finding]
  private let regimens: [Regimen]
  private let drugs: [DrugID]
  /// Whether a case leaves something open to judge.
  private let isTelling: (PatientCase) -> Bool
  private var random: SeededGenerator

  init(of disease: Disease, _ subject: Subject, seed: UInt64) {
    knowledge = subject.knowledge
    self.disease = disease
    readings = subject.readings[disease.id] ?? Readings(ofVerdictsIn: disease, of: knowledge)
    findings = knowledge.vocabulary.findings.filter { $0.disease == nil || $0.disease == disease.id }
    regimens = knowledge.regimens.entries.filter { $0.disease == disease.id && !$0.components.isEmpty }
    drugs = Set(regimens.flatMap { $0.components.map(\.drug) }).sorted()
    isTelling = { patient in
      let question = Consultation(patient)
      return !subject.isImpossible(question) && subject.verdicts(question).contains { $0 < .notRecommended }
    }
    random = SeededGenerator(seed: seed)
  }

  /// A case in which mostly something may be done: of some drawn, the first that is.
  mutating func next() -> Consultation {
    var drawn = draw()
    for _ in 0..<8 where !isTelling(drawn) { drawn = draw() }
    return Consultation(
      drawn, jurisdiction: random.chance(0.1) ? knowledge.vocabulary.jurisdictions.randomElement(using: &random)?.id : nil)
  }

  private mutating func draw() -> PatientCase {
    var patient = PatientCase(disease: disease.id)
    let share = [0.4, 0.7, 0.95].randomElement(using: &random) ?? 0.7
    for finding in findings where random.chance(share) {
      guard let value = value(of: finding) else { continue }
      patient.facts.append(Fact(finding: finding.id, value: value, provenance: .pointer("/findings/" + finding.id.text)))
    }
    if random.chance(share) {
      patient.comorbidities = listing(knowledge.vocabulary.comorbidities.map(\.id), at: "/comorbidities")
    }
    if random.chance(share) { patient.medications = listing(knowledge.vocabulary.medications.map(\.id), at: "/medications") }
    if random.chance(0.97) { patient.priorTherapies = history(share) }
    if random.chance(0.05) { patient.isHistoryComplete = false }
    return patient
  }

  private mutating func value(of finding: Finding) -> Value? {
    switch finding.kind {
    case .flag: return .flag(random.chance(0.25))
    case .code: return finding.codes.randomElement(using: &random).map { .code($0.id) }
    case .codes: return .codes(Roster(finding.codes.map(\.id).filter { _ in random.chance(0.2) }, isComplete: true))
    case .number, .integer:
      return readings.numbers(around: finding).randomElement(using: &random).map { .number(Bounds(exactly: $0)) }
    }
  }

  private mutating func listing<ID>(_ terms: [ID], at pointer: String) -> Listing<ID> {
    let members = terms.filter { _ in random.chance(0.05) }.shuffled(using: &random)
    return Listing(roster: Roster(members, isComplete: random.chance(0.95)), provenance: .pointer(pointer))
  }

  // The history.

  private mutating func history(_ share: Double) -> [PriorTherapy] {
    var line = 0
    return (0..<Int.random(in: 0...5, using: &random)).compactMap { index in
      guard let setting = disease.settings.randomElement(using: &random) else { return nil }
      var therapy = PriorTherapy(setting: setting.id, drugs: [], provenance: .pointer("/priorTherapies/\(index)"))
      give(to: &therapy)
      if setting.countsAsLine, random.chance(0.5) {
        line += 1
        therapy.line = line
      }
      therapy.outcome = random.chance(share) ? TherapyOutcome.allCases.randomElement(using: &random) : nil
      if random.chance(0.3) { therapy.outcome = .progressedOnTherapy }
      therapy.bestResponse = random.chance(share) ? BestResponse.allCases.randomElement(using: &random) : nil
      if random.chance(share) {
        let months = Magnitude(significand: [0, 5, 9, 10, 59, 60, 61, 240][Int.random(in: 0..<8, using: &random)], scale: 1)
        therapy.durationMonths = Bounds(exactly: months)
      }
      if therapy.outcome == .progressedAfterTherapy, random.chance(share) {
        therapy.daysToProgression = [0, 59, 60, 61, 62, 400].randomElement(using: &random)
      }
      return therapy
    }
  }

  private mutating func give(to therapy: inout PriorTherapy) {
    guard random.chance(0.5), let regimen = regimens.randomElement(using: &random) else {
      therapy.drugs = Array(drugs.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)))
      return
    }
    therapy.drugs = regimen.components.filter(\.alternatives.isEmpty).map(\.drug)
    therapy.uncertainDrugs = regimen.components.filter { !$0.alternatives.isEmpty }.map { [$0.drug] + $0.alternatives }
  }
}
