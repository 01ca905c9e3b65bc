import Clinical
import Knowledge

/// Random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

/// Makes cases of a disease out of the vocabulary, plausible enough to reach every step.
struct CaseGenerator {
  let knowledge: KnowledgeBase
  let disease: DiseaseID
  var random: SeededGenerator

  /// A case in which every finding is known.
  mutating func completeCase() -> PatientCase {
    var patient = PatientCase(disease: disease)
    for finding in knowledge.vocabulary.findings where finding.disease == nil || finding.disease == disease {
      patient.facts.append(Fact(finding: finding.id, value: value(of: finding), provenance: .pointer("/findings/\(finding.id)")))
    }
    patient.comorbidities = Listing(
      roster: list(knowledge.vocabulary.comorbidities.map(\.id)), provenance: .pointer("/comorbidities"))
    patient.medications = Listing(roster: list(knowledge.vocabulary.medications.map(\.id)), provenance: .pointer("/medications"))
    patient.priorTherapies = (0..<Int.random(in: 0...4, using: &random)).map { therapy($0) }
    return patient
  }

  /// The case with some of what is known left out.
  mutating func partial(_ patient: PatientCase) -> PatientCase {
    var partial = patient
    let share = Double.random(in: 0...0.7, using: &random)
    partial.facts = patient.facts.filter { _ in Double.random(in: 0...1, using: &random) >= share }
    if Bool.random(using: &random) { partial.comorbidities = nil }
    if Bool.random(using: &random) { partial.medications = nil }
    switch Int.random(in: 0...5, using: &random) {
    case 0: partial.priorTherapies = nil
    case 1...3:
      for index in (partial.priorTherapies ?? []).indices {
        if Bool.random(using: &random) { partial.priorTherapies?[index].outcome = nil }
        if Bool.random(using: &random) { partial.priorTherapies?[index].durationMonths = nil }
      }
    default: break
    }
    return partial
  }

  /// Values that keep the case within the pathway come up more often than chance would have it.
  private mutating func value(of finding: Finding) -> Value {
    let usual: [String: String] = ["er": "positive", "stage": "metastatic", "her2": "low", "sex": "female"]
    switch finding.kind {
    case .flag: return .flag(Int.random(in: 0...4, using: &random) == 0)
    case .code:
      if let code = usual[finding.id.text], Int.random(in: 0...5, using: &random) > 0 { return .code(CodeID(code)) }
      return .code(finding.codes.randomElement(using: &random)!.id)
    case .codes: return .codes(list(finding.codes.map(\.id)))
    case .integer: return .number(Bounds(exactly: Magnitude(whole(of: finding))))
    case .number: return .number(Bounds(exactly: Magnitude(whole(of: finding))))
    }
  }

  private mutating func whole(of finding: Finding) -> Int {
    Int.random(in: (finding.minimum?.whole ?? 0)...(finding.maximum?.whole ?? 600), using: &random)
  }

  private mutating func list<Member>(_ members: [Member]) -> Roster<Member> {
    Roster(members.filter { _ in Int.random(in: 0...7, using: &random) == 0 }, isComplete: true)
  }

  private mutating func therapy(_ index: Int) -> PriorTherapy {
    let settings = knowledge.diseases[disease]!.settings.map(\.id)
    var drugs: [DrugID] = []
    for drug in knowledge.drugs.entries.map(\.id).shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random)) {
      drugs.append(drug)
    }
    var therapy = PriorTherapy(
      setting: settings.randomElement(using: &random)!, drugs: drugs, provenance: .pointer("/priorTherapies/\(index)"))
    therapy.outcome = TherapyOutcome.allCases.randomElement(using: &random)
    therapy.durationMonths = Bounds(exactly: Magnitude(Int.random(in: 0...30, using: &random)))
    return therapy
  }
}
