import Clinical
import JSON
import Knowledge

/// One reading of one record.
struct RecordPass {
  private let knowledge: KnowledgeBase
  private let index: CodeIndex
  private let resources: ResourceCollection
  private let question: RecordReader.Question
  private let patient: Int?
  private let resolver: MedicationResolver
  private let matcher: MedicationMatcher
  private var log = RecordLog()
  private var candidates: [Candidate] = []
  private var conditions = ConditionReader.Result()
  private var statuses: [ObservationReader.Status] = []
  private var hasUnknownStatus = false
  private var events: [DrugEvent] = []
  /// Medications beside therapy, with those no longer given left out.
  private var medications: [(id: MedicationID, reference: String)] = []
  private var hasUnknownMedication = false
  private var hasUnplacedEvent = false
  /// Lists said to name all there is, with the resource that says so.
  private var complete: [String: String] = [:]

  init(
    knowledge: KnowledgeBase, index: CodeIndex, resources: ResourceCollection, question: RecordReader.Question
  ) throws(RecordRefusal) {
    self.knowledge = knowledge
    self.index = index
    self.resources = resources
    self.question = question
    matcher = MedicationMatcher(knowledge: knowledge, index: index)
    resolver = MedicationResolver(matcher: matcher, resources: resources)
    var patients = resources.entries.indices.filter {
      resources.entries[$0].type == "Patient" && resources.entries[$0].container == nil
    }
    if let id = question.patient { patients = patients.filter { resources.entries[$0].reference == "Patient/" + id } }
    if patients.count > 1 {
      throw .severalPatients(patients.prefix(5).map { resources.entries[$0].reference })
    }
    guard let patient = patients.first else { throw .noPatient }
    self.patient = patient
  }

  mutating func run() throws(RecordRefusal) -> RecordReading {
    for thing in resources.malformed { log.skip(thing, Reason.noResource, "") }
    if !resources.malformed.isEmpty { noteEverything() }
    for position in resources.entries.indices { read(position) }
    candidates += conditions.candidates
    let disease = try disease()
    let began = conditions.diagnoses.filter { $0.disease == disease.id }.compactMap(\.began).min {
      $0.days.lowerBound < $1.days.lowerBound
    }
    var patient = PatientCase(disease: disease.id)
    let spread = spread()
    readMembers()
    imply()
    let own = candidates.filter { candidate in
      let owner = knowledge.vocabulary.findings[candidate.finding].disease
      return owner == nil || owner == disease.id
    }
    patient.facts = FindingSettler(knowledge: knowledge, rules: index.rules).facts(own, log: &log)
    patient.facts += memberFacts.filter { fact in
      let owner = knowledge.vocabulary[fact.finding]?.disease
      return owner == nil || owner == disease.id
    }
    patient.comorbidities = comorbidities()
    patient.medications = medicationList()
    let history = history(of: disease, diagnosed: began, spread: spread, &patient)
    noteCompleteness(patient)
    return RecordReading(
      patient: patient, unknownDrugs: history.unknown, history: history.lines, notices: log.notices,
      notUnderstood: log.notUnderstood, resourceCount: resources.entries.count)
  }

  // Resources.

  /// Types that carry nothing a case is made of, or are read where others refer to them.
  private static let supporting: Set<String> = [
    "Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "Encounter", "Medication", "Specimen", "Device",
    "BodyStructure", "Provenance", "CareTeam", "RelatedPerson", "EpisodeOfCare", "HealthcareService", "Endpoint",
  ]

  private mutating func read(_ position: Int) {
    let entry = resources.entries[position]
    let (resource, reference) = (entry.resource, entry.reference)
    if position == patient { return readPatient(resource, reference) }
    guard !Self.supporting.contains(entry.type) else { return }
    guard entry.type != "FamilyMemberHistory" else { return log.skip(entry.type, Reason.family, reference) }
    let isRead = ["Observation", "Condition", "List", "Procedure"].contains(entry.type) || entry.type.hasPrefix("Medication")
    guard isRead else {
      // No type of FHIR at all: it may have been anything.
      if !entry.type.allSatisfy(\.isLetter) || entry.type.first?.isUppercase != true { noteEverything() }
      return log.skip(entry.type, Reason.notUsed, reference)
    }
    if let reason = refusal(resource, position) {
      noteLoss(entry.type, resource, reason)
      return log.skip(entry.type, reason, reference)
    }
    switch entry.type {
    case "Observation": readObservation(resource, reference)
    case "Condition":
      ConditionReader(knowledge: knowledge, index: index).read(resource, reference, into: &conditions, log: &log)
    case "List": readList(resource, reference, position)
    case "Procedure": readProcedure(resource, reference)
    case "MedicationAdministration", "MedicationRequest", "MedicationStatement":
      readMedication(resource, entry.type, reference, position)
    default: log.skip(entry.type, Reason.notUsed, reference)
    }
  }

