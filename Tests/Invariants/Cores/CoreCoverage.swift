import Clinical
import Knowledge

/// What a pathway asks about that its core neither enumerates nor leaves out with a reason: a new fact shows up here.
struct CoreCoverage {
  private let core: Core
  private let subject: Subject
  private let additions: [Addition]

  init(_ core: Core, _ subject: Subject) {
    (self.core, self.subject) = (core, subject)
    additions = core.blocks.filter { !$0.isLarge }.flatMap(\.additions)
  }

  /// What is missing, one sentence each; also omissions of what is enumerated or no longer asked about.
  func complaints() -> [String] {
    guard let readings = subject.readings[core.disease] else { return ["the knowledge has no disease `\(core.disease)`"] }
    let asked =
      readings.findings.keys.sorted().map { ($0.text, isEnumerated($0)) }
      + readings.names.comorbidities.sorted().map { ($0.text, isEnumerated($0)) }
      + readings.names.medications.sorted().map { ($0.text, isEnumerated($0)) }
      + readings.jurisdictions.sorted().map { id in (id.text, additions.contains { $0.jurisdiction == id }) }
      + readings.selections.map { drugs in (drugs.map(\.text).sorted().joined(separator: ", "), isEnumerated(drugs)) }.sorted {
        $0.0 < $1.0
      }
    let omitted = Set(core.omissions.map(\.fact))
    return asked.filter { !$0.1 && !omitted.contains($0.0) }.map { "\(core.disease) asks about \($0.0), which is not enumerated" }
      + omitted.filter { fact in !asked.contains { $0.0 == fact && !$0.1 } }.sorted().map {
        "\(core.disease) leaves out \($0), which it enumerates or is not asked about"
      }
  }

  /// With two values at least, and unknown.
  private func isEnumerated(_ finding: FindingID) -> Bool {
    core.blocks.contains { block in
      let values = block.facts.map { fact in fact.values.map { $0.facts.first { $0.finding == finding }?.value } }
      return values.contains { Set($0).count > 2 && $0.contains(nil) }
    }
  }

  private func isEnumerated(_ id: ComorbidityID) -> Bool {
    let terms = subject.knowledge.vocabulary.comorbidities
    return additions.flatMap { $0.comorbidities ?? [] }.contains { named in
      terms.first { $0.id == named }.map { $0.id == id || $0.within.contains(id) } ?? false
    }
  }

  private func isEnumerated(_ id: MedicationID) -> Bool {
    let terms = subject.knowledge.vocabulary.medications
    return additions.flatMap { $0.medications ?? [] }.contains { named in
      terms.first { $0.id == named }.map { $0.id == id || $0.within.contains(id) } ?? false
    }
  }

  /// One of them given in some combinations, and not in others.
  private func isEnumerated(_ drugs: Set<DrugID>) -> Bool {
    core.blocks.flatMap(\.facts).contains { fact in
      let given = fact.values.map { $0.therapies.contains { $0.drugs.contains(where: drugs.contains) } }
      return given.contains(true) && given.contains(false)
    }
  }
}
