import Clinical
import Knowledge

/// Puts dated events together to lines of therapy, by the rules of the knowledge.
struct TherapyLineBuilder {
  let knowledge: KnowledgeBase
  let rules: TherapyRules
  let course: TherapyRules.Course
  let disease: Disease
  /// When the disease was diagnosed, and when it was first seen to have spread.
  let diagnosed: RecordDate?
  let spread: RecordDate?
  let isHistoryStated: Bool
  /// Whether every status of the disease was understood; otherwise one may have been a progression.
  let areStatusesKnown: Bool

  /// A time in which one drug was given without a pause to speak of.
  fileprivate struct Span {
    let subject: DrugEvent.Subject
    var events: [DrugEvent]

    var start: RecordDate { events[0].start ?? Self.never }
    /// The latest end; `nil` while it is given, or when nobody says.
    var end: RecordDate? {
      guard !isOngoing, !events.contains(where: { $0.end == nil }) else { return nil }
      return events.compactMap(\.end).max { $0.days.upperBound < $1.days.upperBound }
    }
    var isOngoing: Bool { events.contains(where: \.isOngoing) }
    var lastDay: Int {
      isOngoing ? .max : end?.days.upperBound ?? events.map { ($0.start ?? Self.never).days.upperBound }.max() ?? 0
    }
    var ending: DrugEvent.Ending? { events.last { $0.ending != nil }?.ending }

    /// Events without a start are not part of spans.
    static let never: RecordDate = {
      guard let date = RecordDate("1900-01-01") else { preconditionFailure("a constant date") }
      return date
    }()
  }

  /// An entry while it is put together.
  fileprivate struct Draft {
    var spans: [Span]
    var rules: [TherapyRules.Kind]
    var setting: SettingID?
    var line: Int?
    /// The day from which its drugs are part of another entry.
    var cut: RecordDate?

    var start: RecordDate { spans[0].start }
    /// Those the knowledge has: what else was given says nothing of the course.
    var known: [Span] { spans.filter { if case .unknown = $0.subject { false } else { true } } }
    var lastDay: Int { cut?.days.lowerBound ?? known.map(\.lastDay).max() ?? 0 }
  }

  /// The lines, and the events that cannot be placed.
  func lines(_ events: [DrugEvent], _ statuses: [ObservationReader.Status]) -> (lines: [TherapyLine], unplaced: [DrugEvent]) {
    let progressions = statuses.filter { $0.response == .PD }.sorted { $0.date.days.lowerBound < $1.date.days.lowerBound }
    var drafts = drafts(spans(events), progressions)
    var unplaced: [DrugEvent] = []
    // Nor does it make a line alone.
    unplaced = drafts.filter { $0.spans.allSatisfy(\.isUnknown) }.flatMap { $0.spans.flatMap(\.events) }
    drafts.removeAll { $0.spans.allSatisfy(\.isUnknown) }
    setSettings(&drafts, progressions)
    unplaced += drafts.filter { $0.setting == nil }.flatMap { $0.spans.flatMap(\.events) }
    let placed = drafts.filter { $0.setting != nil }
    let lines = placed.indices.map { index in
      let next = placed[(index + 1)...].first?.start
      return line(placed[index], next: next, statuses, progressions)
    }
    return (lines, unplaced)
  }

  private func days(_ rule: TherapyRules.Kind) -> Int { rules.rules[rule]?.days ?? 0 }

  // Spans.

  private func spans(_ events: [DrugEvent]) -> [Span] {
    let bySubject = Dictionary(grouping: events.filter { $0.start != nil }, by: \.subject)
    var spans: [Span] = []
    for (subject, events) in bySubject {
      let sorted = events.sorted {
        ($0.start?.days.lowerBound ?? 0, $0.reference) < ($1.start?.days.lowerBound ?? 0, $1.reference)
      }
      var span: Span?
      for event in sorted {
        let begins = event.start?.days.lowerBound ?? 0
        if var open = span, open.lastDay == .max || begins - open.lastDay <= days(.oneRegimen) + Self.slack {
          open.events.append(event)
          span = open
        } else {
          if let span { spans.append(span) }
          span = Span(subject: subject, events: [event])
        }
      }
      if let span { spans.append(span) }
    }
    return spans.sorted { ($0.start.days.lowerBound, $0.subject.order) < ($1.start.days.lowerBound, $1.subject.order) }
  }

