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
  let resources: ResourceCollection

  /// A time in which one drug was given without a pause to speak of.
  struct Span {
    let subject: DrugEvent.Subject
    private(set) var events: [DrugEvent] = []
    private(set) var isOngoing = false
    // Kept with every event, not looked for when asked: a span may have thousands.
    private var hasOpenEnd = false
    private var latestEnd: RecordDate?
    private var latestStart = 0

    init(subject: DrugEvent.Subject, events: [DrugEvent]) {
      self.subject = subject
      for event in events { append(event) }
    }

    mutating func append(_ event: DrugEvent) {
      let started = (event.start ?? Self.never).days.upperBound
      latestStart = events.isEmpty ? started : max(latestStart, started)
      isOngoing = isOngoing || event.isOngoing
      if let end = event.end {
        if latestEnd.map({ $0.days.upperBound < end.days.upperBound }) ?? true { latestEnd = end }
      } else {
        hasOpenEnd = true
      }
      events.append(event)
    }

    var start: RecordDate { events[0].start ?? Self.never }
    /// The latest end; `nil` while it is given, or when nobody says.
    var end: RecordDate? { isOngoing || hasOpenEnd ? nil : latestEnd }
    var lastDay: Int { isOngoing ? .max : end?.days.upperBound ?? latestStart }
    var ending: DrugEvent.Ending? { events.last { $0.ending != nil }?.ending }

    /// Events without a start are not part of spans.
    static let never: RecordDate = {
      guard let date = RecordDate("1900-01-01") else { preconditionFailure("a constant date") }
      return date
    }()
  }

  /// An entry while it is put together.
  struct Draft {
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

  func days(_ rule: TherapyRules.Kind) -> Int { rules.rules[rule]?.days ?? 0 }

  private func reference(of event: DrugEvent) -> String { resources.entries[event.source].reference }

  // Spans.

  func spans(_ events: [DrugEvent]) -> [Span] {
    let bySubject = Dictionary(grouping: events.filter { $0.start != nil }, by: \.subject)
    var spans: [Span] = []
    for (subject, events) in bySubject {
      let sorted = events.sorted {
        let (start, other) = ($0.start?.days.lowerBound ?? 0, $1.start?.days.lowerBound ?? 0)
        return start == other ? reference(of: $0) < reference(of: $1) : start < other
      }
      let first = spans.count
      for event in sorted {
        let begins = event.start?.days.lowerBound ?? 0
        let last = spans.count - 1
        if last >= first, spans[last].lastDay == .max || begins - spans[last].lastDay <= days(.oneRegimen) + Self.slack {
          spans[last].append(event)
        } else {
          spans.append(Span(subject: subject, events: [event]))
        }
      }
    }
    return spans.sorted {
      let (start, other) = ($0.start.days.lowerBound, $1.start.days.lowerBound)
      return start == other ? $0.subject.order < $1.subject.order : start < other
    }
  }

  /// Days a dose may come late before it is a pause.
  static let slack = 14

  // Entries.

  func drafts(_ spans: [Span], _ progressions: [ObservationReader.Status]) -> [Draft] {
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
        for event in span.events { drafts[last].spans[resumes].append(event) }
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
  func startsMaintenance(_ span: Span, after drafts: [Draft], _ progressions: [ObservationReader.Status]) -> Bool {
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

  func setSettings(_ drafts: inout [Draft], _ progressions: [ObservationReader.Status]) {
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

  func setting(
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
}

extension TherapyLineBuilder.Draft {
  var isProcedure: Bool { spans.contains(where: \.isProcedure) }

  mutating func add(_ rule: TherapyRules.Kind) {
    if !rules.contains(rule) { rules.append(rule) }
  }
}

extension TherapyLineBuilder.Span {
  var isProcedure: Bool { if case .procedure = subject { true } else { false } }

  var isUnknown: Bool { if case .unknown = subject { true } else { false } }

  /// The part from a day on.
  func from(_ date: RecordDate) -> TherapyLineBuilder.Span {
    let later = events.filter { $0.isOngoing || ($0.end ?? $0.start ?? date).days.upperBound >= date.days.lowerBound }
    return TherapyLineBuilder.Span(
      subject: subject, events: (later.isEmpty ? events : later).map { $0.starting(noEarlierThan: date) })
  }
}

extension DrugEvent {
  func starting(noEarlierThan date: RecordDate) -> DrugEvent {
    guard let start, start.days.lowerBound < date.days.lowerBound else { return self }
    return DrugEvent(
      subject: subject, start: date, end: end, isOngoing: isOngoing, isCompleted: isCompleted, ending: ending, intent: intent,
      source: source)
  }
}

extension DrugEvent.Subject {
  /// To put those of one day in an order.
  var order: String {
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
  func addingWithoutOverflow(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}

extension [TherapyRules.Kind] {
  var distinctKinds: [TherapyRules.Kind] {
    reduce(into: []) { kinds, kind in if !kinds.contains(kind) { kinds.append(kind) } }
  }
}

extension RecordDate {
  /// As it was written, as far as it is kept.
  var text: String { date?.description ?? CalendarDate(daysSinceEpoch: days.lowerBound).map { String($0.year) } ?? "" }
}