  /// Something was there that could not be told to be anything.
  private mutating func noteEverything() {
    (hasUnplacedEvent, hasUnknownMedication, hasUnknownStatus, conditions.hasUnknown) = (true, true, true, true)
  }

  /// Why a resource is no fact of this patient; `nil` when it may be one.
  private func refusal(_ resource: JSONValue, _ position: Int) -> Text? {
    if resources.disputed.contains(position) { return Reason.twoVersions }
    if resource.hasUnknownModifier { return Reason.modifier }
    guard let subject = resource.reference("subject") ?? resource.reference("patient") else { return Reason.noSubject }
    if resources.resolve(subject, from: position) == patient { return nil }
    return subject.contains("Patient/") || subject.hasPrefix("urn:") ? Reason.otherPatient : Reason.noSubject
  }

  /// What may have been a fact of this patient leaves its list open.
  private mutating func noteLoss(_ type: String, _ resource: JSONValue, _ reason: Text) {
    guard reason != Reason.otherPatient else { return }
    if type == "Condition" { conditions.hasUnknown = true }
    if type.hasPrefix("Medication") || type == "Procedure" { (hasUnknownMedication, hasUnplacedEvent) = (true, true) }
    if type == "Observation", isStatus(resource) { hasUnknownStatus = true }
  }

  /// Whether an observation is of the status of the disease, or cannot be told not to be.
  private func isStatus(_ resource: JSONValue) -> Bool {
    guard let coded = CodedText(resource["code"]) else { return true }
    return index.meanings(coded, in: index.concepts).contains(.diseaseStatus)
  }

  private mutating func readPatient(_ resource: JSONValue, _ reference: String) {
    if resource.hasUnknownModifier { return log.skip("Patient", Reason.modifier, reference) }
    for (position, finding) in knowledge.vocabulary.findings.enumerated() {
      for code in finding.terms where code.system == .fhir {
        let member = String(code.code.split(separator: ".").last ?? "")
        guard let text = resource.text(member) else { continue }
        if finding.kind == .number || finding.kind == .integer {
          guard let date = RecordDate(text), let age = age(since: date) else {
            log.skip(code.code, Reason.unknownValue, reference)
            continue
          }
          candidates.append(Candidate(finding: position, content: .value(.number(age)), date: nil, reference: reference))
        } else if let value = finding.codes.first(where: { $0.terms.contains { $0.system == .fhir && $0.code == text } }) {
          candidates.append(Candidate(finding: position, content: .value(.code(value.id)), date: nil, reference: reference))
        } else {
          log.skip("\(code.code) \(text)", Reason.unknownValue, reference)
        }
      }
    }
  }

  /// Completed years at the day of the question; bounds where the date is not precise.
  private func age(since birth: RecordDate) -> Bounds? {
    let today = question.asOf.days
    func years(_ birth: Int, _ day: Int) -> Int? {
      guard let from = CalendarDate(daysSinceEpoch: birth), let to = CalendarDate(daysSinceEpoch: day) else { return nil }
      return to.year - from.year - ((to.month, to.day ?? 1) < (from.month, from.day ?? 1) ? 1 : 0)
    }
    guard let least = years(birth.days.upperBound, today.lowerBound), let most = years(birth.days.lowerBound, today.upperBound),
      least >= 0, most <= 130
    else { return nil }
    return Bounds(lower: Bounds.End(Magnitude(least)), upper: Bounds.End(Magnitude(most)))
  }

