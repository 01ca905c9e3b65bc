import Clinical
import Knowledge

/// A case by position instead of by name: what the evaluator reads.
struct Snapshot: Sendable {
  /// What a finding may still be.
  struct State: Sendable {
    /// Flags and codes: the values still possible. Sets of codes: those present.
    var mask: UInt64
    /// Sets of codes: whether what is not present is absent.
    var isComplete: Bool
    /// Sets of codes: those said to be absent.
    var absent: UInt64 = 0
    /// Numbers.
    var bounds: Bounds
  }

  /// What a list names, and whether what it does not name is absent.
  struct Named: Sendable {
    var members: BitSet
    var isComplete: Bool
    /// What is said to be absent.
    var absent = BitSet()

    /// A list nobody has given.
    static let nothing = Named(members: BitSet(), isComplete: false)
  }

  /// A therapy of the history; shared, since every clause on the history looks at all of them.
  final class Therapy: Sendable {
    struct Content: Sendable {
      var drugs: BitSet
      var uncertain: [BitSet]
      /// The bit of its setting among those of the disease.
      var setting: UInt64
      var outcome: TherapyOutcome?
      var bestResponse: BestResponse?
      var durationMonths: Bounds
      /// From the end of the therapy to progression.
      var days: ClosedRange<Int>?
      /// Of the drugs that ended by themselves; the inner `nil`: nothing is known.
      var daysByDrug: [Int: ClosedRange<Int>?]
      /// Entries with one number are one line.
      var line: Int
      /// The place of its line among those of the history.
      var lineOrdinal: Int
    }

    let content: Content

    init(_ content: Content) {
      self.content = content
    }

    var drugs: BitSet { content.drugs }
    var uncertain: [BitSet] { content.uncertain }
    var setting: UInt64 { content.setting }
    var outcome: TherapyOutcome? { content.outcome }
    var bestResponse: BestResponse? { content.bestResponse }
    var durationMonths: Bounds { content.durationMonths }
    var days: ClosedRange<Int>? { content.days }
    var daysByDrug: [Int: ClosedRange<Int>?] { content.daysByDrug }
    var line: Int { content.line }

    /// The same therapy with something else known of it.
    func changed(_ change: (inout Content) -> Void) -> Therapy {
      var content = content
      change(&content)
      return Therapy(content)
    }
  }

  var findings: [State]
  var comorbidities: Named
  var medications: Named
  var therapies: [Therapy]?
  /// Whether there was no therapy beside `therapies`.
  var isHistoryComplete = true
  var jurisdiction: JurisdictionID?

  init(unknownOf vocabulary: Vocabulary) {
    findings = vocabulary.findings.map { State(unknown: $0) }
    (comorbidities, medications) = (.nothing, .nothing)
  }

  /// The same with what is known of a patient.
  func recording(_ patient: PatientCase, context: Context, knowledge: KnowledgeBase) -> Snapshot {
    let vocabulary = knowledge.vocabulary
    var snapshot = self
    for fact in patient.facts {
      guard let position = vocabulary.position(of: fact.finding) else { continue }
      snapshot.findings[position].record(fact.value, of: vocabulary.findings[position])
    }
    snapshot.comorbidities = patient.comorbidities.map { Self.named($0.roster, vocabulary.position) } ?? .nothing
    snapshot.medications = patient.medications.map { Self.named($0.roster, vocabulary.position) } ?? .nothing
    let settings = knowledge.diseases[patient.disease]?.settings ?? []
    snapshot.therapies = patient.priorTherapies.map { Self.therapies($0, settings: settings, knowledge: knowledge) }
    snapshot.isHistoryComplete = patient.isHistoryComplete
    snapshot.jurisdiction = context.jurisdiction
    return snapshot
  }

  /// Takes what belongs to a variable from another snapshot.
  mutating func restore(_ variable: Program.Variable, from other: Snapshot) {
    switch variable {
    case .finding(let index): findings[index] = other.findings[index]
    case .comorbidities: comorbidities = other.comorbidities
    case .medications: medications = other.medications
    case .history, .outcome, .bestResponse, .duration, .days:
      (therapies, isHistoryComplete) = (other.therapies, other.isHistoryComplete)
    }
  }

