import Clinical
import Knowledge
import SeededRandom

@testable import Decision

/// Draws cases from the vocabulary of any knowledge, and takes facts away from them.
struct CaseGenerator {
  private let bench: Bench
  private let findings: [Finding]
  private let drugs: [DrugID]
  private var random: SeededGenerator

  init(_ bench: Bench, seed: UInt64) {
    self.bench = bench
    findings = bench.knowledge.vocabulary.findings.filter { $0.disease == nil || $0.disease == bench.disease.id }
    drugs = bench.knowledge.drugs.entries.map(\.id)
    random = SeededGenerator(seed: seed)
  }

  /// A case with everything known, without contradictions, mostly within the scope of the pathway.
  mutating func complete() -> PatientCase {
    for _ in 0..<1000 {
      var patient = PatientCase(disease: bench.disease.id, facts: findings.map { fact($0) })
      for _ in 0..<20 where !isFree(patient) || !isInScope(patient) { patient.facts = findings.map { fact($0) } }
      patient.comorbidities = listing(bench.knowledge.vocabulary.comorbidities, at: "/comorbidities")
      patient.medications = listing(bench.knowledge.vocabulary.medications, at: "/medications")
      patient.priorTherapies = history()
      if isFree(patient) { return patient }
    }
    preconditionFailure("no case without contradictions was drawn")
  }

  /// The same case with some of its facts missing or less precise.
  mutating func reduced(_ patient: PatientCase, keeping share: Double) -> PatientCase {
    var reduced = patient
    reduced.facts = patient.facts.compactMap { fact in
      if chance(share) { return fact }
      return chance(0.3) ? vague(fact) : nil
    }
    if !chance(share) { reduced.comorbidities = nil }
    if !chance(share) { reduced.medications = nil }
    reduced.priorTherapies = chance(0.9) ? patient.priorTherapies?.map { self.reduced($0, keeping: share) } : nil
    return reduced
  }

  /// The same case with its facts in another order.
  mutating func shuffled(_ patient: PatientCase) -> PatientCase {
    var shuffled = patient
    shuffled.facts.shuffle(using: &random)
    return shuffled
  }

  /// Another value a finding may have.
  mutating func fact(_ finding: Finding) -> Fact {
    Fact(finding: finding.id, value: value(of: finding), provenance: .pointer("/findings/" + finding.id.text))
  }

  func isFree(_ patient: PatientCase) -> Bool {
    bench.engine.contradictions(in: patient, context: Bench.context()).isEmpty
  }

  private mutating func chance(_ probability: Double) -> Bool {
    random.chance(probability)
  }

  /// Whether no common criterion of the pathway fails.
  private mutating func isInScope(_ patient: PatientCase) -> Bool {
    guard chance(0.9), let option = bench.program.options.first else { return true }
    let truths = bench.truths(patient)
    return option.checks.allSatisfy { $0.ordinal >= bench.program.pathway.criteria.count || truths[$0.node] != .fails }
  }

  private mutating func value(of finding: Finding) -> Value {
    switch finding.kind {
    case .flag: return .flag(chance(0.3))
    case .code:
      let precise = finding.codes.filter(\.refinedBy.isEmpty)
      return .code(precise[Int.random(in: precise.indices, using: &random)].id)
    case .codes: return .codes(Roster(finding.codes.map(\.id).filter { _ in chance(0.25) }, isComplete: true))
    case .number, .integer: return .number(Bounds(exactly: number(of: finding)))
    }
  }

  /// A number anywhere in the range, half the time at a threshold or next to it.
  private mutating func number(of finding: Finding) -> Magnitude {
    let lowest = finding.minimum?.whole ?? 0
    let highest = finding.maximum?.whole ?? lowest + 1000
    let anywhere = Magnitude(Int.random(in: lowest...highest, using: &random))
    guard chance(0.5), let position = bench.knowledge.vocabulary.position(of: finding.id),
      let cut = bench.program.cuts[position]?.randomElement(using: &random)
    else { return anywhere }
    let step = finding.kind == .integer ? 1 : Int64.random(in: 0...1, using: &random)
    let scale = finding.kind == .integer ? 0 : max(cut.value.scale, 1)
    let unit = (cut.value.scale..<scale).reduce(cut.value.significand) { number, _ in number * 10 }
    let near = Magnitude(significand: unit + [-1, 0, 1][Int.random(in: 0...2, using: &random)] * step, scale: scale)
    return Bounds(exactly: near).lies(in: finding.range) == .holds ? near : anywhere
  }

