import Clinical
import Knowledge

// What became of each line.
extension TherapyLineBuilder {
  func line(
    _ draft: Draft, next: RecordDate?, _ statuses: [ObservationReader.Status], _ progressions: [ObservationReader.Status]
  ) -> TherapyLine {
    var rules = draft.rules
    let progression = progressions.first { status in
      status.date.days.lowerBound > draft.start.days.upperBound
        && (next.map { status.date.days.lowerBound <= $0.days.upperBound } ?? true)
    }
    let ends = draft.known.map { span in draft.cut ?? span.end }
    let isOngoing = draft.cut == nil && draft.known.contains(where: \.isOngoing)
    let isEndUnknown = draft.cut == nil && draft.known.contains { !$0.isOngoing && $0.end == nil }
    let last = ends.compactMap(\.self).max { $0.days.upperBound < $1.days.upperBound }
    let regimen = regimen(of: draft)
    var therapy = PriorTherapy(
      setting: draft.setting ?? course.advanced, drugs: drugs(of: draft, regimen), provenance: .resources([]))
    therapy = PriorTherapy(
      setting: therapy.setting, drugs: therapy.drugs,
      provenance: .resources(
        resources.references(to: draft.spans.map { $0.events[0].source } + [progression?.source].compactMap(\.self))))
    therapy.line = draft.line
    for span in draft.spans {
      switch span.subject {
      case .oneOf(let drugs): therapy.uncertainDrugs.append(drugs)
      case .unknown(let name): therapy.unknownDrugs.append(name)
      case .drug, .procedure: break
      }
    }
    if !isOngoing, !isEndUnknown { therapy.ended = last?.date }
    let outcome = outcome(draft, progression, last, isOngoing: isOngoing, isEndUnknown: isEndUnknown, &rules)
    therapy.outcome = outcome
    if !isEndUnknown, outcome == .progressedOnTherapy || outcome == .progressedAfterTherapy || outcome == nil {
      therapy.progressed = progression?.date.date
    }
    setOwnEnds(draft, last ?? progression?.date, isOngoing: isOngoing, &therapy, &rules)
    therapy.durationMonths = duration(
      from: draft.start, to: outcome == .progressedOnTherapy ? progression?.date ?? last : isEndUnknown ? nil : last)
    let response = bestResponse(draft, until: progression?.date ?? next, statuses)
    therapy.bestResponse = response.best
    if response.best != nil { rules.append(.bestResponse) }
    return TherapyLine(
      therapy: therapy, regimen: regimen?.id, drugs: draft.spans.map { given($0, cut: draft.cut) },
      statuses: resources.references(to: response.sources + [progression?.source].compactMap(\.self)), rules: rules.distinctKinds)
  }

  func outcome(
    _ draft: Draft, _ progression: ObservationReader.Status?, _ last: RecordDate?, isOngoing: Bool, isEndUnknown: Bool,
    _ rules: inout [TherapyRules.Kind]
  ) -> TherapyOutcome? {
    if isEndUnknown { return nil }
    if let progression {
      let seen = progression.date.days
      let limit = days(.progressionOnTherapy)
      if isOngoing || last.map({ seen.upperBound <= $0.days.lowerBound + limit }) == true {
        rules.append(.progressionOnTherapy)
        return .progressedOnTherapy
      }
      guard let last, seen.lowerBound > last.days.upperBound + limit else { return nil }
      rules.append(.progressionAfterTherapy)
      return .progressedAfterTherapy
    }
    guard areStatusesKnown else { return nil }
    let latest = draft.known.filter { $0.lastDay == draft.known.map(\.lastDay).max() }
    let endings = Set(latest.compactMap(\.ending))
    if draft.known.contains(where: { $0.ending == .noResponse }), !isOngoing {
      rules.append(.noResponse)
      return .progressedOnTherapy
    }
    if isOngoing {
      rules.append(.ongoing)
      return .ongoing
    }
    if endings == [.notTolerated] {
      rules.append(.notTolerated)
      return .stoppedToxicity
    }
    guard endings.isEmpty, draft.cut == nil, draft.known.allSatisfy({ $0.events.last?.isCompleted == true }) else { return nil }
    rules.append(.completed)
    return .completed
  }

