import Clinical
import JSON
import Knowledge

// Resources one by one.
extension RecordPass {
  mutating func read(_ position: Int) {
    if position == patient { return readPatient(resources.entries[position].resource, position) }
    let type = resources.entries[position].type
    guard Self.isRead(type) else { return skip(type, position) }
    let resource = resources.entries[position].content
    if let reason = refusal(resource, position) {
      noteLoss(type, resource, reason)
      return log.skip(resources.entries[position].typeName, reason, position)
    }
    switch type {
    case .observation: readObservation(resource, position)
    case .condition:
      ConditionReader(knowledge: knowledge, index: index).read(resource.value, position, into: &conditions, log: &log)
    case .list: readList(resource.value, position)
    case .procedure: readProcedure(resource.value, position)
    case .medicationAdministration, .medicationRequest, .medicationStatement: readMedication(resource.value, type, position)
    default:
      // A dispensing among others: what was handed out may have been taken. What is known of a drug is of nobody.
      if type != .medicationKnowledge { (hasUnplacedEvent, hasUnknownMedication) = (true, true) }
      log.skip(resources.entries[position].typeName, Reason.notUsed, position)
    }
  }

  private static func isRead(_ type: ResourceType) -> Bool {
    switch type {
    case .observation, .condition, .list, .procedure: true
    default: type.isOfMedications
    }
  }

  private mutating func skip(_ type: ResourceType, _ position: Int) {
    guard !type.isSupporting else { return }
    if type == .familyMemberHistory { return log.skip(type.rawValue, Reason.family, position) }
    let name = resources.entries[position].typeName
    // No type of FHIR at all: it may have been anything.
    if !name.allSatisfy(\.isLetter) || name.first?.isUppercase != true { noteEverything() }
    log.skip(name, Reason.notUsed, position)
  }

  /// Something was there that could not be told to be anything.
  mutating func noteEverything() {
    (hasUnplacedEvent, hasUnknownMedication, found.hasUnknownStatus, conditions.hasUnknown) = (true, true, true, true)
  }

  /// Why a resource is no fact of this patient; `nil` when it may be one.
  mutating func refusal(_ resource: Resource, _ position: Int) -> Text? {
    if resources.disputed.contains(position) { return Reason.twoVersions }
    if resource.hasUnknownModifier { return Reason.modifier }
    if resource.isMember(.subject, writtenAs: patientSubject) { return nil }
    let own = resource[.subject]
    let named = own?.reference
    guard let subject = named ?? resource[.patient]?.reference else { return Reason.noSubject }
    if resources.resolve(subject, from: position) == patient {
      // Within a resource the same reference may lead elsewhere.
      if named != nil, !subject.hasPrefix("#") { patientSubject = own }
      return nil
    }
    return subject.contains("Patient/") || subject.hasPrefix("urn:") ? Reason.otherPatient : Reason.noSubject
  }

  /// What may have been a fact of this patient leaves its list open.
  mutating func noteLoss(_ type: ResourceType, _ resource: Resource, _ reason: Text) {
    guard reason != Reason.otherPatient else { return }
    if type == .condition { conditions.hasUnknown = true }
    if type.isOfMedications || type == .procedure { (hasUnknownMedication, hasUnplacedEvent) = (true, true) }
    if type == .observation, isStatus(resource) { found.hasUnknownStatus = true }
  }

  /// Whether an observation is of the status of the disease, or cannot be told not to be.
  mutating func isStatus(_ resource: Resource) -> Bool {
    observations.concept(of: resource)?.concepts.contains(.diseaseStatus) ?? true
  }

