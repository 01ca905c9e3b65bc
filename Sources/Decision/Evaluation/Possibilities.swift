import Clinical
import Knowledge

/// The gaps of a case that could matter to a program, each with the values it may turn out to have.
struct Possibilities {
  let program: Program
  let snapshot: Snapshot
  let patient: PatientCase
  let knowledge: KnowledgeBase

  /// In the order of the vocabulary, then lists, then the history.
  func all() -> [(gap: Gap, possibilities: [Possibility])] {
    findings() + lists() + history()
  }

  private func findings() -> [(gap: Gap, possibilities: [Possibility])] {
    program.askedFindings.compactMap { index in
      let finding = knowledge.vocabulary.findings[index]
      guard !snapshot.findings[index].isSettled(finding) else { return nil }
      return (.finding(finding.id), possibilities(of: finding, at: index))
    }
  }

  private func possibilities(of finding: Finding, at index: Int) -> [Possibility] {
    let state = snapshot.findings[index]
    switch finding.kind {
    case .flag:
      return [true, false].map { flag in
        possibility(.word(flag ? "true" : "false"), .flag(flag), index) { $0.mask = flag ? 0b10 : 0b01 }
      }
    case .code:
      return finding.codes.filter { $0.refinedBy.isEmpty && state.mask & finding.mask(of: [$0.id]) != 0 }.map { code in
        possibility(.word(code.id.text), .code(code.id.text), index) { $0.mask = finding.mask(of: [code.id]) }
      }
    case .codes:
      let none = possibility(.word("[]"), .codes([]), index) { ($0.mask, $0.isComplete) = (0, true) }
      return [none]
        + finding.codes.filter { state.absent & finding.mask(of: [$0.id]) == 0 }.map { code in
          possibility(.word(code.id.text), .codes([code.id.text]), index) { state in
            (state.mask, state.isComplete) = (finding.mask(of: [code.id]), true)
          }
        }
    case .number, .integer:
      return Self.intervals(of: state.bounds, cutAt: program.cuts[index] ?? []).map { part in
        let interval = finding.kind == .integer ? part.amongIntegers : part
        return possibility(.bounds(interval), .number(interval.example), index) { $0.bounds = interval }
      }
    }
  }

  private func possibility(
    _ when: Possibility.Wording, _ filling: Possibility.Filling, _ index: Int, _ change: (inout Snapshot.State) -> Void
  ) -> Possibility {
    var state = snapshot.findings[index]
    change(&state)
    return Possibility(when: when, filling: filling, change: .finding(index, state))
  }

  private func lists() -> [(gap: Gap, possibilities: [Possibility])] {
    var gaps: [(gap: Gap, possibilities: [Possibility])] = []
    if !snapshot.comorbidities.isComplete, !program.readers[.comorbidities].isEmpty {
      let named = patient.comorbidities?.roster.members ?? []
      let possibilities = possibilities(
        knowledge.vocabulary.comorbidities, named, absent: patient.comorbidities?.roster.absent ?? [],
        asked: program.askedComorbidities, change: { .comorbidities($0) })
      gaps.append((.comorbidities, possibilities))
    }
    if !snapshot.medications.isComplete, !program.readers[.medications].isEmpty {
      let named = patient.medications?.roster.members ?? []
      let possibilities = possibilities(
        knowledge.vocabulary.medications, named, absent: patient.medications?.roster.absent ?? [],
        asked: program.askedMedications, change: { .medications($0) })
      gaps.append((.medications, possibilities))
    }
    return gaps
  }

  /// What is named and nothing else, and with each one more that some clause asks for.
  private func possibilities<Kind>(
    _ terms: [ListedTerm<Identifier<Kind>>], _ named: [Identifier<Kind>], absent: [Identifier<Kind>], asked: BitSet,
    change: (BitSet) -> Possibility.Change
  ) -> [Possibility] {
    let present = terms.indices.filter { named.contains(terms[$0].id) }
    let others = terms.indices.filter { index in
      asked.contains(index) && !present.contains(index) && !absent.contains(terms[index].id)
    }
    let names = named.map(\.text)
    let nothingElse = Possibility(
      when: names.isEmpty ? "[]" : names.joined(separator: ", "), filling: .codes(names), change: change(BitSet(present)))
    return [nothingElse]
      + others.map { index in
        Possibility(
          when: terms[index].id.text, filling: .codes(names + [terms[index].id.text]), change: change(BitSet(present + [index])))
      }
  }

