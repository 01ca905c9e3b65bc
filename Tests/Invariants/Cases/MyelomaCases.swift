import Clinical
import Knowledge
import SeededRandom

/// Draws myeloma cases: histories of real regimens with every way a record can be complete, vague or absent.
struct MyelomaCases {
  private let regimens: [Regimen]
  private let drugs: [DrugID]
  private var random: SeededGenerator

  init(_ knowledge: KnowledgeBase, seed: UInt64) {
    let disease = DiseaseID("multiple-myeloma")
    regimens = knowledge.regimens.entries.filter { $0.disease == disease && !$0.components.isEmpty }
    let classes = ["proteasome-inhibitor", "immunomodulatory-drug", "anti-cd38"].map { DrugClassID($0) }
    drugs = classes.flatMap { knowledge.drugs(of: $0) }.sorted()
    random = SeededGenerator(seed: seed)
  }

  mutating func next() -> PatientCase {
    var patient = PatientCase(disease: DiseaseID("multiple-myeloma"))
    flag("secondaryPlasmaCellLeukemia", true: 0.05, unknown: 0.05, &patient)
    flag("extramedullaryDisease", true: 0.05, unknown: 0.05, &patient)
    flag("contraindicationToTriplet", true: 0.3, unknown: 0.3, &patient)
    flag("bcl2High", true: 0.2, unknown: 0.4, &patient)
    flag("pregnant", true: 0.1, unknown: 0.3, &patient)
    code("del17p", ["detected", "not-detected"], &patient)
    code("t11-14", ["detected", "not-detected"], &patient)
    code("sex", ["female", "male"], &patient)
    number("lvef", 20...70, &patient)
    number("neuropathyGrade", 0...4, &patient)
    number("creatinineClearance", 5...120, &patient)
    if random.chance(0.97) { patient.priorTherapies = history() }
    return patient
  }

  // Findings.

  private mutating func flag(_ finding: String, true share: Double, unknown: Double, _ patient: inout PatientCase) {
    guard !random.chance(unknown) else { return }
    add(finding, .flag(random.chance(share)), &patient)
  }

  private mutating func code(_ finding: String, _ codes: [String], _ patient: inout PatientCase) {
    guard random.chance(0.7), let code = codes.randomElement(using: &random) else { return }
    add(finding, .code(CodeID(code)), &patient)
  }

  private mutating func number(_ finding: String, _ range: ClosedRange<Int>, _ patient: inout PatientCase) {
    guard random.chance(0.7) else { return }
    add(finding, .number(Bounds(exactly: Magnitude(Int.random(in: range, using: &random)))), &patient)
  }

  private func add(_ finding: String, _ value: Value, _ patient: inout PatientCase) {
    patient.facts.append(Fact(finding: FindingID(finding), value: value, provenance: .pointer("/findings/" + finding)))
  }

  // The history.

  private mutating func history() -> [PriorTherapy] {
    (0..<Int.random(in: 0...5, using: &random)).map { record(at: $0) }
  }

  private mutating func record(at index: Int) -> PriorTherapy {
    var therapy = PriorTherapy(
      setting: SettingID(index == 0 ? "induction" : "relapse"), drugs: [], provenance: .pointer("/priorTherapies/\(index)"))
    if random.chance(0.5), let regimen = regimens.randomElement(using: &random) {
      therapy.drugs = regimen.components.filter(\.alternatives.isEmpty).map(\.drug)
      therapy.uncertainDrugs = regimen.components.filter { !$0.alternatives.isEmpty }.map { [$0.drug] + $0.alternatives }
    } else {
      therapy.drugs = Array(drugs.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)))
    }
    therapy.line = random.chance(0.8) ? index + 1 : nil
    therapy.outcome = random.chance(0.95) ? outcome() : nil
    therapy.bestResponse = random.chance(0.9) ? BestResponse.allCases.randomElement(using: &random) : nil
    if random.chance(0.7) {
      // In tenths of months, to fall on both sides of one.
      therapy.durationMonths = Bounds(exactly: Magnitude(significand: Int64.random(in: 1...300, using: &random), scale: 1))
    }
    addDays(to: &therapy)
    return therapy
  }

  /// Progression more often than the rest, so that many drugs fail.
  private mutating func outcome() -> TherapyOutcome? {
    random.chance(0.5) ? .progressedOnTherapy : TherapyOutcome.allCases.randomElement(using: &random)
  }

  private mutating func addDays(to therapy: inout PriorTherapy) {
    guard therapy.outcome == .progressedAfterTherapy || therapy.outcome == .progressedOnTherapy else { return }
    if therapy.outcome == .progressedAfterTherapy, random.chance(0.9) { therapy.daysToProgression = days() }
    for drug in therapy.drugs where random.chance(0.15) { therapy.daysToProgressionByDrug[drug] = days() }
  }

  private mutating func days() -> Int {
    random.chance(0.5) ? Int.random(in: 59...62, using: &random) : Int.random(in: 0...400, using: &random)
  }
}