  func setOwnEnds(
    _ draft: Draft, _ last: RecordDate?, isOngoing: Bool, _ therapy: inout PriorTherapy, _ rules: inout [TherapyRules.Kind]
  ) {
    guard draft.cut == nil else { return }
    for span in draft.spans {
      guard case .drug(let drug) = span.subject, let end = span.end else { continue }
      guard isOngoing || last.map({ $0.days.lowerBound - end.days.upperBound >= days(.ownEnd) }) == true else { continue }
      guard let date = end.date else {
        // A year alone is no date that days can be counted from.
        therapy.outcome = nil
        therapy.progressed = nil
        continue
      }
      therapy.endedByDrug[drug] = date
      rules.append(.ownEnd)
    }
  }

  func bestResponse(
    _ draft: Draft, until end: RecordDate?, _ statuses: [ObservationReader.Status]
  ) -> (best: BestResponse?, sources: [Int]) {
    let within = statuses.filter { status in
      status.response != .PD && status.date.days.lowerBound > draft.start.days.upperBound
        && (end.map { status.date.days.upperBound <= $0.days.upperBound } ?? true)
    }
    guard areStatusesKnown else { return (nil, []) }
    let best = within.map(\.response).min { $0.rank < $1.rank }
    return (best, within.filter { $0.response == best }.map(\.source))
  }

  /// Whole months where the days agree, else between one number and the next.
  func duration(from start: RecordDate, to end: RecordDate?) -> Bounds? {
    guard let from = start.date, let to = end?.date, let first = from.day, let last = to.day else { return nil }
    let months = (to.year - from.year) * 12 + to.month - from.month - (last < first ? 1 : 0)
    guard months >= 0 else { return nil }
    guard first != last else { return Bounds(exactly: Magnitude(months)) }
    return Bounds(lower: Bounds.End(Magnitude(months)), upper: Bounds.End(Magnitude(months + 1), isIncluded: false))
  }

  // Regimens.

  func drugs(of draft: Draft, _ regimen: Regimen?) -> [DrugID] {
    let given = draft.spans.compactMap { span in if case .drug(let drug) = span.subject { drug } else { nil } }
    guard let regimen else { return given }
    return regimen.components.compactMap { component in
      given.first { $0 == component.drug || component.alternatives.contains($0) }
    }
  }

  func regimen(of draft: Draft) -> Regimen? {
    let subjects = draft.spans.map(\.subject)
    if case .procedure(let id) = subjects.first { return knowledge.regimens[id] }
    let given = subjects.compactMap { subject in if case .drug(let drug) = subject { drug } else { nil } }
    guard given.count == draft.spans.count(where: { !$0.isUnknown }), !given.isEmpty else { return nil }
    // By their places: of most no more is looked at than how many drugs they have.
    let regimens = knowledge.regimens.entries
    return regimens.indices.first { place in
      regimens[place].components.count == given.count && regimens[place].disease == disease.id
        && regimens[place].components.allSatisfy { part in given.contains { $0 == part.drug || part.alternatives.contains($0) } }
    }.map { regimens[$0] }
  }

  func given(_ span: Span, cut: RecordDate?) -> TherapyLine.Given {
    let (drug, name): (DrugID?, String) =
      switch span.subject {
      case .drug(let id): (id, knowledge.drugs[id]?.name.en ?? id.text)
      case .oneOf(let ids): (nil, ids.map(\.text).joined(separator: " / "))
      case .unknown(let name): (nil, name)
      case .procedure(let id): (nil, knowledge.regimens[id]?.name.en ?? id.text)
      }
    return TherapyLine.Given(
      drug: drug, name: name, started: span.start.text, ended: (span.end ?? cut)?.text,
      events: resources.references(to: span.events.map(\.source)))
  }
}