  private static func named<ID: Hashable & Sendable>(_ roster: Roster<ID>, _ position: (ID) -> Int?) -> Named {
    Named(
      members: BitSet(roster.members.compactMap(position)), isComplete: roster.isComplete,
      absent: BitSet(roster.absent.compactMap(position)))
  }

  private static func therapies(
    _ therapies: [PriorTherapy], settings: [Disease.Setting], knowledge: KnowledgeBase
  ) -> [Therapy] {
    let bits = { (drugs: [DrugID]) in BitSet(drugs.compactMap { knowledge.drugs.position(of: $0) }) }
    var lines: [Int] = []
    return therapies.enumerated().map { index, therapy in
      let line = therapy.line ?? -1 - index
      let ordinal = lines.firstIndex(of: line) ?? lines.count
      if ordinal == lines.count { lines.append(line) }
      return Therapy(
        Therapy.Content(
          drugs: bits(therapy.drugs), uncertain: therapy.uncertainDrugs.map(bits), setting: settings.mask(of: [therapy.setting]),
          outcome: therapy.outcome, bestResponse: therapy.bestResponse,
          durationMonths: therapy.durationMonths ?? Self.anyDuration, days: Self.days(of: therapy),
          daysByDrug: Self.daysByDrug(of: therapy, knowledge: knowledge), line: line,
          lineOrdinal: ordinal))
    }
  }

  /// Days of the drugs that ended with the therapy.
  private static func days(of therapy: PriorTherapy) -> ClosedRange<Int>? {
    let drug =
      therapy.drugs.first { !therapy.hasOwnEnd($0) } ?? therapy.uncertainDrugs.joined().first { !therapy.hasOwnEnd($0) }
    return drug.flatMap { therapy.daysToProgression(of: $0) }
  }

  private static func daysByDrug(of therapy: PriorTherapy, knowledge: KnowledgeBase) -> [Int: ClosedRange<Int>?] {
    var days: [Int: ClosedRange<Int>?] = [:]
    guard therapy.hasOwnEnds else { return days }
    for drug in therapy.drugs + therapy.uncertainDrugs.flatMap({ $0 }) where therapy.hasOwnEnd(drug) {
      guard let position = knowledge.drugs.position(of: drug) else { continue }
      days[position] = .some(therapy.daysToProgression(of: drug))
    }
    return days
  }

  /// The therapies of the last line, as the history orders them.
  static func latestLine(of therapies: [Therapy]) -> ArraySlice<Therapy> {
    guard let last = therapies.last else { return [] }
    let start = therapies.lastIndex { $0.line != last.line }.map { $0 + 1 } ?? 0
    return therapies[start...]
  }

  /// The therapies, by their places, for which a test has this truth; `nil`: those it asks about are not known.
  func therapies(asTo test: Program.TherapyTest, _ truth: Truth) -> [Int]? {
    guard let therapies, isHistoryComplete || !test.content.isLatestLine else { return nil }
    let asked = test.content.isLatestLine ? Self.latestLine(of: therapies).indices : therapies.indices
    return asked.filter { Evaluator.truth(of: test, therapies[$0]) == truth }
  }

  static let anyDuration = Bounds(lower: Bounds.End(Magnitude(0)), upper: nil)
}

extension Snapshot.State {
  init(unknown finding: Finding) {
    self.init(mask: finding.kind == .codes ? 0 : finding.fullMask, isComplete: false, bounds: finding.range)
  }

  mutating func record(_ value: Value, of finding: Finding) {
    switch value {
    case .flag(let flag): mask = flag ? 0b10 : 0b01
    case .code(let code): mask = finding.mask(of: [code])
    case .codes(let roster):
      mask = finding.mask(of: roster.members)
      isComplete = roster.isComplete
      absent = finding.mask(of: roster.absent)
    case .number(let bounds): self.bounds = bounds
    }
  }

  /// Whether nothing more can be found out of it.
  func isSettled(_ finding: Finding) -> Bool {
    switch finding.kind {
    case .flag, .code: mask.nonzeroBitCount == 1
    case .codes: isComplete
    case .number, .integer: bounds.exact != nil
    }
  }
}

extension [Disease.Setting] {
  /// The bits of settings among these.
  func mask(of ids: some Sequence<SettingID>) -> UInt64 {
    ids.reduce(0) { mask, id in firstIndex { $0.id == id }.map { mask | 1 << UInt64($0) } ?? mask }
  }
}
