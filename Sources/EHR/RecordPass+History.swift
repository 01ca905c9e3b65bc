import Clinical
import Knowledge

// The history, and what of the record leaves it open.
extension RecordPass {
  mutating func history(
    of disease: Disease, diagnosed: RecordDate?, spread: RecordDate?, _ patient: inout PatientCase
  ) -> (lines: [TherapyLine], unknown: [(name: String, reference: String)]) {
    let stated = complete["priorTherapies"]
    guard let rules = knowledge.therapyRules, let course = rules.courses.first(where: { $0.disease == disease.id }) else {
      return ([], [])
    }
    var therapies = events.filter { event in
      guard case .drug(let drug) = event.subject, course.ignored.contains(drug) else { return true }
      return false
    }
    let undated = therapies.filter { $0.start == nil }
    for event in undated { log.skip(event.subject.label, Reason.noDate, event.source) }
    therapies.removeAll { $0.start == nil }
    // What is not understood and came first may have been the first line: then nobody can say which line the others are.
    let first = therapies.filter { if case .unknown = $0.subject { false } else { true } }.compactMap(\.start?.days.lowerBound)
      .min()
    let mayHaveComeFirst = unknownDrugs.contains { ($0.start?.days.lowerBound ?? .min) < first ?? .max }
    let isStated = stated != nil && !hasUnplacedEvent && !mayHaveComeFirst && undated.isEmpty && !resources.isPartial
    let builder = TherapyLineBuilder(
      knowledge: knowledge, rules: rules, course: course, disease: disease, diagnosed: diagnosed, spread: spread,
      isHistoryStated: isStated, areStatusesKnown: !found.hasUnknownStatus, resources: resources)
    let (lines, unplaced) = builder.lines(therapies, found.statuses)
    for event in unplaced { log.skip(event.subject.label, Reason.noPlace, event.source) }
    guard isStated || !lines.isEmpty else { return ([], []) }
    patient.priorTherapies = lines.map(\.therapy)
    patient.isHistoryComplete = isStated && unplaced.isEmpty && unknownDrugs.isEmpty
    patient.historyProvenance = .resources(
      stated.map { resources.references(to: [$0]) } ?? lines.flatMap(\.therapy.provenance.texts).distinct.prefix(20).map(\.self))
    let unknown = lines.flatMap { line in line.drugs.filter { given in line.therapy.unknownDrugs.contains(given.name) } }
    return (lines, unknown.map { ($0.name, $0.events.first ?? "") })
  }

  mutating func noteCompleteness(_ patient: PatientCase) {
    if resources.isPartial {
      log.note(
        "record-partial",
        Text(
          en: "The bundle is one page of several: lists and the history are taken as incomplete.",
          ru: "Получена лишь часть набора ресурсов: перечни и история лечения считаются неполными."))
    }
    guard question.readsHistory else { return }
    if patient.priorTherapies == nil || !patient.isHistoryComplete, complete["priorTherapies"] != nil {
      log.note(
        "history-not-understood",
        Text(
          en:
            "The record is said to hold every therapy, but not all that was given is understood: what is not may have been any drug, so what the history does not show is unknown.",
          ru:
            "Указано, что в записи есть всё проведённое лечение, но распознано не всё назначенное: нераспознанное могло быть любым препаратом, поэтому то, чего нет в истории, считается неизвестным."
        ))
    } else if patient.priorTherapies != nil, !patient.isHistoryComplete {
      log.note(
        "history-incomplete",
        Text(
          en:
            "Nothing says that the record holds every therapy: what it does not show is unknown. A List with the code `priorTherapies` of \(index.rules.ownSystem) states that it does.",
          ru:
            "Не указано, что в записи есть всё проведённое лечение: чего в ней нет, считается неизвестным. Ресурс List с кодом `priorTherapies` системы \(index.rules.ownSystem) указывает на полноту."
        ))
    }
    if found.hasUnknownStatus {
      log.note(
        "status-unclear",
        Text(
          en: "A status of the disease was not understood: outcomes of therapies may lack a progression.",
          ru: "Статус болезни распознан не полностью: в исходах терапии может недоставать прогрессирования."))
    }
  }
}
