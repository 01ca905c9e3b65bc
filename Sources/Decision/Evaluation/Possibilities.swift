import Clinical
import Knowledge

/// The open gaps of a case, and the values each may turn out to have: one list, gap after gap.
struct OpenGaps {
  private(set) var gaps: [(gap: Gap, possibilities: Range<Int>)] = []
  private(set) var possibilities: [Possibility] = []

  init() {
    gaps.reserveCapacity(16)
    possibilities.reserveCapacity(64)
  }

  mutating func add(_ gap: Gap, _ appendPossibilities: (inout [Possibility]) -> Void) {
    let start = possibilities.count
    appendPossibilities(&possibilities)
    gaps.append((gap, start..<possibilities.count))
  }
}

/// The gaps of a case that could matter to a program, each with the values it may turn out to have.
struct Possibilities {
  let program: Program
  let snapshot: Snapshot
  let patient: PatientCase
  let knowledge: KnowledgeBase

  /// In the order of the vocabulary, then lists, then the history.
  func all() -> OpenGaps {
    var open = OpenGaps()
    addFindings(to: &open)
    addLists(to: &open)
    addHistory(to: &open)
    return open
  }

  private func addFindings(to open: inout OpenGaps) {
    for index in program.askedFindings {
      let finding = knowledge.vocabulary.findings[index]
      guard !snapshot.findings[index].isSettled(finding) else { continue }
      open.add(.finding(finding.id)) { appendPossibilities(of: finding, at: index, to: &$0) }
    }
  }

  private func appendPossibilities(of finding: Finding, at index: Int, to possibilities: inout [Possibility]) {
    let state = snapshot.findings[index]
    func append(_ when: Possibility.Wording, _ filling: Possibility.Filling, _ change: (inout Snapshot.State) -> Void) {
      var changed = state
      change(&changed)
      possibilities.append(Possibility(when: when, filling: filling, change: .finding(index, changed)))
    }
    switch finding.kind {
    case .flag:
      append(.word("true"), .flag(true)) { $0.mask = 0b10 }
      append(.word("false"), .flag(false)) { $0.mask = 0b01 }
    case .code:
      // The bit of a precise code is that of its place.
      for (place, code) in finding.codes.enumerated() where code.refinedBy.isEmpty && state.mask & 1 << UInt64(place) != 0 {
        append(.word(code.id.text), .code(code.id.text)) { $0.mask = 1 << UInt64(place) }
      }
    case .codes:
      append(.word("[]"), .codes([])) { ($0.mask, $0.isComplete) = (0, true) }
      for code in finding.codes {
        let mask = finding.mask(of: [code.id])
        guard state.absent & mask == 0 else { continue }
        append(.word(code.id.text), .codes([code.id.text])) { ($0.mask, $0.isComplete) = (mask, true) }
      }
    case .number, .integer:
      for part in Self.intervals(of: state.bounds, cutAt: program.cuts[index] ?? []) {
        let interval = finding.kind == .integer ? part.amongIntegers : part
        append(.bounds(interval), .number(interval.example)) { $0.bounds = interval }
      }
    }
  }

  private func addLists(to open: inout OpenGaps) {
    if !snapshot.comorbidities.isComplete, !program.readers[.comorbidities].isEmpty {
      open.add(.comorbidities) { possibilities in
        append(
          knowledge.vocabulary.comorbidities, patient.comorbidities?.roster, asked: program.askedComorbidities, to: &possibilities
        ) { .comorbidities($0) }
      }
    }
    if !snapshot.medications.isComplete, !program.readers[.medications].isEmpty {
      open.add(.medications) { possibilities in
        append(
          knowledge.vocabulary.medications, patient.medications?.roster, asked: program.askedMedications, to: &possibilities
        ) { .medications($0) }
      }
    }
  }

