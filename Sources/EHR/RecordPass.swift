import Clinical
import JSON
import Knowledge

/// One reading of one record.
struct RecordPass {
  let knowledge: KnowledgeBase
  let index: CodeIndex
  let resources: ResourceCollection
  let question: RecordReader.Question
  /// The last day on which something may have been said that is a fact.
  let lastDay: Int
  let patient: Int?
  /// How a resource said that it is of the patient, as all others of a record most probably do.
  var patientSubject: JSONValue?
  var resolver: MedicationResolver
  let matcher: MedicationMatcher
  var observations: ObservationReader
  /// Whether the status of an observation is one of results that count.
  var statuses = LastElement<Bool>()
  var log: RecordLog
  /// What findings and the status of the disease are said to be.
  var found = ObservationReader.Result()
  var conditions = ConditionReader.Result()
  var events: [DrugEvent] = []
  /// Medications beside therapy, with those no longer given left out.
  var medications: [(id: MedicationID, source: Int)] = []
  var hasUnknownMedication = false
  var hasUnplacedEvent = false
  /// What was given and is not understood.
  var unknownDrugs: [DrugEvent] = []
  /// Lists said to name all there is, with the entry that says so.
  var complete: [String: Int] = [:]
  /// Facts that are sets of values.
  var memberFacts: [Fact] = []

  init(
    knowledge: KnowledgeBase, index: CodeIndex, resources: ResourceCollection, question: RecordReader.Question
  ) throws(RecordRefusal) {
    self.knowledge = knowledge
    self.index = index
    self.resources = resources
    self.question = question
    lastDay = question.asOf.days.upperBound
    log = RecordLog(resources)
    matcher = MedicationMatcher(knowledge: knowledge, index: index)
    observations = ObservationReader(knowledge: knowledge, index: index)
    resolver = MedicationResolver(matcher: matcher, resources: resources)
    var patients = resources.entries.indices.filter {
      resources.entries[$0].type == .patient && resources.entries[$0].container == nil
    }
    if let id = question.patient { patients = patients.filter { resources.entries[$0].reference == "Patient/" + id } }
    if patients.count > 1 {
      throw .severalPatients(patients.prefix(5).map { resources.entries[$0].reference })
    }
    guard let patient = patients.first else { throw .noPatient }
    self.patient = patient
  }

  mutating func run() throws(RecordRefusal) -> RecordReading {
    for thing in resources.malformed { log.skip(thing, Reason.noResource, nil) }
    if !resources.malformed.isEmpty { noteEverything() }
    for position in resources.entries.indices { read(position) }
    found.candidates += conditions.candidates
    let disease = try disease()
    let began = conditions.diagnoses.filter { $0.disease == disease.id }.compactMap(\.began).min {
      $0.days.lowerBound < $1.days.lowerBound
    }
    var patient = PatientCase(disease: disease.id)
    let spread = spread()
    readMembers()
    imply()
    let own = found.candidates.filter { candidate in
      let owner = knowledge.vocabulary.findings[candidate.finding].disease
      return owner == nil || owner == disease.id
    }
    patient.facts = FindingSettler(knowledge: knowledge, rules: index.rules, resources: resources).facts(own, log: &log)
    patient.facts += memberFacts.filter { fact in
      let owner = knowledge.vocabulary[fact.finding]?.disease
      return owner == nil || owner == disease.id
    }
    patient.comorbidities = comorbidities()
    patient.medications = medicationList()
    let history = question.readsHistory ? history(of: disease, diagnosed: began, spread: spread, &patient) : nil
    noteCompleteness(patient)
    return RecordReading(
      patient: patient, unknownDrugs: history?.unknown ?? [], history: history?.lines, notices: log.notices,
      notUnderstood: log.notUnderstood, resourceCount: resources.entries.count)
  }

  // The disease.

  func disease() throws(RecordRefusal) -> Disease {
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
  func spread() -> RecordDate? {
    let dates = index.rules.implications.flatMap { implication -> [RecordDate] in
      conditions.members.filter { member in
        member.isPresent && knowledge.vocabulary.findings[member.finding].id == implication.from
          && implication.members.contains(member.value)
      }.compactMap(\.date)
    }
    return dates.min { $0.days.lowerBound < $1.days.lowerBound }
  }
}
