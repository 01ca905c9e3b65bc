package import Clinical
package import Decision
package import EHR
package import JSON
package import Knowledge

/// Reads the native request: everything in it is understood or is an error at its pointer.
package struct RequestReader {
  private let knowledge: KnowledgeBase
  private let engine: DecisionEngine
  private let today: CalendarDate
  private let records: @Sendable () -> RecordReader
  private let editions: EditionNames

  /// `today` is the day windows count from unless the request says another; `records` reads the record beside which facts are
  /// stated, and is made when it is needed unless it is given.
  package init(
    engine: DecisionEngine, today: CalendarDate, editions: EditionNames? = nil, records: (@Sendable () -> RecordReader)? = nil
  ) {
    let knowledge = engine.knowledge
    self.knowledge = knowledge
    self.engine = engine
    self.today = today
    self.editions = editions ?? .only(knowledge)
    self.records = records ?? { RecordReader(knowledge: knowledge) }
  }

  /// The request, or all that is wrong with it in the order of the document.
  package func read(_ body: JSONValue) -> Result<RecommendRequest, RequestErrors> {
    let report = Report.onRequest()
    let cursor = Cursor(body, file: "", report: report)
    let request = cursor.object { reader in read(&reader, of: body) }
    if let request, !report.hasErrors { refuseContradictions(request, report, cursor) }
    guard let request, !report.hasErrors else { return .failure(RequestErrors(diagnostics: report.sorted)) }
    return .success(request)
  }

  private func read(_ reader: inout ObjectReader, of body: JSONValue) -> RecommendRequest? {
    let hasRecord = body["record"].map { !$0.isNull } ?? false
    let stated = hasRecord ? reader.optional("disease", disease) : reader.required("disease", disease)
    let record = reader.optional("record") { self.record($0, of: stated, in: body) }
    let disease = stated ?? record.flatMap { knowledge.diseases[$0.patient.disease] }
    let context = reader.optional("context") { self.context($0, of: disease) } ?? Context(asOf: today)
    var unknownDrugs: [(name: String, pointer: String)] = []
    let facts = reader.optional("findings") { findings($0, of: disease) } ?? []
    let comorbidities = reader.optional("comorbidities") { cursor in
      list(cursor) { name($0, in: knowledge.vocabulary.comorbidityNames, phrase: "comorbidity") }
    }
    let medications = reader.optional("medications") { cursor in
      list(cursor) { medication($0, &unknownDrugs) }
    }
    let therapies = reader.optional("priorTherapies") { cursor -> [PriorTherapy]? in
      guard !cursor.value.isNull else { return nil }
      let history = HistoryReader(knowledge: knowledge, disease: disease, asOf: context.asOf)
      return history.read(cursor, unknownDrugs: &unknownDrugs)
    }
    guard let disease, record != nil || !hasRecord else { return nil }
    // What is stated takes the place of what the record says of the same.
    var patient = record?.patient ?? PatientCase(disease: disease.id)
    patient.facts = facts + patient.facts.filter { fact in !facts.contains { $0.finding == fact.finding } }
    if let comorbidities { patient.comorbidities = Listing(roster: comorbidities, provenance: .pointer("/comorbidities")) }
    if let medications { patient.medications = Listing(roster: medications, provenance: .pointer("/medications")) }
    if let therapies { patient.priorTherapies = therapies }
    return RecommendRequest(
      patient: patient, context: context, assessor: engine.assessor(for: patient, context: context),
      unknownDrugs: unknownDrugs.map { ($0.name, .pointer($0.pointer)) }
        + (record?.unknownDrugs ?? []).map { ($0.name, .resources([$0.reference])) },
      record: record)
  }

  /// What a bundle beside the case says.
  private func record(_ cursor: Cursor, of disease: Disease?, in body: JSONValue) -> RecordReading? {
    guard !cursor.value.isNull else { return nil }
    guard cursor.value["resourceType"]?.string == "Bundle" else {
      cursor.error("is no FHIR bundle", suggestion: "Bundle")
      return nil
    }
    var resources = ResourceCollection()
    resources.add(cursor.value)
    let statesHistory = body["priorTherapies"].map { !$0.isNull } ?? false
    // That it is a day is checked where the context is read.
    let asOf = body["context"]?["asOf"]?.string.flatMap { CalendarDate($0) } ?? today
    let question = RecordReader.Question(asOf: asOf, disease: disease?.id, readsHistory: !statesHistory)
    switch records().read(resources, question) {
    case .success(let reading): return reading
    case .failure(let refusal):
      cursor.error(refusal.description)
      return nil
    }
  }

  private func disease(_ cursor: Cursor) -> Disease? {
    if let disease = knowledge.diseases[written: cursor.value] { return disease }
    guard let text = cursor.words() else { return nil }
    let known = knowledge.diseases.entries.map(\.id.text)
    cursor.error(
      "unknown disease `\(text)`: one of \(known.joined(separator: ", "))", suggestion: Spelling.nearest(to: text, among: known))
    return nil
  }

  // Findings.

  private func findings(_ cursor: Cursor, of disease: Disease?) -> [Fact]? {
    guard !cursor.value.isNull else { return nil }
    guard cursor.value.kind == .object else {
      cursor.mismatch(expected: "an object")
      return nil
    }
    return cursor.value.members.compactMap { member in
      fact(member, cursor.at(member.value), of: disease)
    }
  }

  private func fact(_ member: JSONMember, _ cursor: Cursor, of disease: Disease?) -> Fact? {
    guard let finding = knowledge.vocabulary[named: member] else {
      let name = member.name
      let known = knowledge.vocabulary.findings.filter { disease == nil || $0.disease == nil || $0.disease == disease?.id }.map(
        \.id.text)
      cursor.error("unknown finding `\(name)`", suggestion: Spelling.nearest(to: name, among: known))
      return nil
    }
    if let owner = finding.disease, let disease, owner != disease.id {
      cursor.error("finding `\(finding.id)` belongs to \(owner)")
      return nil
    }
    guard !cursor.value.isNull, let value = value(cursor, of: finding) else { return nil }
    return Fact(finding: finding.id, value: value, provenance: finding.statedAt)
  }

  private func value(_ cursor: Cursor, of finding: Finding) -> Value? {
    switch finding.kind {
    case .flag: cursor.boolean().map { .flag($0) }
    case .code: code(cursor, of: finding).map { .code($0) }
    case .codes: list(cursor) { code($0, of: finding) }.map { .codes($0) }
    case .number: cursor.number().flatMap { inRange($0, cursor, of: finding) }
    case .integer: cursor.integer().flatMap { inRange(Magnitude($0), cursor, of: finding) }
    }
  }

  private func code(_ cursor: Cursor, of finding: Finding) -> CodeID? {
    if let code = finding.code(written: cursor.value) { return code.id }
    guard let text = cursor.string() else { return nil }
    let allowed = finding.codes.map(\.id.text)
    cursor.error(
      "`\(text)` is no value of `\(finding.id)`: one of \(allowed.joined(separator: ", "))",
      suggestion: Spelling.nearest(to: text, among: allowed))
    return nil
  }

  private func inRange(_ number: Magnitude, _ cursor: Cursor, of finding: Finding) -> Value? {
    guard Bounds(exactly: number).lies(in: finding.range) == .holds else {
      switch (finding.minimum, finding.maximum) {
      case (let minimum?, let maximum?): cursor.error("`\(finding.id)` lies within \(minimum) and \(maximum)")
      case (let minimum?, nil): cursor.error("`\(finding.id)` is not below \(minimum)")
      case (nil, let maximum?): cursor.error("`\(finding.id)` is not above \(maximum)")
      case (nil, nil): break
      }
      return nil
    }
    return .number(Bounds(exactly: number))
  }

  // Lists.

  /// A complete list without repetitions; `nil` when it is left out or null.
  private func list<Member>(_ cursor: Cursor, _ decode: (Cursor) -> Member?) -> Roster<Member>? {
    guard !cursor.value.isNull else { return nil }
    var members: [Member] = []
    _ = cursor.list { element -> Void? in
      guard let member = decode(element) else { return nil }
      if members.contains(member) { element.error("is there twice") }
      members.append(member)
      return ()
    }
    return Roster(members, isComplete: true)
  }

  private func name<ID: CustomStringConvertible>(_ cursor: Cursor, in index: NameIndex<ID>, phrase: String) -> ID? {
    if let id = index[written: cursor.value] { return id }
    guard let text = cursor.words() else { return nil }
    return cursor.resolve(text, in: index, phrase: phrase)
  }

  /// A medication by id or name; `{"name": …}` may name one the knowledge does not have.
  private func medication(_ cursor: Cursor, _ unknown: inout [(name: String, pointer: String)]) -> MedicationID? {
    guard cursor.value.kind == .object else {
      return name(cursor, in: knowledge.vocabulary.medicationNames, phrase: "medication")
    }
    guard let text = cursor.object({ reader in reader.required("name") { $0.words() } }) else { return nil }
    switch knowledge.vocabulary.medicationNames[name: text] {
    case .one(let id): return id
    case .several: return cursor.resolve(text, in: knowledge.vocabulary.medicationNames, phrase: "medication")
    case .none:
      unknown.append((text, cursor.value.pointer))
      return nil
    }
  }

  // The question.

  private func context(_ cursor: Cursor, of disease: Disease?) -> Context? {
    guard !cursor.value.isNull else { return nil }
    return cursor.object { reader in
      let asOf = reader.optional("asOf") { self.asOf($0) } ?? today
      var context = Context(asOf: asOf)
      context.jurisdiction = reader.optional("jurisdiction") { jurisdiction($0) }
      context.candidates = reader.optional("candidates") { cursor in
        let candidates = list(cursor) { candidate($0, of: disease) }
        if candidates != nil, cursor.value.count == 0 { cursor.error("is empty: leave it out to be answered on all regimens") }
        return candidates?.members
      }
      _ = reader.optional("knowledge") { editions.check($0, knowledge) }
      return context
    }
  }

  private func asOf(_ cursor: Cursor) -> CalendarDate? {
    guard !cursor.value.isNull, let date = cursor.date() else { return nil }
    if date.day == nil { cursor.error("needs a day: `YYYY-MM-DD`") }
    return date
  }

  private func jurisdiction(_ cursor: Cursor) -> JurisdictionID? {
    guard !cursor.value.isNull, let text = cursor.words() else { return nil }
    let known = knowledge.vocabulary.jurisdictions.map(\.id)
    if known.contains(JurisdictionID(text)) { return JurisdictionID(text) }
    cursor.error(
      "unknown jurisdiction `\(text)`: one of \(known.map(\.text).joined(separator: ", "))",
      suggestion: Spelling.nearest(to: text, among: known.map(\.text)))
    return nil
  }

  private func candidate(_ cursor: Cursor, of disease: Disease?) -> RegimenID? {
    guard let text = cursor.words() else { return nil }
    let names = knowledge.regimenNames(for: text, of: disease?.id)
    guard let id = cursor.resolve(text, in: names, phrase: "regimen") else { return nil }
    guard let regimen = knowledge.regimens[id], let disease else { return id }
    if regimen.disease != disease.id { cursor.error("regimen `\(id)` belongs to \(regimen.disease)") }
    if regimen.kind == .priorOnly { cursor.error("regimen `\(id)` is known as a prior therapy only") }
    return id
  }

  private func refuseContradictions(_ request: RecommendRequest, _ report: Report, _ cursor: Cursor) {
    for (finding, text) in request.assessor?.contradictions ?? [] {
      let value = cursor.value["findings"]?[finding.text] ?? cursor.value["record"] ?? cursor.value["findings"]
      cursor.at(value ?? cursor.value).error(text.en)
    }
  }
}

/// All that is wrong with a request; never empty.
package struct RequestErrors: Error, Sendable {
  package let diagnostics: [Diagnostic]
}

extension Cursor {
  /// The one thing a name comes to; several or none are errors.
  func resolve<ID: CustomStringConvertible>(_ text: String, in index: NameIndex<ID>, phrase: String) -> ID? {
    switch index[name: text] {
    case .one(let id): return id
    case .several(let ids):
      error("`\(text)` is not clear: it may mean \(ids.map(\.description).joined(separator: ", "))")
      return nil
    case .none:
      error("unknown \(phrase) `\(text)`", suggestion: index.suggestion(for: text)?.description)
      return nil
    }
  }
}