  /// What is named and nothing else, and with each one more that some clause asks for.
  private func append<Kind>(
    _ terms: [ListedTerm<Identifier<Kind>>], _ roster: Roster<Identifier<Kind>>?, asked: BitSet,
    to possibilities: inout [Possibility], change: (BitSet) -> Possibility.Change
  ) {
    let named = roster?.members ?? []
    let absent = roster?.absent ?? []
    let present = BitSet(terms.indices.filter { named.contains(terms[$0].id) })
    let names = named.map(\.text)
    possibilities.append(
      Possibility(when: names.isEmpty ? "[]" : names.joined(separator: ", "), filling: .codes(names), change: change(present)))
    asked.forEach { index in
      guard !present.contains(index), !absent.contains(terms[index].id) else { return }
      var members = present
      members.insert(index)
      possibilities.append(
        Possibility(when: terms[index].id.text, filling: .codes(names + [terms[index].id.text]), change: change(members)))
    }
  }

  private func addHistory(to open: inout OpenGaps) {
    guard !program.readers[.history].isEmpty else { return }
    guard let therapies = snapshot.therapies else {
      return open.add(.priorTherapies) { $0.append(Possibility(when: "[]", filling: .codes([]), change: .history([]))) }
    }
    if !snapshot.isHistoryComplete { open.add(.priorTherapies) { $0.append(nothingElse(than: therapies)) } }
    for (index, therapy) in therapies.enumerated() {
      addOutcome(of: index, therapy, to: &open)
      addResponse(of: index, therapy, to: &open)
      addDays(of: index, therapy, to: &open)
      addDuration(of: index, therapy, to: &open)
      if !therapy.uncertain.isEmpty { open.add(.therapy(index, .drugs)) { $0 += choices(of: index) } }
    }
  }

  private func nothingElse(than therapies: [Snapshot.Therapy]) -> Possibility {
    let asListed = (patient.priorTherapies ?? []).flatMap(\.drugs).map(\.text)
    return Possibility(
      when: asListed.isEmpty ? "[]" : asListed.joined(separator: ", "), filling: .codes(asListed), change: .history(therapies))
  }

  private func addOutcome(of index: Int, _ therapy: Snapshot.Therapy, to open: inout OpenGaps) {
    guard therapy.outcome == nil, let prior = patient.priorTherapies?[index] else { return }
    open.add(.therapy(index, .outcome)) { possibilities in
      for outcome in TherapyOutcome.allCases where prior.allows(outcome) {
        possibilities.append(
          Possibility(when: outcome.rawValue, filling: .code(outcome.rawValue), change: .outcome(index, outcome)))
      }
    }
  }

  /// The responses that some clause or the rule of refractoriness tells apart, each kind by its best.
  private func addResponse(of index: Int, _ therapy: Snapshot.Therapy, to open: inout OpenGaps) {
    guard therapy.bestResponse == nil, program.asksForRefractoriness != nil else { return }
    open.add(.therapy(index, .bestResponse)) { possibilities in
      for group in program.responseGroups {
        possibilities.append(
          Possibility(when: group.words, filling: .code(group.best.rawValue), change: .response(index, group.best)))
      }
    }
  }

  /// Days that are not known well enough to tell whether they lie within the window.
  private func addDays(of index: Int, _ therapy: Snapshot.Therapy, to open: inout OpenGaps) {
    guard let rule = program.asksForRefractoriness else { return }
    guard therapy.outcome == .progressedAfterTherapy || therapy.outcome == .progressedOnTherapy else { return }
    if therapy.outcome == .progressedAfterTherapy, therapy.drugs.members.contains(where: { therapy.daysByDrug[$0] == nil }),
      let parts = parts(of: therapy.days, by: rule)
    {
      open.add(.therapy(index, .daysToProgression)) { possibilities in
        for part in parts { possibilities.append(possibility(of: part) { .days(index, $0) }) }
      }
    }
    guard !therapy.daysByDrug.isEmpty else { return }
    for (drug, days) in therapy.daysByDrug.sorted(by: { $0.key < $1.key }) {
      guard let parts = parts(of: days, by: rule) else { continue }
      open.add(.daysToProgression(index, of: knowledge.drugs.entries[drug].id)) { possibilities in
        for part in parts { possibilities.append(possibility(of: part) { .daysOfDrug(index, drug: drug, $0) }) }
      }
    }
  }