  mutating func readPatient(_ resource: JSONValue, _ source: Int) {
    if resource.hasUnknownModifier { return log.skip("Patient", Reason.modifier, source) }
    for (position, finding) in knowledge.vocabulary.findings.enumerated() {
      for code in finding.terms where code.system == .fhir {
        let member = String(code.code.split(separator: ".").last ?? "")
        guard let text = resource[member]?.string else { continue }
        if finding.kind == .number || finding.kind == .integer {
          guard let date = RecordDate(text), let age = age(since: date) else {
            log.skip(code.code, Reason.unknownValue, source)
            continue
          }
          found.candidates.append(Candidate(finding: position, content: .value(.number(age)), date: nil, source: source))
        } else if let value = finding.codes.first(where: { $0.terms.contains { $0.system == .fhir && $0.code == text } }) {
          found.candidates.append(Candidate(finding: position, content: .value(.code(value.id)), date: nil, source: source))
        } else {
          log.skip("\(code.code) \(text)", Reason.unknownValue, source)
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

  mutating func readObservation(_ resource: Resource, _ source: Int) {
    guard statuses.value(of: .status, in: resource, { $0.place(in: Self.finalStatuses) != nil }) == true else {
      let status = resource.text(.status) ?? ""
      if status != "entered-in-error", status != "cancelled", isStatus(resource) { found.hasUnknownStatus = true }
      return log.skip(
        observations.concept(of: resource)?.label ?? "Observation",
        status == "entered-in-error" ? Reason.enteredInError : Reason.notFinal, source)
    }
    let date = observations.date(of: resource)
    if let date, date.days.lowerBound > lastDay {
      return log.skip(observations.concept(of: resource)?.label ?? "Observation", Reason.future, source)
    }
    observations.read(resource, date, source, into: &found, log: &log)
    guard let extensions = resource[.extension] else { return }
    for part in extensions.elements {
      guard let concept = index.conceptURLs[part.text("url") ?? ""], let coded = CodedText(part.member("valueCodeableConcept")),
        concept == .conditionPresent || concept == .conditionAbsent
      else { continue }
      ConditionReader(knowledge: knowledge, index: index).read(
        coded, isPresent: concept == .conditionPresent, source, into: &conditions, log: &log)
    }
  }

  /// A list that is said to name everything of its kind, by a code of this vocabulary.
  mutating func readList(_ resource: JSONValue, _ source: Int) {
    guard let coded = CodedText(resource.member("code")), let name = index.ownCodes(coded).first,
      resource.text("status") == "current"
    else { return log.skip("List", Reason.unknownCode, source) }
    for item in resource.list("entry") {
      guard item.member("deleted") == nil, let target = item.reference("item"), resources.resolve(target, from: source) != nil
      else {
        return log.skip("List \(name)", Reason.unknownValue, source)
      }
    }
    complete[name] = source
  }

  mutating func readProcedure(_ resource: JSONValue, _ source: Int) {
    let reader = DrugEventReader(index: index, matcher: matcher, asOf: question.asOf)
    guard let coded = CodedText(resource.member("code")) else { return log.skip("Procedure", Reason.unknownCode, source) }
    if let reason = reader.refusal(resource, .procedure) { return log.skip(coded.label, reason, source) }
    for word in coded.words {
      for disease in knowledge.diseases.entries {
        guard case .one(let id) = knowledge.regimenNames(for: word, of: disease.id)[name: word],
          knowledge.regimens[id]?.kind == .procedure, let event = reader.event(resource, .procedure, .procedure(id), source)
        else { continue }
        if let start = event.start, start.days.lowerBound <= lastDay { return events.append(event) }
      }
    }
    log.skip(coded.label, Reason.unknownCode, source)
  }

  mutating func readMedication(_ resource: JSONValue, _ type: ResourceType, _ source: Int) {
    let reader = DrugEventReader(index: index, matcher: matcher, asOf: question.asOf)
    let matched = resolver.match(resource, from: source)
    if let reason = reader.refusal(resource, type) {
      // Of a status that is not known nobody can say that nothing was given.
      if reason == Reason.notFinal { (hasUnplacedEvent, hasUnknownMedication) = (true, true) }
      return log.skip("\(type.rawValue) \(matched.label)", reason, source)
    }
    let subjects: [DrugEvent.Subject]
    var ids: [MedicationID] = []
    switch matched {
    case .drugs(let groups):
      subjects = groups.map { $0.count == 1 ? .drug($0[0]) : .oneOf($0) }
    case .medications(let found): (subjects, ids) = ([], found)
    case .unknown(let name): subjects = [.unknown(name.isEmpty ? resources.entries[source].reference : name)]
    case .contradictory(let name):
      log.skip("\(type.rawValue) \(name)", Reason.conflictingCodes, source)
      subjects = [.unknown(name)]
    }
    for subject in subjects.isEmpty ? [.unknown("")] : subjects {
      guard let event = reader.event(resource, type, subject, source) else {
        (hasUnplacedEvent, hasUnknownMedication) = (true, true)
        log.skip("\(type.rawValue) \(matched.label)", Reason.badDates, source)
        return
      }
      if let start = event.start, start.days.lowerBound > lastDay {
        return log.skip("\(type.rawValue) \(matched.label)", Reason.future, source)
      }
      readSuppression(resource, event, source)
      if !subjects.isEmpty { place(event, type) }
      if event.isOngoing { medications += ids.map { ($0, source) } }
    }
  }

  /// A finding that a drug that is given now makes true.
  mutating func readSuppression(_ resource: JSONValue, _ event: DrugEvent, _ source: Int) {
    guard event.isOngoing, let coded = CodedText(resource.member("medicationCodeableConcept")) else { return }
    for meaning in index.meanings(coded, in: index.findings) where knowledge.vocabulary.findings[meaning.finding].kind == .flag {
      found.candidates.append(Candidate(finding: meaning.finding, content: .value(.flag(true)), date: nil, source: source))
    }
  }

  private func isConcomitant(_ drug: DrugID) -> Bool {
    guard let position = knowledge.drugs.position(of: drug) else { return false }
    return knowledge.drugs.entries[position].kind == .concomitant
  }

  /// Therapy goes to the history, what is given beside to the medications.
  mutating func place(_ event: DrugEvent, _ type: ResourceType) {
    switch event.subject {
    case .drug(let id) where isConcomitant(id):
      guard event.isOngoing else { return }
      if case .one(let medication) = knowledge.vocabulary.medicationNames[name: id.text] {
        medications.append((medication, event.source))
      } else {
        hasUnknownMedication = true
      }
    case .unknown(let name):
      if event.isOngoing { hasUnknownMedication = true }
      log.skip("\(type.rawValue) \(name)", Reason.unknownCode, event.source)
      // It may have been a therapy, of any class: a history said to be whole is not one that is understood.
      unknownDrugs.append(event)
      // As a therapy only that is shown which was given as one, by a professional.
      if type == .medicationAdministration { events.append(event) }
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
