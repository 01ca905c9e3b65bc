import Clinical
import JSON
import Knowledge

// Resources one by one.
extension RecordPass {
  /// Types that carry nothing a case is made of, or are read where others refer to them.
  static let supporting: Set<String> = [
    "Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "Encounter", "Medication", "Specimen", "Device",
    "BodyStructure", "Provenance", "CareTeam", "RelatedPerson", "EpisodeOfCare", "HealthcareService", "Endpoint",
  ]

  mutating func read(_ position: Int) {
    let (content, type) = (resources.entries[position].content, resources.entries[position].type)
    let (resource, reference) = (content.value, resources.entries[position].reference)
    if position == patient { return readPatient(resource, reference) }
    guard Self.isRead(type) else { return skip(type, reference) }
    if let reason = refusal(content, position) {
      noteLoss(type, content, reason)
      return log.skip(type, reason, reference)
    }
    switch type {
    case "Observation": readObservation(content, reference)
    case "Condition":
      ConditionReader(knowledge: knowledge, index: index).read(resource, reference, into: &conditions, log: &log)
    case "List": readList(resource, reference, position)
    case "Procedure": readProcedure(resource, reference)
    case "MedicationAdministration", "MedicationRequest", "MedicationStatement":
      readMedication(resource, type, reference, position)
    default:
      // A dispensing among others: what was handed out may have been taken. What is known of a drug is of nobody.
      if type != "MedicationKnowledge" { (hasUnplacedEvent, hasUnknownMedication) = (true, true) }
      log.skip(type, Reason.notUsed, reference)
    }
  }

  private static func isRead(_ type: String) -> Bool {
    switch type {
    case "Observation", "Condition", "List", "Procedure": true
    default: type.hasPrefix("Medication") && type != "Medication"
    }
  }

  private mutating func skip(_ type: String, _ reference: String) {
    guard !Self.supporting.contains(type) else { return }
    guard type != "FamilyMemberHistory" else { return log.skip(type, Reason.family, reference) }
    // No type of FHIR at all: it may have been anything.
    if !type.allSatisfy(\.isLetter) || type.first?.isUppercase != true { noteEverything() }
    log.skip(type, Reason.notUsed, reference)
  }

  /// Something was there that could not be told to be anything.
  mutating func noteEverything() {
    (hasUnplacedEvent, hasUnknownMedication, hasUnknownStatus, conditions.hasUnknown) = (true, true, true, true)
  }

  /// Why a resource is no fact of this patient; `nil` when it may be one.
  mutating func refusal(_ resource: Resource, _ position: Int) -> Text? {
    if resources.disputed.contains(position) { return Reason.twoVersions }
    if resource.hasUnknownModifier { return Reason.modifier }
    guard let written = resource[.subject]?.writtenReference ?? resource[.patient]?.writtenReference else {
      return Reason.noSubject
    }
    if let patientReference, written.isWritten(as: patientReference) { return nil }
    guard let subject = written.string else { return Reason.noSubject }
    if resources.resolve(subject, from: position) == patient {
      // Within a resource the same reference may lead elsewhere.
      if !subject.hasPrefix("#") { patientReference = written }
      return nil
    }
    return subject.contains("Patient/") || subject.hasPrefix("urn:") ? Reason.otherPatient : Reason.noSubject
  }

  /// What may have been a fact of this patient leaves its list open.
  mutating func noteLoss(_ type: String, _ resource: Resource, _ reason: Text) {
    guard reason != Reason.otherPatient else { return }
    if type == "Condition" { conditions.hasUnknown = true }
    if type.hasPrefix("Medication") || type == "Procedure" { (hasUnknownMedication, hasUnplacedEvent) = (true, true) }
    if type == "Observation", isStatus(resource) { hasUnknownStatus = true }
  }

  /// Whether an observation is of the status of the disease, or cannot be told not to be.
  func isStatus(_ resource: Resource) -> Bool {
    observations.concept(of: resource)?.concepts.contains(.diseaseStatus) ?? true
  }