  private func possibility(of days: ClosedRange<Int>, change: (ClosedRange<Int>) -> Possibility.Change) -> Possibility {
    let bounds = Bounds(
      lower: Bounds.End(Magnitude(days.lowerBound)),
      upper: days.upperBound == Self.foreverDays ? nil : Bounds.End(Magnitude(days.upperBound)))
    let example = days.upperBound == Self.foreverDays ? days.lowerBound : days.upperBound
    return Possibility(when: .bounds(bounds), filling: .number(Magnitude(example)), change: change(example...example))
  }

  private static let foreverDays = 36_500

  /// The days within the window and those after it; `nil` when they are known well enough.
  private func parts(of days: ClosedRange<Int>?, by rule: RefractorinessRule) -> [ClosedRange<Int>]? {
    let possible = (days ?? 0...Self.foreverDays).clamped(to: 0...Self.foreverDays)
    guard possible.lowerBound <= rule.withinDays, possible.upperBound > rule.withinDays else { return nil }
    return [possible.lowerBound...rule.withinDays, (rule.withinDays + 1)...possible.upperBound]
  }

  private func addDuration(of index: Int, _ therapy: Snapshot.Therapy, to open: inout OpenGaps) {
    guard therapy.durationMonths.exact == nil, !program.durationCuts.isEmpty else { return }
    open.add(.therapy(index, .durationMonths)) { possibilities in
      for part in Self.intervals(of: therapy.durationMonths, cutAt: program.durationCuts) {
        possibilities.append(Possibility(when: .bounds(part), filling: .number(part.example), change: .duration(index, part)))
      }
    }
  }

  /// Each way of settling the drugs of a therapy that are not known exactly.
  private func choices(of index: Int) -> [Possibility] {
    let uncertain = patient.priorTherapies?[index].uncertainDrugs ?? []
    let combinations = uncertain.reduce([[DrugID]]([[]])) { combinations, choices in
      combinations.flatMap { chosen in choices.map { chosen + [$0] } }
    }
    return combinations.map { drugs in
      let names = drugs.map(\.text)
      let bits = drugs.compactMap { knowledge.drugs.position(of: $0) }.map { BitSet([$0]) }
      return Possibility(when: names.joined(separator: " + "), filling: .codes(names), change: .drugs(index, bits))
    }
  }

  /// The parts of a range between cuts: within each, no clause can tell two numbers apart.
  static func intervals(of range: Bounds, cutAt cuts: [Program.Cut]) -> [Bounds] {
    var parts: [Bounds] = []
    var lower = range.lower
    for cut in cuts {
      let part = Bounds(lower: lower, upper: Bounds.End(cut.value, isIncluded: cut.isAfter))
      let next = Bounds.End(cut.value, isIncluded: !cut.isAfter)
      guard !part.isEmpty, !Bounds(lower: next, upper: range.upper).isEmpty else { continue }
      parts.append(part)
      lower = next
    }
    return parts + [Bounds(lower: lower, upper: range.upper)]
  }
}

extension Program {
  /// The rule of refractoriness when some condition needs it.
  var asksForRefractoriness: RefractorinessRule? {
    refractoryTests.isEmpty ? nil : disease.refractoriness
  }
}

extension PriorTherapy {
  /// Whether an outcome agrees with what is stated of the therapy's end.
  fileprivate func allows(_ outcome: TherapyOutcome) -> Bool {
    switch outcome {
    case .progressedAfterTherapy: true
    case .progressedOnTherapy: daysToProgression == nil
    case .ongoing: daysToProgression == nil && progressed == nil && ended == nil
    case .completed, .stoppedToxicity: daysToProgression == nil && progressed == nil
    }
  }
}