  private mutating func listing<Kind>(
    _ terms: [ListedTerm<Identifier<Kind>>], at pointer: String
  ) -> Listing<Identifier<Kind>> {
    let members = terms.map(\.id).filter { _ in chance(0.12) }.shuffled(using: &random)
    return Listing(roster: Roster(members, isComplete: true), provenance: .pointer(pointer))
  }

  // The history.

  private mutating func history() -> [PriorTherapy] {
    var line = 0
    return (0..<Int.random(in: 0...4, using: &random)).map { index in
      let setting = bench.disease.settings[Int.random(in: bench.disease.settings.indices, using: &random)]
      var therapy = PriorTherapy(setting: setting.id, drugs: givenDrugs(), provenance: .pointer("/priorTherapies/\(index)"))
      line += chance(0.8) ? 1 : 0
      therapy.line = setting.countsAsLine && chance(0.7) ? max(line, 1) : nil
      therapy.outcome = TherapyOutcome.allCases.randomElement(using: &random)
      therapy.bestResponse = BestResponse.allCases.randomElement(using: &random)
      therapy.durationMonths = Bounds(exactly: Magnitude(Int.random(in: 0...36, using: &random)))
      addDays(to: &therapy)
      return therapy
    }
  }

  /// Days to progression around the window of the disease, sometimes of one drug by itself.
  private mutating func addDays(to therapy: inout PriorTherapy) {
    let window = bench.disease.refractoriness?.withinDays ?? 60
    let days = chance(0.5) ? window + Int.random(in: -1...1, using: &random) : Int.random(in: 0...500, using: &random)
    if therapy.outcome == .progressedAfterTherapy { therapy.daysToProgression = days }
    guard therapy.outcome == .progressedAfterTherapy || therapy.outcome == .progressedOnTherapy, chance(0.3) else { return }
    if let drug = therapy.drugs.first { therapy.daysToProgressionByDrug = [drug: days + Int.random(in: 0...1, using: &random)] }
  }

  private mutating func givenDrugs() -> [DrugID] {
    let regimens = bench.knowledge.regimens.entries.filter { $0.disease == bench.disease.id }
    if chance(0.7), let regimen = regimens.randomElement(using: &random) { return regimen.components.map(\.drug) }
    return (0..<Int.random(in: 1...3, using: &random)).compactMap { _ in drugs.randomElement(using: &random) }
  }

  // Taking away.

  private mutating func reduced(_ therapy: PriorTherapy, keeping share: Double) -> PriorTherapy {
    var reduced = therapy
    if !chance(share) { reduced.outcome = nil }
    if !chance(share) { reduced.bestResponse = nil }
    if !chance(share) { reduced.durationMonths = nil }
    if !chance(share) { reduced.daysToProgression = nil }
    for drug in therapy.drugs where !chance(max(share, 0.8)) {
      guard let other = drugs.randomElement(using: &random), other != drug else { continue }
      reduced.drugs.removeAll { $0 == drug }
      reduced.uncertainDrugs.append([drug, other].shuffled(using: &random))
    }
    return reduced
  }

  /// What a less precise report would have said.
  private mutating func vague(_ fact: Fact) -> Fact? {
    guard let finding = bench.knowledge.vocabulary[fact.finding] else { return nil }
    switch fact.value {
    case .flag: return nil
    case .code(let code):
      return finding.codes.first { $0.refinedBy.contains(code) }.map { imprecise in
        Fact(finding: fact.finding, value: .code(imprecise.id), provenance: fact.provenance)
      }
    case .codes(let roster):
      let members = roster.members.filter { _ in chance(0.7) }
      return Fact(finding: fact.finding, value: .codes(Roster(members, isComplete: false)), provenance: fact.provenance)
    case .number(let bounds):
      guard let exact = bounds.exact else { return nil }
      let width = Int64.random(in: 1...30, using: &random) * (0..<exact.scale).reduce(1) { unit, _ in unit * 10 }
      let lower = Magnitude(significand: exact.significand - width, scale: exact.scale)
      let upper = Magnitude(significand: exact.significand + width, scale: exact.scale)
      let range = finding.range
      return Fact(
        finding: fact.finding,
        value: .number(
          Bounds(
            lower: .init(range.lower.map { max($0.value, lower) } ?? lower),
            upper: .init(range.upper.map { min($0.value, upper) } ?? upper))), provenance: fact.provenance)
    }
  }
}
