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
    knowledge.vocabulary.findings.indices.compactMap { index in
      let finding = knowledge.vocabulary.findings[index]
      guard program.dependents[.finding(index)] != nil, !snapshot.findings[index].isSettled(finding) else { return nil }
      return (.finding(finding.id), possibilities(of: finding, at: index))
    }
  }

  private func possibilities(of finding: Finding, at index: Int) -> [Possibility] {
    let state = snapshot.findings[index]
    switch finding.kind {
    case .flag:
      return [true, false].map { flag in
        possibility(String(flag), .flag(flag), index) { $0.mask = flag ? 0b10 : 0b01 }
      }
    case .code:
      return finding.codes.filter { $0.refinedBy.isEmpty && state.mask & finding.mask(of: [$0.id]) != 0 }.map { code in
        possibility(code.id.text, .code(code.id.text), index) { $0.mask = finding.mask(of: [code.id]) }
      }
    case .codes:
      let none = possibility("[]", .codes([]), index) { ($0.mask, $0.isComplete) = (0, true) }
      return [none]
        + finding.codes.map { code in
          possibility(code.id.text, .codes([code.id.text]), index) { state in
            (state.mask, state.isComplete) = (finding.mask(of: [code.id]), true)
          }
        }
    case .number, .integer:
      return Self.intervals(of: state.bounds, cutAt: program.cuts[index] ?? []).map { part in
        let interval = finding.kind == .integer ? part.amongIntegers : part
        return possibility(interval.symbols, .number(interval.example), index) { $0.bounds = interval }
      }
    }
  }

  private func possibility(
    _ when: String, _ filling: Possibility.Filling, _ index: Int, _ change: (inout Snapshot.State) -> Void
  ) -> Possibility {
    var state = snapshot.findings[index]
    change(&state)
    return Possibility(when: when, filling: filling, change: .finding(index, state))
  }

  private func lists() -> [(gap: Gap, possibilities: [Possibility])] {
    var gaps: [(gap: Gap, possibilities: [Possibility])] = []
    if !snapshot.comorbidities.isComplete, program.dependents[.comorbidities] != nil {
      let named = patient.comorbidities?.roster.members ?? []
      let possibilities = possibilities(knowledge.vocabulary.comorbidities, named, change: { .comorbidities($0) }) {
        if case .comorbidity(let members) = $0 { members } else { nil }
      }
      gaps.append((.comorbidities, possibilities))
    }
    if !snapshot.medications.isComplete, program.dependents[.medications] != nil {
      let named = patient.medications?.roster.members ?? []
      let possibilities = possibilities(knowledge.vocabulary.medications, named, change: { .medications($0) }) {
        if case .medication(let members) = $0 { members } else { nil }
      }
      gaps.append((.medications, possibilities))
    }
    return gaps
  }

  /// What is named and nothing else, and with each one more that some clause asks for.
  private func possibilities<Kind>(
    _ terms: [ListedTerm<Identifier<Kind>>], _ named: [Identifier<Kind>], change: (BitSet) -> Possibility.Change,
    members: (Program.Operation) -> BitSet?
  ) -> [Possibility] {
    let asked = program.operations.compactMap(members)
    let present = terms.indices.filter { named.contains(terms[$0].id) }
    let others = terms.indices.filter { index in !present.contains(index) && asked.contains { $0.contains(index) } }
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
    guard program.dependents[.history] != nil else { return [] }
    guard let therapies = snapshot.therapies else {
      return [(.priorTherapies, [Possibility(when: "[]", filling: .codes([]), change: .history([]))])]
    }
    return therapies.indices.flatMap { index -> [(gap: Gap, possibilities: [Possibility])] in
      var gaps: [(gap: Gap, possibilities: [Possibility])] = []
      if therapies[index].outcome == nil {
        let outcomes = TherapyOutcome.allCases.map {
          Possibility(when: $0.rawValue, filling: .code($0.rawValue), change: .outcome(index, $0))
        }
        gaps.append((.therapy(index, .outcome), outcomes))
      }
      if therapies[index].durationMonths.exact == nil, !program.durationCuts.isEmpty {
        let intervals = Self.intervals(of: therapies[index].durationMonths, cutAt: program.durationCuts)
        gaps.append(
          (
            .therapy(index, .durationMonths),
            intervals.map {
              Possibility(when: $0.symbols, filling: .number($0.example), change: .duration(index, $0))
            }
          ))
      }
      if !therapies[index].uncertain.isEmpty { gaps.append((.therapy(index, .drugs), choices(of: index))) }
      return gaps
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