  private mutating func readObservation(_ resource: JSONValue, _ reference: String) {
    let status = resource.text("status") ?? ""
    guard ["final", "amended", "corrected"].contains(status) else {
      if status != "entered-in-error", status != "cancelled", isStatus(resource) { hasUnknownStatus = true }
      return log.skip(
        CodedText(resource["code"])?.label ?? "Observation",
        status == "entered-in-error" ? Reason.enteredInError : Reason.notFinal, reference)
    }
    if let date = ObservationReader.date(of: resource), date.days.lowerBound > question.asOf.days.upperBound {
      return log.skip(CodedText(resource["code"])?.label ?? "Observation", Reason.future, reference)
    }
    let result = ObservationReader(knowledge: knowledge, index: index).read(resource, reference, log: &log)
    candidates += result.candidates
    statuses += result.statuses
    hasUnknownStatus = hasUnknownStatus || result.hasUnknownStatus
    for part in resource.list("extension").map({ Array($0) }) ?? [] {
      guard let concept = index.conceptURLs[part.text("url") ?? ""], let coded = CodedText(part["valueCodeableConcept"]),
        concept == .conditionPresent || concept == .conditionAbsent
      else { continue }
      ConditionReader(knowledge: knowledge, index: index).read(
        coded, isPresent: concept == .conditionPresent, reference, into: &conditions, log: &log)
    }
  }

  /// A list that is said to name everything of its kind, by a code of this vocabulary.
  private mutating func readList(_ resource: JSONValue, _ reference: String, _ position: Int) {
    guard let coded = CodedText(resource["code"]), let name = index.ownCodes(coded).first,
      resource.text("status") == "current"
    else { return log.skip("List", Reason.unknownCode, reference) }
    for item in resource.list("entry").map({ Array($0) }) ?? [] {
      guard item["deleted"] == nil, let target = item["item"]?.text("reference"), resources.resolve(target, from: position) != nil
      else {
        return log.skip("List \(name)", Reason.unknownValue, reference)
      }
    }
    complete[name] = reference
  }

  private mutating func readProcedure(_ resource: JSONValue, _ reference: String) {
    let reader = DrugEventReader(index: index, matcher: matcher, asOf: question.asOf)
    guard let coded = CodedText(resource["code"]) else { return log.skip("Procedure", Reason.unknownCode, reference) }
    if let reason = reader.refusal(resource, "Procedure") { return log.skip(coded.label, reason, reference) }
    for word in coded.words {
      for disease in knowledge.diseases.entries {
        guard case .one(let id) = knowledge.regimenNames(for: word, of: disease.id)[name: word],
          knowledge.regimens[id]?.kind == .procedure, let event = reader.event(resource, "Procedure", .procedure(id), reference)
        else { continue }
        if let start = event.start, start.days.lowerBound <= question.asOf.days.upperBound { return events.append(event) }
      }
    }
    log.skip(coded.label, Reason.unknownCode, reference)
  }

  private mutating func readMedication(_ resource: JSONValue, _ type: String, _ reference: String, _ position: Int) {
    let reader = DrugEventReader(index: index, matcher: matcher, asOf: question.asOf)
    let matched = resolver.match(resource, from: position)
    if let reason = reader.refusal(resource, type) {
      // Of a status that is not known nobody can say that nothing was given.
      if reason == Reason.notFinal { (hasUnplacedEvent, hasUnknownMedication) = (true, true) }
      return log.skip("\(type) \(matched.label)", reason, reference)
    }
    let subjects: [DrugEvent.Subject]
    var ids: [MedicationID] = []
    switch matched {
    case .drugs(let groups):
      subjects = groups.map { $0.count == 1 ? .drug($0[0]) : .oneOf($0) }
    case .medications(let found): (subjects, ids) = ([], found)
    case .unknown(let name): subjects = [.unknown(name.isEmpty ? reference : name)]
    case .contradictory(let name):
      log.skip("\(type) \(name)", Reason.conflictingCodes, reference)
      subjects = [.unknown(name)]
    }
    for subject in subjects.isEmpty ? [.unknown("")] : subjects {
      guard let event = reader.event(resource, type, subject, reference) else {
        (hasUnplacedEvent, hasUnknownMedication) = (true, true)
        log.skip("\(type) \(matched.label)", Reason.badDates, reference)
        return
      }
      if let start = event.start, start.days.lowerBound > question.asOf.days.upperBound {
        return log.skip("\(type) \(matched.label)", Reason.future, reference)
      }
      readSuppression(resource, event, reference)
      if !subjects.isEmpty { place(event, type) }
      if event.isOngoing { medications += ids.map { ($0, reference) } }
    }
  }