  /// Days a dose may come late before it is a pause.
  private static let slack = 14

  // Entries.

  private func drafts(_ spans: [Span], _ progressions: [ObservationReader.Status]) -> [Draft] {
    var drafts: [Draft] = []
    for span in spans {
      guard let last = drafts.indices.last else {
        drafts.append(Draft(spans: [span], rules: []))
        continue
      }
      let start = span.start.days.lowerBound
      let hasProgressed = progressions.contains {
        $0.date.days.lowerBound > drafts[last].start.days.upperBound && $0.date.days.lowerBound <= span.start.days.upperBound
      }
      if !hasProgressed, start - drafts[last].start.days.lowerBound <= days(.oneRegimen), !span.isProcedure,
        !drafts[last].isProcedure
      {
        drafts[last].spans.append(span)
        drafts[last].add(.oneRegimen)
        continue
      }
      // What the knowledge does not have tells nothing of lines: it goes with what it was given with.
      if span.isUnknown, start <= drafts[last].lastDay.addingWithoutOverflow(days(.oneRegimen)), !drafts[last].isProcedure {
        drafts[last].spans.append(span)
        continue
      }
      let resumes = drafts[last].spans.lastIndex { $0.subject == span.subject }
      if !hasProgressed, let resumes, start - drafts[last].spans[resumes].lastDay <= days(.sameExposure),
        !startsMaintenance(span, after: drafts, progressions)
      {
        drafts[last].spans[resumes].events += span.events
        drafts[last].add(.sameExposure)
        continue
      }
      let continuing = drafts[last].spans.filter { $0.lastDay == .max || $0.lastDay - start >= days(.ownEnd) }
      if !continuing.isEmpty, !span.isProcedure {
        let changed = drafts[last].spans.contains {
          $0.ending == .notTolerated && $0.lastDay != .max && start - $0.lastDay <= days(.sameExposure)
            && $0.lastDay <= start + days(.ownEnd)
        }
        drafts[last].cut = span.start
        var rules: [TherapyRules.Kind] = [.addition]
        if changed, !hasProgressed { rules.append(.substitution) } else { rules.append(.newLine) }
        drafts.append(Draft(spans: [span] + continuing.map { $0.from(span.start) }, rules: rules))
        continue
      }
      drafts.append(
        Draft(spans: [span], rules: startsMaintenance(span, after: drafts, progressions) ? [.maintenance] : [.newLine]))
    }
    return drafts
  }

  /// Whether a drug is given to keep what the first line has reached.
  private func startsMaintenance(_ span: Span, after drafts: [Draft], _ progressions: [ObservationReader.Status]) -> Bool {
    guard course.maintenance != nil, case .drug(let drug) = span.subject, course.maintenanceDrugs.contains(drug) else {
      return false
    }
    let start = span.start.days.lowerBound
    guard let first = drafts.first, drafts.dropFirst().allSatisfy({ $0.rules.contains(.maintenance) || $0.isProcedure }) else {
      return false
    }
    let others = first.spans.filter { $0.subject != span.subject }
    let own = first.spans.filter { $0.subject == span.subject }
    let last = drafts.map(\.lastDay).max() ?? 0
    return !others.isEmpty && others.allSatisfy { $0.lastDay < start } && own.allSatisfy { $0.lastDay < start }
      && start - last <= days(.maintenance)
      && !progressions.contains { $0.date.days.lowerBound > first.start.days.upperBound && $0.date.days.lowerBound <= start }
  }