  mutating func readPatient(_ resource: JSONValue, _ reference: String) {
    if resource.hasUnknownModifier { return log.skip("Patient", Reason.modifier, reference) }
    for (position, finding) in knowledge.vocabulary.findings.enumerated() {
      for code in finding.terms where code.system == .fhir {
        let member = String(code.code.split(separator: ".").last ?? "")
        guard let text = resource[member]?.string else { continue }
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
  func age(since birth: RecordDate) -> Bounds? {
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

  private static let finalStatuses = NameTable(["final", "amended", "corrected"])

  mutating func readObservation(_ resource: Resource, _ reference: String) {
    guard resource[.status]?.place(in: Self.finalStatuses) != nil else {
      let status = resource[.status]?.string ?? ""
      if status != "entered-in-error", status != "cancelled", isStatus(resource) { hasUnknownStatus = true }
      return log.skip(
        observations.concept(of: resource)?.label ?? "Observation",
        status == "entered-in-error" ? Reason.enteredInError : Reason.notFinal, reference)
    }
    let date = ObservationReader.date(of: resource)
    if let date, date.days.lowerBound > question.asOf.days.upperBound {
      return log.skip(observations.concept(of: resource)?.label ?? "Observation", Reason.future, reference)
    }
    let result = observations.read(resource, date, reference, log: &log)
    candidates += result.candidates
    statuses += result.statuses
    hasUnknownStatus = hasUnknownStatus || result.hasUnknownStatus
    guard let extensions = resource[.extension] else { return }
    for part in extensions.elements {
      guard let concept = index.conceptURLs[part.text("url") ?? ""], let coded = CodedText(part.member("valueCodeableConcept")),
        concept == .conditionPresent || concept == .conditionAbsent
      else { continue }
      ConditionReader(knowledge: knowledge, index: index).read(
        coded, isPresent: concept == .conditionPresent, reference, into: &conditions, log: &log)
    }
  }

  /// A list that is said to name everything of its kind, by a code of this vocabulary.
  mutating func readList(_ resource: JSONValue, _ reference: String, _ position: Int) {
    guard let coded = CodedText(resource.member("code")), let name = index.ownCodes(coded).first,
      resource.text("status") == "current"
    else { return log.skip("List", Reason.unknownCode, reference) }
    for item in resource.list("entry") {
      guard item.member("deleted") == nil, let target = item.reference("item"), resources.resolve(target, from: position) != nil
      else {
        return log.skip("List \(name)", Reason.unknownValue, reference)
      }
    }
    complete[name] = reference
  }

  mutating func readProcedure(_ resource: JSONValue, _ reference: String) {
    let reader = DrugEventReader(index: index, matcher: matcher, asOf: question.asOf)
    guard let coded = CodedText(resource.member("code")) else { return log.skip("Procedure", Reason.unknownCode, reference) }
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

  mutating func readMedication(_ resource: JSONValue, _ type: String, _ reference: String, _ position: Int) {
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
  mutating func readSuppression(_ resource: JSONValue, _ event: DrugEvent, _ reference: String) {
    guard event.isOngoing, let coded = CodedText(resource.member("medicationCodeableConcept")) else { return }
    for meaning in index.meanings(coded, in: index.findings) where knowledge.vocabulary.findings[meaning.finding].kind == .flag {
      candidates.append(Candidate(finding: meaning.finding, content: .value(.flag(true)), date: nil, reference: reference))
    }
  }

  /// Therapy goes to the history, what is given beside to the medications.
  mutating func place(_ event: DrugEvent, _ type: String) {
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
      // It may have been a therapy, of any class: a history said to be whole is not one that is understood.
      unknownDrugs.append(event)
      // As a therapy only that is shown which was given as one, by a professional.
      if type == "MedicationAdministration" { events.append(event) }
    default: events.append(event)
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