  /// A finding that a drug that is given now makes true.
  private mutating func readSuppression(_ resource: JSONValue, _ event: DrugEvent, _ reference: String) {
    guard event.isOngoing, let coded = CodedText(resource["medicationCodeableConcept"]) else { return }
    for meaning in index.meanings(coded, in: index.findings) where knowledge.vocabulary.findings[meaning.finding].kind == .flag {
      candidates.append(Candidate(finding: meaning.finding, content: .value(.flag(true)), date: nil, reference: reference))
    }
  }

  /// Therapy goes to the history, what is given beside to the medications.
  private mutating func place(_ event: DrugEvent, _ type: String) {
    switch event.subject {
    case .drug(let id) where knowledge.drugs[id]?.kind == .concomitant:
      guard event.isOngoing else { return }
      if case .one(let medication) = knowledge.vocabulary.medicationNames[name: id.text] {
        medications.append((medication, event.reference))
      } else {
        hasUnknownMedication = true
      }
    case .unknown(let name):
      if event.isOngoing { hasUnknownMedication = true }
      log.skip("\(type) \(name)", Reason.unknownCode, event.reference)
      // Whether it is a therapy nobody can say: only what was given as one, by a professional, is kept as such.
      if type == "MedicationAdministration" { events.append(event) }
    default: events.append(event)
    }
  }

  // The disease.

  private func disease() throws(RecordRefusal) -> Disease {
    let known = knowledge.diseases.entries.map(\.id.text)
    if let id = question.disease {
      guard let disease = knowledge.diseases[id] else { throw .noDisease(known) }
      return disease
    }
    var found = Set(conditions.diagnoses.map(\.disease))
    if found.count > 1 { found = Set(conditions.diagnoses.filter { $0.isActive == true }.map(\.disease)) }
    if found.count > 1 { throw .severalDiseases(found.map(\.text).sorted()) }
    guard let id = found.first, let disease = knowledge.diseases[id] else {
      throw conditions.diagnoses.isEmpty
        ? .noDisease(known) : .severalDiseases(Set(conditions.diagnoses.map(\.disease.text)).sorted())
    }
    return disease
  }

  /// When the disease was first seen beyond its origin.
  private func spread() -> RecordDate? {
    let dates = index.rules.implications.flatMap { implication -> [RecordDate] in
      conditions.members.filter { member in
        member.isPresent && knowledge.vocabulary.findings[member.finding].id == implication.from
          && implication.members.contains(member.value)
      }.compactMap(\.date)
    }
    return dates.min { $0.days.lowerBound < $1.days.lowerBound }
  }

  // Sets of values.

  private var memberFacts: [Fact] = []

  private mutating func readMembers() {
    for (position, members) in Dictionary(grouping: conditions.members, by: \.finding).sorted(by: { $0.key < $1.key }) {
      let finding = knowledge.vocabulary.findings[position]
      let present = Set(members.filter(\.isPresent).map(\.value))
      let absent = Set(members.filter { !$0.isPresent }.map(\.value))
      let disputed = present.intersection(absent)
      if !disputed.isEmpty {
        log.note(
          "record-unclear",
          Text(
            en: "\(finding.label.en): \(disputed.map(\.text).sorted().joined(separator: ", ")) both stated and refuted",
            ru: "\(finding.label.ru): \(disputed.map(\.text).sorted().joined(separator: ", ")) указано и опровергнуто"),
          members.filter { disputed.contains($0.value) }.map(\.reference).distinct)
      }
      // As they were first seen, whatever the order of the record.
      let seen = Dictionary(members.map { ($0.value, $0.date?.days.lowerBound ?? .max) }, uniquingKeysWith: min)
      let codes = finding.codes.map(\.id).enumerated().sorted {
        (seen[$0.element] ?? .max, $0.offset) < (seen[$1.element] ?? .max, $1.offset)
      }.map(\.element)
      let order = { (values: Set<CodeID>) in codes.filter { values.contains($0) && !disputed.contains($0) } }
      let isComplete = complete[finding.id.text] != nil && disputed.isEmpty && !conditions.hasUnknown && !resources.isPartial
      let roster = Roster(order(present), isComplete: isComplete, absent: order(absent))
      let references = members.map(\.reference) + [isComplete ? complete[finding.id.text] : nil].compactMap(\.self)
      memberFacts.append(Fact(finding: finding.id, value: .codes(roster), provenance: .resources(references.distinct)))
    }
    for (name, reference) in complete.sorted(by: { $0.key < $1.key }) {
      guard let finding = knowledge.vocabulary[FindingID(name)], finding.kind == .codes, !conditions.hasUnknown,
        !resources.isPartial,
        !memberFacts.contains(where: { $0.finding == finding.id })
      else { continue }
      memberFacts.append(
        Fact(finding: finding.id, value: .codes(Roster([], isComplete: true)), provenance: .resources([reference])))
    }
  }

