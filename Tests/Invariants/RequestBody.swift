import Clinical

/// A consultation as a body of `POST /recommend`.
struct RequestBody {
  private let consultation: Consultation

  init(_ consultation: Consultation) { self.consultation = consultation }

  private var patient: PatientCase { consultation.patient }

  /// Whether a request can say all of it: a health record may leave open what a request states or leaves out as a whole.
  var isPlain: Bool { reservations.isEmpty }

  /// What a request cannot say.
  var reservations: [String] {
    var reservations: [String] = []
    if !patient.isHistoryComplete { reservations.append("there may have been other therapies") }
    for (index, therapy) in (patient.priorTherapies ?? []).enumerated() where !therapy.uncertainDrugs.isEmpty {
      let choices = therapy.uncertainDrugs.map { $0.map(\.text).joined(separator: " or ") }
      reservations.append("/priorTherapies/\(index) was with \(choices.joined(separator: ", "))")
    }
    if patient.comorbidities?.roster.isComplete == false { reservations.append("there may be other comorbidities") }
    if patient.medications?.roster.isComplete == false { reservations.append("there may be other medications") }
    for fact in patient.facts where fact.value.text == nil { reservations.append("\(fact.finding) is \(fact.value)") }
    return reservations
  }

  /// The document; the members of its objects in the opposite order when `turnedRound`.
  func bytes(turnedRound: Bool = false) -> [UInt8] { Array(text(turnedRound: turnedRound).utf8) }

  func text(turnedRound: Bool = false) -> String {
    func object(_ members: [(String, String?)]) -> String {
      let written = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
      return "{" + (turnedRound ? written.reversed() : written).joined(separator: ",") + "}"
    }
    func list(_ ids: [String]) -> String { "[" + ids.map { "\"\($0)\"" }.joined(separator: ",") + "]" }
    func therapy(_ therapy: PriorTherapy) -> String {
      let days = therapy.daysToProgressionByDrug.sorted { $0.key < $1.key }.map { ($0.key.text, Optional("\($0.value)")) }
      return object([
        ("setting", "\"\(therapy.setting)\""), ("line", therapy.line.map { "\($0)" }), ("drugs", list(therapy.drugs.map(\.text))),
        ("bestResponse", therapy.bestResponse.map { "\"\($0.rawValue)\"" }),
        ("outcome", therapy.outcome.map { "\"\($0.rawValue)\"" }),
        ("durationMonths", therapy.durationMonths?.exact?.description),
        ("daysToProgression", therapy.daysToProgression.map { "\($0)" }),
        ("daysToProgressionByDrug", days.isEmpty ? nil : object(days)),
      ])
    }
    return object([
      ("disease", "\"\(patient.disease)\""),
      ("findings", object(patient.facts.map { ($0.finding.text, $0.value.text ?? "null") })),
      ("comorbidities", patient.comorbidities.map { list($0.roster.members.map(\.text)) }),
      ("medications", patient.medications.map { list($0.roster.members.map(\.text)) }),
      ("priorTherapies", patient.priorTherapies.map { "[" + $0.map(therapy).joined(separator: ",") + "]" }),
      ("context", consultation.jurisdiction.map { object([("jurisdiction", "\"\($0)\"")]) }),
    ])
  }
}

extension Value {
  /// As JSON; `nil` for what a request cannot say.
  fileprivate var text: String? {
    switch self {
    case .flag(let flag): "\(flag)"
    case .code(let code): "\"\(code)\""
    case .codes(let roster):
      roster.isComplete ? "[" + roster.members.map { "\"\($0)\"" }.joined(separator: ",") + "]" : nil
    case .number(let bounds): bounds.exact?.description
    }
  }
}
