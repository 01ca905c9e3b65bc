import Clinical
import Decision
import Knowledge

/// What a case leaves open, each with the case as it is once it is filled: told from the vocabulary and the form of a request alone.
struct OpenPlaces {
  struct Filled {
    let name: String
    let patient: PatientCase
    /// For flags, codes and sets of codes; `nil` where several values come to one.
    var filling: Possibility.Filling?

    /// Whether this value is surely none of those.
    func isToldApart(from fillings: [Possibility.Filling]) -> Bool {
      guard let filling else { return false }
      return !fillings.contains { "\($0)" == "\(filling)" }
    }
  }

  struct Place {
    let gap: Gap
    let fillings: [Filled]
  }

  private let patient: PatientCase
  private let knowledge: KnowledgeBase
  private let readings: Readings?
  private let findings: [Finding]

  init(of patient: PatientCase, _ subject: Subject) {
    (self.patient, knowledge) = (patient, subject.knowledge)
    readings = subject.readings[patient.disease]
    findings = knowledge.vocabulary.findings.filter { $0.disease == nil || $0.disease == patient.disease }
  }

  func all() -> [Place] {
    findings.compactMap { place(of: $0) } + lists() + history()
  }

  private func place(of finding: Finding) -> Place? {
    let stated = patient.value(of: finding.id.text)
    let refined: [CodeID]
    switch stated {
    case nil: refined = finding.codes.filter(\.refinedBy.isEmpty).map(\.id)
    case .code(let code)?: refined = finding.code(code)?.refinedBy ?? []
    case .flag?, .codes?, .number?: refined = []
    }
    guard stated == nil || !refined.isEmpty else { return nil }
    return Place(gap: .finding(finding.id), fillings: fillings(of: finding, refined))
  }

  private func fillings(of finding: Finding, _ codes: [CodeID]) -> [Filled] {
    switch finding.kind {
    case .flag: return [true, false].map { filled(finding, .flag($0), "\($0)", .flag($0)) }
    case .code: return codes.map { filled(finding, .code($0), $0.text, .code($0.text)) }
    case .codes:
      return ([[]] + codes.map { [$0] }).map { members in
        let names = members.map(\.text)
        return filled(finding, .codes(Roster(members, isComplete: true)), "[\(names.joined())]", .codes(names))
      }
    case .number, .integer:
      return (readings?.numbers(around: finding) ?? []).map { filled(finding, .number(Bounds(exactly: $0)), "\($0)", nil) }
    }
  }

  private func filled(_ finding: Finding, _ value: Value, _ name: String, _ filling: Possibility.Filling?) -> Filled {
    var filled = patient
    filled.facts.removeAll { $0.finding == finding.id }
    filled.facts.append(Fact(finding: finding.id, value: value, provenance: .pointer("/findings/" + finding.id.text)))
    return Filled(name: name, patient: filled, filling: filling)
  }

  private func lists() -> [Place] {
    var places: [Place] = []
    if patient.comorbidities?.roster.isComplete != true {
      let named = (patient.comorbidities?.roster.members ?? []).map(\.text)
      let absent = (patient.comorbidities?.roster.absent ?? []).map(\.text)
      places.append(list(.comorbidities, named, absent, knowledge.vocabulary.comorbidities.map(\.id.text)))
    }
    if patient.medications?.roster.isComplete != true {
      let named = (patient.medications?.roster.members ?? []).map(\.text)
      let absent = (patient.medications?.roster.absent ?? []).map(\.text)
      places.append(list(.medications, named, absent, knowledge.vocabulary.medications.map(\.id.text)))
    }
    return places
  }

  /// What is named and nothing else, and with each one more.
  private func list(_ gap: Gap, _ named: [String], _ absent: [String], _ terms: [String]) -> Place {
    let others = terms.filter { !named.contains($0) && !absent.contains($0) }
    return Place(
      gap: gap,
      fillings: ([named] + others.map { named + [$0] }).map { ids in
        Filled(
          name: ids.isEmpty ? "[]" : ids.joined(separator: ", "), patient: patient.filling(gap, with: .codes(ids)),
          filling: .codes(ids))
      })
  }

  private func history() -> [Place] {
    guard let therapies = patient.priorTherapies else {
      return [Place(gap: .priorTherapies, fillings: [filled(.priorTherapies, .codes([]), "[]")])]
    }
    let whole =
      patient.isHistoryComplete ? [] : [Place(gap: .priorTherapies, fillings: [filled(.priorTherapies, .codes([]), "as listed")])]
    return whole
      + therapies.indices.flatMap { index in
        let therapy = therapies[index]
        var places: [Place] = []
        if let choices = therapy.uncertainDrugs.first, therapy.uncertainDrugs.count == 1 {
          places.append(place(index, .drugs, choices.map { ($0.text, .codes([$0.text])) }))
        }
        if therapy.outcome == nil, therapy.daysToProgression == nil, therapy.progressed == nil, therapy.ended == nil,
          therapy.daysToProgressionByDrug.isEmpty
        {
          places.append(place(index, .outcome, TherapyOutcome.allCases.map { ($0.rawValue, .code($0.rawValue)) }))
        }
        if therapy.bestResponse == nil {
          places.append(place(index, .bestResponse, BestResponse.allCases.map { ($0.rawValue, .code($0.rawValue)) }))
        }
        if therapy.durationMonths == nil {
          let months = [0, 9, 10, 59, 60, 61, 240].map { Magnitude(significand: $0, scale: 1) }
          places.append(place(index, .durationMonths, months.map { ("\($0)", .number($0)) }))
        }
        if therapy.outcome == .progressedAfterTherapy, therapy.daysToProgression == nil, therapy.ended == nil {
          places.append(place(index, .daysToProgression, [0, 60, 61, 400].map { ("\($0)", .number(Magnitude($0))) }))
        }
        return places
      }
  }

  /// One therapy more, with each drug there is, where the history may have had others.
  func laterTherapies() -> [Filled] {
    guard patient.priorTherapies == nil || !patient.isHistoryComplete else { return [] }
    let regimens = knowledge.regimens.entries.filter { $0.disease == patient.disease }
    guard let setting = knowledge.diseases[patient.disease]?.settings.last(where: \.countsAsLine) else { return [] }
    return Set(regimens.flatMap { $0.components.map(\.drug) }).sorted().map { drug in
      var therapy = PriorTherapy(setting: setting.id, drugs: [drug], provenance: .pointer("/priorTherapies"))
      therapy.outcome = .progressedOnTherapy
      var filled = patient
      filled.priorTherapies = (patient.priorTherapies ?? []) + [therapy]
      filled.isHistoryComplete = false
      return Filled(name: "longer by \(drug)", patient: filled)
    }
  }

  private func place(_ index: Int, _ attribute: Gap.Attribute, _ values: [(String, Possibility.Filling)]) -> Place {
    let gap = Gap.therapy(index, attribute)
    return Place(gap: gap, fillings: values.map { filled(gap, $1, $0) })
  }

  /// Values of the history are told apart by groups of their own, so that none is surely another than a predicted one.
  private func filled(_ gap: Gap, _ filling: Possibility.Filling, _ name: String) -> Filled {
    Filled(name: name, patient: patient.filling(gap, with: filling), filling: nil)
  }
}
