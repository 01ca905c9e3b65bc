import Clinical
import Decision

extension PatientCase {
  /// The case with a gap filled by a value as a client would send it.
  func filling(_ gap: Gap, with filling: Possibility.Filling) -> PatientCase {
    var filled = self
    switch (gap, filling) {
    case (.finding(let id), _):
      filled.facts.removeAll { $0.finding == id }
      filled.facts.append(Fact(finding: id, value: filling.value, provenance: .pointer("/findings/" + id.text)))
    case (.comorbidities, .codes(let ids)):
      filled.comorbidities = Listing(
        roster: Roster(ids.map { ComorbidityID($0) }, isComplete: true), provenance: .pointer("/comorbidities"))
    case (.medications, .codes(let ids)):
      filled.medications = Listing(
        roster: Roster(ids.map { MedicationID($0) }, isComplete: true), provenance: .pointer("/medications"))
    case (.priorTherapies, _):
      // What is listed, and nothing else.
      filled.priorTherapies = priorTherapies ?? []
      filled.isHistoryComplete = true
    case (.therapy(let index, .outcome), .code(let code)): filled.priorTherapies?[index].outcome = TherapyOutcome(rawValue: code)
    case (.therapy(let index, .bestResponse), .code(let code)):
      filled.priorTherapies?[index].bestResponse = BestResponse(rawValue: code)
    case (.therapy(let index, .daysToProgression), .number(let days)):
      filled.priorTherapies?[index].daysToProgression = days.whole
    case (.daysToProgression(let index, let drug), .number(let days)):
      filled.priorTherapies?[index].daysToProgressionByDrug[drug] = days.whole
    case (.therapy(let index, .durationMonths), .number(let number)):
      filled.priorTherapies?[index].durationMonths = Bounds(exactly: number)
    case (.therapy(let index, .drugs), .codes(let drugs)):
      filled.priorTherapies?[index].drugs += drugs.map { DrugID($0) }
      filled.priorTherapies?[index].uncertainDrugs = []
    default: preconditionFailure("\(gap.name) cannot be \(filling)")
    }
    return filled
  }
}

extension Possibility.Filling {
  fileprivate var value: Value {
    switch self {
    case .flag(let flag): .flag(flag)
    case .code(let code): .code(CodeID(code))
    case .codes(let codes): .codes(Roster(codes.map { CodeID($0) }, isComplete: true))
    case .number(let number): .number(Bounds(exactly: number))
    }
  }
}
