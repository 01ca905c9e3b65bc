import Clinical
import Knowledge

/// Makes one fact of all that is said of a finding: the newest counts, and what contradicts itself is unknown.
struct FindingSettler {
  let knowledge: KnowledgeBase
  let rules: RecordRules
  let resources: ResourceCollection

  func facts(_ candidates: [Candidate], log: inout RecordLog) -> [Fact] {
    let byFinding = Dictionary(grouping: candidates, by: \.finding)
    return byFinding.keys.sorted().compactMap { position in
      let finding = knowledge.vocabulary.findings[position]
      return fact(finding, withoutEmptyStudies(byFinding[position] ?? []), &log)
    }
  }

  /// "Nothing found" counts only where no variant was reported at all.
  private func withoutEmptyStudies(_ candidates: [Candidate]) -> [Candidate] {
    let isReported = candidates.contains { candidate in
      switch candidate.content {
      case .nothingFound: false
      case .value(.code(let code)):
        knowledge.vocabulary.findings[candidate.finding].code(code)?.answer != .negative
      default: true
      }
    }
    return isReported ? candidates.filter { if case .nothingFound = $0.content { false } else { true } } : candidates
  }

  private func fact(_ finding: Finding, _ candidates: [Candidate], _ log: inout RecordLog) -> Fact? {
    let combination = rules.combinations.first { $0.finding == finding.id }
    if let combination { return combined(finding, combination, candidates, &log) }
    let newest = newest(among: candidates)
    guard !newest.isEmpty else { return nil }
    let values = newest.map { value(of: $0, finding) }
    if case .unclear(let reason) = values.first(where: { if case .unclear = $0 { true } else { false } }) {
      return unknown(finding, reason, newest, &log)
    }
    var agreed: Value?
    for value in values {
      guard case .value(let value) = value else { continue }
      guard let known = agreed else {
        agreed = value
        continue
      }
      guard known != value else { continue }
      guard let common = common(known, value, of: finding) else { return unknown(finding, Reason.contradicting, newest, &log) }
      agreed = common
    }
    guard let agreed, !values.contains(where: { if case .failure = $0 { true } else { false } }) else {
      return unknown(finding, Reason.unknownValue, newest, &log)
    }
    noteSuperseded(finding, agreed, candidates, newest, &log)
    return Fact(finding: finding.id, value: agreed, provenance: .resources(resources.references(to: newest.map(\.source))))
  }

  private func value(of candidate: Candidate, _ finding: Finding) -> Candidate.Content {
    guard case .nothingFound = candidate.content else { return candidate.content }
    guard let negative = finding.codes.first(where: { $0.answer == .negative }) else { return .failure(Reason.unknownValue) }
    return .value(.code(negative.id))
  }

  /// Those than which none is later; undated ones are never older than another.
  private func newest(among candidates: [Candidate]) -> [Candidate] {
    guard let latest = candidates.compactMap({ $0.date?.days.lowerBound }).max() else { return candidates }
    return candidates.filter { ($0.date?.days.upperBound ?? .max) >= latest }
  }

  /// What both of two values allow: ranges may overlap, an imprecise code may stand for the other.
  private func common(_ left: Value, _ right: Value, of finding: Finding) -> Value? {
    switch (left, right) {
    case (.number(let left), .number(let right)):
      if left.lies(in: right) == .holds { return .number(left) }
      return right.lies(in: left) == .holds ? .number(right) : nil
    case (.code(let left), .code(let right)):
      if finding.code(left)?.refinedBy.contains(right) == true { return .code(right) }
      return finding.code(right)?.refinedBy.contains(left) == true ? .code(left) : nil
    default: return nil
    }
  }

  private func unknown(_ finding: Finding, _ reason: Text, _ candidates: [Candidate], _ log: inout RecordLog) -> Fact? {
    log.note(
      "record-unclear",
      Text(
        en: "\(finding.label.en) is taken as unknown: \(reason.en)",
        ru: "\(finding.label.ru): значение принято неизвестным: \(reason.ru)"),
      candidates.map(\.source))
    return nil
  }

  /// An older result that says otherwise is not silently gone; numbers change all the time.
  private func noteSuperseded(
    _ finding: Finding, _ value: Value, _ all: [Candidate], _ newest: [Candidate], _ log: inout RecordLog
  ) {
    guard case .code = value else { return }
    let counted = newest.map(\.source)
    let older = all.filter { candidate in
      guard !counted.contains(candidate.source), case .value(let other) = candidate.content else { return false }
      return other != value
    }
    guard !older.isEmpty else { return }
    log.note(
      "record-superseded",
      Text(
        en: "\(finding.label.en): the newest result counts; an older one says otherwise",
        ru: "\(finding.label.ru): учтён самый новый результат; более ранний ему противоречит"),
      older.map(\.source))
  }

  // Combinations.

  private func combined(
    _ finding: Finding, _ combination: RecordRules.Combination, _ all: [Candidate], _ log: inout RecordLog
  ) -> Fact? {
    guard !all.isEmpty else { return nil }
    let latest = all.compactMap { $0.date?.days.lowerBound }.max()
    let together = all.filter { candidate in
      guard let latest, let date = candidate.date else { return true }
      return latest - date.days.upperBound <= combination.withinDays
    }
    var inputs: [String: String] = [:]
    for (name, candidates) in Dictionary(grouping: together, by: { $0.inputName }).sorted(by: { $0.key < $1.key }) {
      let values = Set(newest(among: candidates).map { $0.inputValue })
      if case .unclear(let reason)? = candidates.first(where: { $0.isUnclear })?.content {
        return unknown(finding, reason, candidates, &log)
      }
      guard values.count == 1, let value = values.first ?? nil else {
        return unknown(finding, values.count > 1 ? Reason.contradicting : Reason.unknownValue, candidates, &log)
      }
      inputs[name] = value
    }
    guard
      let row = combination.rows.first(where: { row in
        row.when.allSatisfy { input, values in
          inputs[input].map(values.contains) ?? false
        }
      })
    else { return unknown(finding, Reason.unknownValue, together, &log) }
    switch row.outcome {
    case .value(let value):
      return Fact(
        finding: finding.id, value: .code(CodeID(value)), provenance: .resources(resources.references(to: together.map(\.source)))
      )
    case .unclear(let reason): return unknown(finding, reason, together, &log)
    case .between: return nil
    }
  }
}

extension Candidate {
  fileprivate var inputName: String {
    if case .input(let name, _) = content { name } else { RecordRules.Combination.stated }
  }

  /// `nil`: it cannot be made use of.
  fileprivate var inputValue: String? {
    switch content {
    case .input(_, let value): value
    case .value(.code(let code)): code.text
    default: nil
    }
  }

  fileprivate var isUnclear: Bool {
    if case .unclear = content { true } else { false }
  }
}

extension Array where Element: Hashable {
  /// Each once, in their order.
  var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
