import Clinical
import Knowledge

// What is a set or a list: complete only when something says so.
extension RecordPass {
  mutating func readMembers() {
    for (position, members) in Dictionary(grouping: conditions.members, by: \.finding).sorted(by: { $0.key < $1.key }) {
      let finding = knowledge.vocabulary.findings[position]
      let present = Set(members.filter(\.isPresent).map(\.value))
      let absent = Set(members.filter { !$0.isPresent }.map(\.value))
      let disputed = present.intersection(absent)
      if !disputed.isEmpty {
        log.note(
          "record-unclear",
          Text(
            en: "\(finding.label.en): \(disputed.map(\.text).sorted().joined(separator: ", ")) both stated and refuted",
            ru: "\(finding.label.ru): \(disputed.map(\.text).sorted().joined(separator: ", ")) указано и опровергнуто"),
          members.filter { disputed.contains($0.value) }.map(\.source))
      }
      // As they were first seen, whatever the order of the record.
      let seen = Dictionary(members.map { ($0.value, $0.date?.days.lowerBound ?? .max) }, uniquingKeysWith: min)
      let codes = finding.codes.map(\.id).enumerated().sorted {
        (seen[$0.element] ?? .max, $0.offset) < (seen[$1.element] ?? .max, $1.offset)
      }.map(\.element)
      let order = { (values: Set<CodeID>) in codes.filter { values.contains($0) && !disputed.contains($0) } }
      let isComplete = complete[finding.id.text] != nil && disputed.isEmpty && !conditions.hasUnknown && !resources.isPartial
      let roster = Roster(order(present), isComplete: isComplete, absent: order(absent))
      let sources = members.map(\.source) + [isComplete ? complete[finding.id.text] : nil].compactMap(\.self)
      memberFacts.append(Fact(finding: finding.id, value: .codes(roster), provenance: provenance(sources)))
    }
    for (name, source) in complete.sorted(by: { $0.key < $1.key }) {
      guard let finding = knowledge.vocabulary[FindingID(name)], finding.kind == .codes, !conditions.hasUnknown,
        !resources.isPartial,
        !memberFacts.contains(where: { $0.finding == finding.id })
      else { continue }
      memberFacts.append(
        Fact(finding: finding.id, value: .codes(Roster([], isComplete: true)), provenance: provenance([source])))
    }
  }

  mutating func imply() {
    for implication in index.rules.implications {
      guard let target = knowledge.vocabulary.position(of: implication.finding),
        let source = memberFacts.first(where: { $0.finding == implication.from }), case .codes(let roster) = source.value,
        roster.members.contains(where: implication.members.contains)
      else { continue }
      let sources = conditions.members.filter { $0.isPresent && implication.members.contains($0.value) }.map(\.source)
        .distinct
      // What follows for certain is not undone by a result that says less; one that says otherwise contradicts it.
      found.candidates.removeAll { candidate in
        guard candidate.finding == target, case .value(let value) = candidate.content else { return candidate.finding == target }
        return value == .code(implication.value)
      }
      found.candidates += sources.map {
        Candidate(finding: target, content: .value(.code(implication.value)), date: nil, source: $0)
      }
    }
  }

  // Lists.

  mutating func comorbidities() -> Listing<ComorbidityID>? {
    var present: [ComorbidityID: [Int]] = [:]
    var absent: [ComorbidityID: [Int]] = [:]
    for entry in conditions.comorbidities {
      if entry.isPresent {
        present[entry.id, default: []].append(entry.source)
      } else {
        absent[entry.id, default: []].append(entry.source)
      }
    }
    let stated = absent
    for term in knowledge.vocabulary.comorbidities where !stated.isEmpty && absent[term.id] == nil {
      // Who has no diabetes has no type 2 diabetes either.
      for wider in closure(of: term.id) { if let sources = stated[wider] { absent[term.id] = sources } }
    }
    let implied = Set(present.keys.flatMap { [$0] + closure(of: $0) })
    let disputed = implied.intersection(absent.keys)
    if !disputed.isEmpty {
      log.note(
        "record-unclear",
        Text(
          en: "comorbidities both stated and refuted: \(disputed.map(\.text).sorted().joined(separator: ", "))",
          ru: "сопутствующие заболевания указаны и опровергнуты: \(disputed.map(\.text).sorted().joined(separator: ", "))"),
        disputed.sorted().flatMap { (present[$0] ?? []) + (absent[$0] ?? []) })
    }
    let list = complete["comorbidities"]
    let isComplete = list != nil && disputed.isEmpty && !conditions.hasUnknown && !resources.isPartial
    let members = knowledge.vocabulary.comorbidities.map(\.id).filter { id in
      present[id] != nil && !disputed.contains(id) && !closure(of: id).contains(where: disputed.contains)
    }
    let others = knowledge.vocabulary.comorbidities.map(\.id).filter { absent[$0] != nil && !disputed.contains($0) }
    guard isComplete || !members.isEmpty || !others.isEmpty else { return nil }
    let sources =
      isComplete ? [list].compactMap(\.self) : members.flatMap { present[$0] ?? [] } + others.flatMap { absent[$0] ?? [] }
    var listing = Listing(roster: Roster(members, isComplete: isComplete, absent: others), provenance: provenance(sources))
    for id in members { listing.places[id] = provenance(present[id] ?? []) }
    for id in others { listing.places[id] = provenance(absent[id] ?? []) }
    return listing
  }

  private func provenance(_ sources: [Int]) -> Provenance { .resources(resources.references(to: sources)) }

  func closure(of id: ComorbidityID) -> [ComorbidityID] {
    var (waiting, closed): ([ComorbidityID], [ComorbidityID]) = ([id], [])
    while let next = waiting.popLast() {
      guard let position = knowledge.vocabulary.position(of: next) else { continue }
      for wider in knowledge.vocabulary.comorbidities[position].within where !closed.contains(wider) {
        closed.append(wider)
        waiting.append(wider)
      }
    }
    return closed
  }

  func medicationList() -> Listing<MedicationID>? {
    let list = complete["medications"]
    let isComplete = list != nil && !hasUnknownMedication && !resources.isPartial
    let given = Dictionary(grouping: medications, by: \.id)
    let members = knowledge.vocabulary.medications.map(\.id).filter { given[$0] != nil }
    guard isComplete || !members.isEmpty else { return nil }
    let sources = isComplete ? [list].compactMap(\.self) : members.flatMap { (given[$0] ?? []).map(\.source) }
    var listing = Listing(roster: Roster(members, isComplete: isComplete), provenance: provenance(sources))
    for id in members { listing.places[id] = provenance((given[id] ?? []).map(\.source)) }
    return listing
  }
}
