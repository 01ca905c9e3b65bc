import Clinical

/// What one more fact brings to a case.
struct Addition: Sendable {
  var name: String
  /// These take the place of what was said of the same findings.
  var facts: [Fact] = []
  var comorbidities: [ComorbidityID]?
  var medications: [MedicationID]?
  var therapies: [PriorTherapy] = []
  var jurisdiction: JurisdictionID?
  var history = History.known

  enum History: Sendable {
    /// The therapies are all there were.
    case known
    /// There may have been others.
    case incomplete
    case unknown
  }

  init(_ name: String) { self.name = name }

  static func + (left: Addition, right: Addition) -> Addition {
    var sum = left
    sum.name += " " + right.name
    sum.facts += right.facts
    if let more = right.comorbidities { sum.comorbidities = (sum.comorbidities ?? []) + more }
    if let more = right.medications { sum.medications = (sum.medications ?? []) + more }
    sum.therapies += right.therapies
    sum.jurisdiction = right.jurisdiction ?? left.jurisdiction
    if right.history != .known { sum.history = right.history }
    return sum
  }

  /// A case in which this is known besides; a list nobody has given names it and leaves the rest unknown.
  func added(to patient: PatientCase) -> PatientCase {
    var patient = patient
    let replaced = Set(facts.map(\.finding))
    patient.facts = patient.facts.filter { !replaced.contains($0.finding) } + facts
    for id in comorbidities ?? [] { patient.comorbidities = Self.listing(patient.comorbidities, with: id, at: "/comorbidities") }
    for id in medications ?? [] { patient.medications = Self.listing(patient.medications, with: id, at: "/medications") }
    return patient
  }

  private static func listing<ID>(_ listing: Listing<ID>?, with id: ID, at pointer: String) -> Listing<ID> {
    let roster = listing?.roster ?? .unrecorded
    guard !roster.members.contains(id) else { return Listing(roster: roster, provenance: .pointer(pointer)) }
    return Listing(
      roster: Roster(roster.members + [id], isComplete: roster.isComplete, absent: roster.absent.filter { $0 != id }),
      provenance: .pointer(pointer))
  }
}

extension Addition {
  static let nothing = Addition("unknown")

  private static func fact(_ finding: String, _ value: Value, _ words: String) -> Addition {
    var addition = Addition("\(finding) \(words)")
    addition.facts = [Fact(finding: FindingID(finding), value: value, provenance: .pointer("/findings/" + finding))]
    return addition
  }

  static func flag(_ finding: String, _ flag: Bool) -> Addition { fact(finding, .flag(flag), flag ? "true" : "false") }

  static func code(_ finding: String, _ code: String) -> Addition { fact(finding, .code(CodeID(code)), code) }

  static func codes(_ finding: String, _ codes: [String]) -> Addition {
    fact(finding, .codes(Roster(codes.map { CodeID($0) }, isComplete: true)), codes.joined(separator: ", "))
  }

  static func number(_ finding: String, _ number: Int) -> Addition {
    fact(finding, .number(Bounds(exactly: Magnitude(number))), "\(number)")
  }

  static func comorbidity(_ ids: String...) -> Addition {
    var addition = Addition(ids.isEmpty ? "no comorbidity" : ids.joined(separator: ", "))
    addition.comorbidities = ids.map { ComorbidityID($0) }
    return addition
  }

  static func medication(_ ids: String...) -> Addition {
    var addition = Addition(ids.isEmpty ? "no medication" : ids.joined(separator: ", "))
    addition.medications = ids.map { MedicationID($0) }
    return addition
  }

  static func therapy(
    _ setting: String, _ drugs: [String], _ outcome: TherapyOutcome?, response: BestResponse? = nil, days: Int? = nil,
    months: Magnitude? = nil
  ) -> Addition {
    var therapy = PriorTherapy(
      setting: SettingID(setting), drugs: drugs.map { DrugID($0) }, provenance: .pointer("/priorTherapies"))
    (therapy.outcome, therapy.bestResponse, therapy.daysToProgression) = (outcome, response, days)
    therapy.durationMonths = months.map { Bounds(exactly: $0) }
    var addition = Addition("\(drugs.joined(separator: " + ")) \(outcome?.rawValue ?? "ended somehow")")
    addition.therapies = [therapy]
    return addition
  }

  /// A therapy of which only is known that it was one of these drugs.
  static func therapy(_ setting: String, oneOf drugs: [String], _ outcome: TherapyOutcome?) -> Addition {
    var addition = therapy(setting, [], outcome)
    addition.name = drugs.joined(separator: " or ")
    addition.therapies[0].uncertainDrugs = [drugs.map { DrugID($0) }]
    return addition
  }

  static func jurisdiction(_ id: String) -> Addition {
    var addition = Addition(id)
    addition.jurisdiction = JurisdictionID(id)
    return addition
  }

  static func history(_ history: History) -> Addition {
    var addition = Addition("history \(history)")
    addition.history = history
    return addition
  }
}