  // Settings and lines.

  private func setSettings(_ drafts: inout [Draft], _ progressions: [ObservationReader.Status]) {
    var line = 0
    for index in drafts.indices {
      let before = index > 0 ? drafts[index - 1] : nil
      drafts[index].setting = setting(&drafts[index], isFirst: index == 0, before: before, progressions)
      guard let setting = drafts[index].setting else { continue }
      let counts = disease.settings.first { $0.id == setting }?.countsAsLine ?? false
      let isShared =
        (setting == course.maintenance || drafts[index].rules.contains(.substitution)
          || (setting == course.first && before?.setting == course.first)) && line > 0
      if counts, !isShared { line += 1 }
      drafts[index].line = isHistoryStated && (counts || isShared) && line > 0 ? line : nil
    }
  }

  private func setting(
    _ draft: inout Draft, isFirst: Bool, before: Draft?, _ progressions: [ObservationReader.Status]
  ) -> SettingID? {
    let intents = Set(draft.spans.flatMap(\.events).compactMap(\.intent))
    if draft.rules.contains(.maintenance) { return course.maintenance }
    if intents.count == 1, let curative = course.curative {
      draft.add(.curativeIntent)
      return intents == [.curative] ? curative : course.advanced
    }
    let start = draft.start.days
    guard let first = course.first else {
      guard let curative = course.curative else { return course.advanced }
      guard let spread else { return nil }
      draft.add(.advanced)
      if start.lowerBound >= spread.days.upperBound - days(.advanced) { return course.advanced }
      return start.upperBound < spread.days.lowerBound - days(.advanced) ? curative : nil
    }
    if isFirst {
      let isSoon = diagnosed.map { start.upperBound - $0.days.lowerBound <= days(.frontline) } ?? false
      guard isHistoryStated || isSoon else { return nil }
      draft.add(.frontline)
      return first
    }
    guard let before, before.setting != nil else { return isHistoryStated ? course.advanced : nil }
    let hasProgressed = progressions.contains {
      $0.date.days.lowerBound > before.start.days.upperBound && $0.date.days.lowerBound <= start.upperBound
    }
    let isPlanned = before.setting == first && !hasProgressed && start.lowerBound - before.lastDay <= days(.maintenance)
    return isPlanned ? first : course.advanced
  }

  // Outcomes.

