import Clinical

/// A fact of a core with all values it is enumerated with.
struct CoreFact: Sendable {
  let name: String
  let values: [Addition]

  init(_ name: String, _ values: [Addition]) {
    (self.name, self.values) = (name, values)
  }

  /// True, false and unknown.
  static func flag(_ finding: String) -> CoreFact {
    CoreFact(finding, [.flag(finding, true), .flag(finding, false), .nothing])
  }

  /// Each code, and unknown.
  static func code(_ finding: String, _ codes: String...) -> CoreFact {
    CoreFact(finding, codes.map { .code(finding, $0) } + [.nothing])
  }

  /// Each number, and unknown.
  static func number(_ finding: String, _ numbers: Int...) -> CoreFact {
    CoreFact(finding, numbers.map { .number(finding, $0) } + [.nothing])
  }
}

/// Some facts in every combination of their values, beside what they have in common.
struct Block: Sendable {
  let name: String
  let disease: DiseaseID
  let common: Addition
  let facts: [CoreFact]
  /// Too large to be gone through each time.
  let isLarge: Bool

  init(_ name: String, of disease: String, common: Addition, isLarge: Bool = false, _ facts: [CoreFact]) {
    (self.name, self.disease, self.common) = (name, DiseaseID(disease), common)
    (self.facts, self.isLarge) = (facts, isLarge)
  }

  /// How many combinations there are.
  var count: Int { facts.reduce(1) { $0 * $1.values.count } }

  /// All that the combinations are made of.
  var additions: [Addition] { [common] + facts.flatMap(\.values) }

  /// A combination by its number.
  func consultation(_ number: Int) -> Consultation {
    var patient = PatientCase(disease: disease)
    patient.priorTherapies = []
    var (jurisdiction, history, rest) = (common.jurisdiction, common.history, number)
    patient.add(common)
    for fact in facts {
      let value = fact.values[rest % fact.values.count]
      rest /= fact.values.count
      patient.add(value)
      jurisdiction = value.jurisdiction ?? jurisdiction
      if value.history != .known { history = value.history }
    }
    switch history {
    case .known: break
    case .incomplete: patient.isHistoryComplete = false
    case .unknown: patient.priorTherapies = nil
    }
    return Consultation(patient, jurisdiction: jurisdiction)
  }
}

extension PatientCase {
  /// Adds what is known besides; lists are complete.
  fileprivate mutating func add(_ addition: Addition) {
    facts += addition.facts
    priorTherapies? += addition.therapies
    if let more = addition.comorbidities {
      let roster = Roster((comorbidities?.roster.members ?? []) + more, isComplete: true)
      comorbidities = Listing(roster: roster, provenance: .pointer("/comorbidities"))
    }
    if let more = addition.medications {
      let roster = Roster((medications?.roster.members ?? []) + more, isComplete: true)
      medications = Listing(roster: roster, provenance: .pointer("/medications"))
    }
  }
}
