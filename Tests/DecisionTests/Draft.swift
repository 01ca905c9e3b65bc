import Clinical

/// A case of the example disease, said in few words.
struct Draft: Sendable {
  private(set) var patient: PatientCase
  private(set) var jurisdiction: JurisdictionID?

  init(disease: String = "example-disease") {
    patient = PatientCase(disease: DiseaseID(disease))
  }

  private func adding(_ finding: String, _ value: Value) -> Draft {
    var copy = self
    copy.patient.facts.append(Fact(finding: FindingID(finding), value: value, provenance: .pointer("/findings/" + finding)))
    return copy
  }

  func flag(_ finding: String, _ flag: Bool) -> Draft { adding(finding, .flag(flag)) }
  func code(_ finding: String, _ code: String) -> Draft { adding(finding, .code(CodeID(code))) }
  func codes(_ finding: String, _ codes: [String], isComplete: Bool = true) -> Draft {
    adding(finding, .codes(Roster(codes.map { CodeID($0) }, isComplete: isComplete)))
  }
  func number(_ finding: String, _ number: Int) -> Draft { adding(finding, .number(Bounds(exactly: Magnitude(number)))) }
  func range(_ finding: String, _ range: ClosedRange<Int>) -> Draft {
    adding(finding, .number(Bounds(lower: .init(Magnitude(range.lowerBound)), upper: .init(Magnitude(range.upperBound)))))
  }

  func comorbidities(_ ids: String..., isComplete: Bool = true) -> Draft {
    var copy = self
    let roster = Roster(ids.map { ComorbidityID($0) }, isComplete: isComplete)
    copy.patient.comorbidities = Listing(roster: roster, provenance: .pointer("/comorbidities"))
    return copy
  }

  func medications(_ ids: String...) -> Draft {
    var copy = self
    let roster = Roster(ids.map { MedicationID($0) }, isComplete: true)
    copy.patient.medications = Listing(roster: roster, provenance: .pointer("/medications"))
    return copy
  }

  func noTherapies() -> Draft {
    var copy = self
    copy.patient.priorTherapies = []
    return copy
  }

  func therapy(
    _ drugs: String..., either uncertain: [[String]] = [], setting: String = "metastatic", line: Int? = nil,
    outcome: TherapyOutcome? = nil, months: Int? = nil
  ) -> Draft {
    var copy = self
    let index = patient.priorTherapies?.count ?? 0
    var therapy = PriorTherapy(
      setting: SettingID(setting), drugs: drugs.map { DrugID($0) }, provenance: .pointer("/priorTherapies/\(index)"))
    therapy.uncertainDrugs = uncertain.map { $0.map { DrugID($0) } }
    therapy.line = line
    therapy.outcome = outcome
    therapy.durationMonths = months.map { Bounds(exactly: Magnitude($0)) }
    copy.patient.priorTherapies = (patient.priorTherapies ?? []) + [therapy]
    return copy
  }

  func therapies(_ therapies: [PriorTherapy]?) -> Draft {
    var copy = self
    copy.patient.priorTherapies = therapies
    return copy
  }

  func asking(_ jurisdiction: String) -> Draft {
    var copy = self
    copy.jurisdiction = JurisdictionID(jurisdiction)
    return copy
  }

  /// The case in which zetalimus with epsimestane is the first choice.
  static let standard = standard()

  /// The standard case with one of its findings otherwise.
  static func standard(her2: String = "zero", sex: String = "female", gene: String = "wild-type") -> Draft {
    Draft().number("age", 63).code("sex", sex).code("stage", "advanced").code("er", "positive").code("her2", her2)
      .code("GENE1", gene).codes("metastases", ["bone"]).flag("visceralCrisis", false).comorbidities("type-2-diabetes")
      .medications().therapy("gammataxel", setting: "adjuvant", outcome: .completed)
      .therapy("betaciclib", "alphazole", line: 1, outcome: .progressedOnTherapy, months: 24)
  }

  /// The standard case without its lists.
  static let withoutLists = Draft().number("age", 63).code("sex", "female").code("stage", "advanced").code("er", "positive")
    .code("her2", "zero").code("GENE1", "wild-type").flag("visceralCrisis", false)
    .therapy("betaciclib", "alphazole", line: 1, outcome: .progressedOnTherapy, months: 24)
}