  private func line(
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
      provenance: .resources((draft.spans.map { $0.events[0].reference } + [progression?.reference].compactMap(\.self)).distinct))
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
      statuses: (response.references + [progression?.reference].compactMap(\.self)).distinct, rules: rules.distinctKinds)
  }

  private func outcome(
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

  private func setOwnEnds(
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

  private func bestResponse(
    _ draft: Draft, until end: RecordDate?, _ statuses: [ObservationReader.Status]
  ) -> (best: BestResponse?, references: [String]) {
    let within = statuses.filter { status in
      status.response != .PD && status.date.days.lowerBound > draft.start.days.upperBound
        && (end.map { status.date.days.upperBound <= $0.days.upperBound } ?? true)
    }
    guard areStatusesKnown else { return (nil, []) }
    let best = within.map(\.response).min { $0.rank < $1.rank }
    return (best, within.filter { $0.response == best }.map(\.reference))
  }

  /// Whole months where the days agree, else between one number and the next.
  private func duration(from start: RecordDate, to end: RecordDate?) -> Bounds? {
    guard let from = start.date, let to = end?.date, let first = from.day, let last = to.day else { return nil }
    let months = (to.year - from.year) * 12 + to.month - from.month - (last < first ? 1 : 0)
    guard months >= 0 else { return nil }
    guard first != last else { return Bounds(exactly: Magnitude(months)) }
    return Bounds(lower: Bounds.End(Magnitude(months)), upper: Bounds.End(Magnitude(months + 1), isIncluded: false))
  }

  // Regimens.

  private func drugs(of draft: Draft, _ regimen: Regimen?) -> [DrugID] {
    let given = draft.spans.compactMap { span in if case .drug(let drug) = span.subject { drug } else { nil } }
    guard let regimen else { return given }
    return regimen.components.compactMap { component in
      given.first { $0 == component.drug || component.alternatives.contains($0) }
    }
  }

  private func regimen(of draft: Draft) -> Regimen? {
    let subjects = draft.spans.map(\.subject)
    if case .procedure(let id) = subjects.first { return knowledge.regimens[id] }
    let given = subjects.compactMap { subject in if case .drug(let drug) = subject { drug } else { nil } }
    guard given.count == draft.spans.count(where: { !$0.isUnknown }), !given.isEmpty else { return nil }
    let matching = knowledge.regimens.entries.filter { regimen in
      regimen.disease == disease.id && regimen.components.count == given.count
        && regimen.components.allSatisfy { part in given.contains { $0 == part.drug || part.alternatives.contains($0) } }
    }
    return matching.first
  }

  private func given(_ span: Span, cut: RecordDate?) -> TherapyLine.Given {
    let (drug, name): (DrugID?, String) =
      switch span.subject {
      case .drug(let id): (id, knowledge.drugs[id]?.name.en ?? id.text)
      case .oneOf(let ids): (nil, ids.map(\.text).joined(separator: " / "))
      case .unknown(let name): (nil, name)
      case .procedure(let id): (nil, knowledge.regimens[id]?.name.en ?? id.text)
      }
    return TherapyLine.Given(
      drug: drug, name: name, started: span.start.text, ended: (span.end ?? cut)?.text,
      events: span.events.map(\.reference).distinct)
  }

}

extension TherapyLineBuilder.Draft {
  fileprivate var isProcedure: Bool { spans.contains(where: \.isProcedure) }

  fileprivate mutating func add(_ rule: TherapyRules.Kind) {
    if !rules.contains(rule) { rules.append(rule) }
  }
}

extension TherapyLineBuilder.Span {
  fileprivate var isProcedure: Bool { if case .procedure = subject { true } else { false } }

  fileprivate var isUnknown: Bool { if case .unknown = subject { true } else { false } }

  /// The part from a day on.
  fileprivate func from(_ date: RecordDate) -> TherapyLineBuilder.Span {
    let later = events.filter { $0.isOngoing || ($0.end ?? $0.start ?? date).days.upperBound >= date.days.lowerBound }
    return TherapyLineBuilder.Span(
      subject: subject, events: (later.isEmpty ? events : later).map { $0.starting(noEarlierThan: date) })
  }
}

extension DrugEvent {
  fileprivate func starting(noEarlierThan date: RecordDate) -> DrugEvent {
    guard let start, start.days.lowerBound < date.days.lowerBound else { return self }
    return DrugEvent(
      subject: subject, start: date, end: end, isOngoing: isOngoing, isCompleted: isCompleted, ending: ending, intent: intent,
      reference: reference)
  }
}

extension DrugEvent.Subject {
  /// To put those of one day in an order.
  fileprivate var order: String {
    switch self {
    case .drug(let id): "0" + id.text
    case .oneOf(let ids): "1" + ids.map(\.text).joined(separator: " ")
    case .unknown(let name): "2" + name
    case .procedure(let id): "3" + id.text
    }
  }
}

extension Int {
  /// The sum, or the greatest number there is.
  fileprivate func addingWithoutOverflow(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}

extension [TherapyRules.Kind] {
  fileprivate var distinctKinds: [TherapyRules.Kind] {
    reduce(into: []) { kinds, kind in if !kinds.contains(kind) { kinds.append(kind) } }
  }
}

extension RecordDate {
  /// As it was written, as far as it is kept.
  var text: String { date?.description ?? CalendarDate(daysSinceEpoch: days.lowerBound).map { String($0.year) } ?? "" }
}