  private mutating func imply() {
    for implication in index.rules.implications {
      guard let target = knowledge.vocabulary.position(of: implication.finding),
        let source = memberFacts.first(where: { $0.finding == implication.from }), case .codes(let roster) = source.value,
        roster.members.contains(where: implication.members.contains)
      else { continue }
      let references = conditions.members.filter { $0.isPresent && implication.members.contains($0.value) }.map(\.reference)
        .distinct
      // What follows for certain is not undone by a result that says less; one that says otherwise contradicts it.
      candidates.removeAll { candidate in
        guard candidate.finding == target, case .value(let value) = candidate.content else { return candidate.finding == target }
        return value == .code(implication.value)
      }
      candidates += references.map {
        Candidate(finding: target, content: .value(.code(implication.value)), date: nil, reference: $0)
      }
    }
  }

  // Lists.

  private mutating func comorbidities() -> Listing<ComorbidityID>? {
    var present: [ComorbidityID: [String]] = [:]
    var absent: [ComorbidityID: [String]] = [:]
    for entry in conditions.comorbidities {
      if entry.isPresent {
        present[entry.id, default: []].append(entry.reference)
      } else {
        absent[entry.id, default: []].append(entry.reference)
      }
    }
    let stated = absent
    for term in knowledge.vocabulary.comorbidities where absent[term.id] == nil {
      // Who has no diabetes has no type 2 diabetes either.
      for wider in closure(of: term.id) { if let references = stated[wider] { absent[term.id] = references } }
    }
    let implied = Set(present.keys.flatMap { [$0] + closure(of: $0) })
    let disputed = implied.intersection(absent.keys)
    if !disputed.isEmpty {
      log.note(
        "record-unclear",
        Text(
          en: "comorbidities both stated and refuted: \(disputed.map(\.text).sorted().joined(separator: ", "))",
          ru: "сопутствующие заболевания указаны и опровергнуты: \(disputed.map(\.text).sorted().joined(separator: ", "))"),
        disputed.sorted().flatMap { (present[$0] ?? []) + (absent[$0] ?? []) }.distinct)
    }
    let isComplete = complete["comorbidities"] != nil && disputed.isEmpty && !conditions.hasUnknown && !resources.isPartial
    let members = knowledge.vocabulary.comorbidities.map(\.id).filter { id in
      present[id] != nil && !disputed.contains(id) && !closure(of: id).contains(where: disputed.contains)
    }
    let others = knowledge.vocabulary.comorbidities.map(\.id).filter { absent[$0] != nil && !disputed.contains($0) }
    guard isComplete || !members.isEmpty || !others.isEmpty else { return nil }
    let references =
      isComplete
      ? [complete["comorbidities"] ?? ""] : (members.flatMap { present[$0] ?? [] } + others.flatMap { absent[$0] ?? [] }).distinct
    var listing = Listing(roster: Roster(members, isComplete: isComplete, absent: others), provenance: .resources(references))
    for id in members { listing.places[id] = .resources((present[id] ?? []).distinct) }
    for id in others { listing.places[id] = .resources((absent[id] ?? []).distinct) }
    return listing
  }