  private func history() -> [(gap: Gap, possibilities: [Possibility])] {
    guard !program.readers[.history].isEmpty else { return [] }
    guard let therapies = snapshot.therapies else {
      return [(.priorTherapies, [Possibility(when: "[]", filling: .codes([]), change: .history([]))])]
    }
    var open: [Open] = snapshot.isHistoryComplete ? [] : [(.priorTherapies, [nothingElse(than: therapies)])]
    for (index, therapy) in therapies.enumerated() {
      open += outcome(of: index, therapy)
      open += response(of: index, therapy)
      open += days(of: index, therapy)
      open += duration(of: index, therapy)
      if !therapy.uncertain.isEmpty { open.append((.therapy(index, .drugs), choices(of: index))) }
    }
    return open
  }

  private func nothingElse(than therapies: [Snapshot.Therapy]) -> Possibility {
    let asListed = (patient.priorTherapies ?? []).flatMap(\.drugs).map(\.text)
    return Possibility(
      when: asListed.isEmpty ? "[]" : asListed.joined(separator: ", "), filling: .codes(asListed), change: .history(therapies))
  }

  private typealias Open = (gap: Gap, possibilities: [Possibility])

  private func outcome(of index: Int, _ therapy: Snapshot.Therapy) -> [Open] {
    guard therapy.outcome == nil, let prior = patient.priorTherapies?[index] else { return [] }
    let possibilities = TherapyOutcome.allCases.filter(prior.allows).map {
      Possibility(when: $0.rawValue, filling: .code($0.rawValue), change: .outcome(index, $0))
    }
    return [(.therapy(index, .outcome), possibilities)]
  }

  /// The responses that some clause or the rule of refractoriness tells apart, each kind by its best.
  private func response(of index: Int, _ therapy: Snapshot.Therapy) -> [Open] {
    guard therapy.bestResponse == nil, program.asksForRefractoriness != nil else { return [] }
    let possibilities = program.responseGroups.map { members in
      Possibility(
        when: members.map(\.rawValue).joined(separator: ", "), filling: .code(members[0].rawValue),
        change: .response(index, members[0]))
    }
    return [(.therapy(index, .bestResponse), possibilities)]
  }

  /// Days that are not known well enough to tell whether they lie within the window.
  private func days(of index: Int, _ therapy: Snapshot.Therapy) -> [Open] {
    guard let rule = program.asksForRefractoriness else { return [] }
    var open: [Open] = []
    if therapy.outcome == .progressedAfterTherapy, therapy.drugs.members.contains(where: { therapy.daysByDrug[$0] == nil }) {
      open += parts(of: therapy.days, by: rule).map { parts in
        (.therapy(index, .daysToProgression), parts.map { possibility(of: $0) { .days(index, $0) } })
      }
    }
    guard therapy.outcome == .progressedAfterTherapy || therapy.outcome == .progressedOnTherapy else { return open }
    for (drug, days) in therapy.daysByDrug.sorted(by: { $0.key < $1.key }) {
      open += parts(of: days, by: rule).map { parts in
        let gap = Gap.daysToProgression(index, of: knowledge.drugs.entries[drug].id)
        return (gap, parts.map { possibility(of: $0) { .daysOfDrug(index, drug: drug, $0) } })
      }
    }
    return open
  }

  private func possibility(of days: ClosedRange<Int>, change: (ClosedRange<Int>) -> Possibility.Change) -> Possibility {
    let bounds = Bounds(
      lower: Bounds.End(Magnitude(days.lowerBound)),
      upper: days.upperBound == Self.foreverDays ? nil : Bounds.End(Magnitude(days.upperBound)))
    let example = days.upperBound == Self.foreverDays ? days.lowerBound : days.upperBound
    return Possibility(when: .bounds(bounds), filling: .number(Magnitude(example)), change: change(example...example))
  }

  private static let foreverDays = 36_500

  /// The days within the window and those after it; empty when they are known well enough.
  private func parts(of days: ClosedRange<Int>?, by rule: RefractorinessRule) -> [[ClosedRange<Int>]] {
    let possible = (days ?? 0...Self.foreverDays).clamped(to: 0...Self.foreverDays)
    guard possible.lowerBound <= rule.withinDays, possible.upperBound > rule.withinDays else { return [] }
    return [[possible.lowerBound...rule.withinDays, (rule.withinDays + 1)...possible.upperBound]]
  }

  private func duration(of index: Int, _ therapy: Snapshot.Therapy) -> [Open] {
    guard therapy.durationMonths.exact == nil, !program.durationCuts.isEmpty else { return [] }
    let intervals = Self.intervals(of: therapy.durationMonths, cutAt: program.durationCuts)
    let possibilities = intervals.map {
      Possibility(when: .bounds($0), filling: .number($0.example), change: .duration(index, $0))
    }
    return [(.therapy(index, .durationMonths), possibilities)]
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