  private func closure(of id: ComorbidityID) -> [ComorbidityID] {
    var (waiting, closed): ([ComorbidityID], [ComorbidityID]) = ([id], [])
    while let next = waiting.popLast() {
      guard let position = knowledge.vocabulary.position(of: next) else { continue }
      for wider in knowledge.vocabulary.comorbidities[position].within where !closed.contains(wider) {
        closed.append(wider)
        waiting.append(wider)
      }
    }
    return closed
  }

  private func medicationList() -> Listing<MedicationID>? {
    let isComplete = complete["medications"] != nil && !hasUnknownMedication && !resources.isPartial
    let given = Dictionary(grouping: medications, by: \.id)
    let members = knowledge.vocabulary.medications.map(\.id).filter { given[$0] != nil }
    guard isComplete || !members.isEmpty else { return nil }
    let references =
      isComplete ? [complete["medications"] ?? ""] : members.flatMap { (given[$0] ?? []).map(\.reference) }.distinct
    var listing = Listing(roster: Roster(members, isComplete: isComplete), provenance: .resources(references))
    for id in members { listing.places[id] = .resources((given[id] ?? []).map(\.reference).distinct) }
    return listing
  }

  // The history.

  private mutating func history(
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
    for event in undated { log.skip(event.subject.label, Reason.noDate, event.reference) }
    therapies.removeAll { $0.start == nil }
    let isStated = stated != nil && !hasUnplacedEvent && undated.isEmpty && !resources.isPartial
    let builder = TherapyLineBuilder(
      knowledge: knowledge, rules: rules, course: course, disease: disease, diagnosed: diagnosed, spread: spread,
      isHistoryStated: isStated, areStatusesKnown: !hasUnknownStatus)
    let (lines, unplaced) = builder.lines(therapies, statuses)
    for event in unplaced { log.skip(event.subject.label, Reason.noPlace, event.reference) }
    guard isStated || !lines.isEmpty else { return ([], []) }
    patient.priorTherapies = lines.map(\.therapy)
    patient.isHistoryComplete = isStated && unplaced.isEmpty
    patient.historyProvenance = .resources(
      stated.map { [$0] } ?? lines.flatMap(\.therapy.provenance.texts).distinct.prefix(20).map(\.self))
    let unknown = lines.flatMap { line in line.drugs.filter { given in line.therapy.unknownDrugs.contains(given.name) } }
    return (lines, unknown.map { ($0.name, $0.events.first ?? "") })
  }

  private mutating func noteCompleteness(_ patient: PatientCase) {
    if resources.isPartial {
      log.note(
        "record-partial",
        Text(
          en: "The bundle is one page of several: lists and the history are taken as incomplete.",
          ru: "Получена лишь часть набора ресурсов: перечни и история лечения считаются неполными."))
    }
    if patient.priorTherapies != nil, !patient.isHistoryComplete {
      log.note(
        "history-incomplete",
        Text(
          en:
            "Nothing says that the record holds every therapy: what it does not show is unknown. A List with the code `priorTherapies` of \(index.rules.ownSystem) states that it does.",
          ru:
            "Не указано, что в записи есть всё проведённое лечение: чего в ней нет, считается неизвестным. Ресурс List с кодом `priorTherapies` системы \(index.rules.ownSystem) указывает на полноту."
        ))
    }
    if hasUnknownStatus {
      log.note(
        "status-unclear",
        Text(
          en: "A status of the disease was not understood: outcomes of therapies may lack a progression.",
          ru: "Статус болезни распознан не полностью: в исходах терапии может недоставать прогрессирования."))
    }
  }
}

extension MatchedMedication {
  /// For a person to find it by.
  var label: String {
    switch self {
    case .drugs(let groups): groups.map { $0.map(\.text).joined(separator: " / ") }.joined(separator: " + ")
    case .medications(let ids): ids.map(\.text).joined(separator: " + ")
    case .unknown(let name), .contradictory(let name): name
    }
  }
}

extension DrugEvent.Subject {
  /// For a person to find it by.
  var label: String {
    switch self {
    case .drug(let id): id.text
    case .oneOf(let ids): ids.map(\.text).joined(separator: " / ")
    case .unknown(let name): name
    case .procedure(let id): id.text
    }
  }
}
