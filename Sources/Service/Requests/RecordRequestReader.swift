package import Clinical
package import Decision
import EHR
package import JSON
import Knowledge

/// Reads a request whose case is a FHIR bundle and whose question stands beside it.
package struct RecordRequestReader: Sendable {
  /// The question, in the words of a query.
  package struct Question: Sendable {
    package var disease: String?
    package var jurisdiction: String?
    package var candidates: [String]?
    package var asOf: String?
    /// The edition of the knowledge.
    package var knowledge: String?

    package init(
      disease: String? = nil, jurisdiction: String? = nil, candidates: [String]? = nil, asOf: String? = nil,
      knowledge: String? = nil
    ) {
      self.knowledge = knowledge
      self.disease = disease
      self.jurisdiction = jurisdiction
      self.candidates = candidates
      self.asOf = asOf
    }

    /// The query's parameters it is read from.
    static let parameters = ["asOf", "candidates", "disease", "jurisdiction", "knowledge"]

    /// Reads it by the parameters' names.
    init(_ value: (String) -> String?) {
      self.init(
        disease: value("disease"), jurisdiction: value("jurisdiction"),
        candidates: value("candidates").map { $0.split(separator: ",").map(String.init) }, asOf: value("asOf"),
        knowledge: value("knowledge"))
    }
  }

  private let engine: DecisionEngine
  let records: RecordReader

  package init(engine: DecisionEngine) {
    self.engine = engine
    records = RecordReader(knowledge: engine.knowledge)
  }

  /// Whether a body is a bundle rather than a case.
  package static func isBundle(_ body: JSONValue) -> Bool {
    body["resourceType"] != nil
  }

  /// The request, or why there is none.
  package func read(
    _ body: JSONValue, _ question: Question, today: CalendarDate, editions: EditionNames? = nil
  ) -> Result<RecommendRequest, RequestErrors> {
    let report = Report.onRequest()
    let cursor = Cursor(body, file: "", report: report)
    let context = context(of: question, today: today, cursor)
    let editions = editions ?? .only(engine.knowledge)
    if let name = question.knowledge, let objection = editions.objection(to: name, engine.knowledge) {
      cursor.error(objection, suggestion: editions.suggestion(for: name))
    }
    guard !report.hasErrors else { return .failure(RequestErrors(diagnostics: report.sorted)) }
    guard body["resourceType"]?.string == "Bundle" else {
      cursor.error("is no FHIR bundle", suggestion: "Bundle")
      return .failure(RequestErrors(diagnostics: report.sorted))
    }
    var resources = ResourceCollection()
    resources.add(body)
    return read(resources, context, disease: question.disease.map { DiseaseID($0) }, cursor)
  }

  private func read(
    _ resources: ResourceCollection, _ context: Context, disease: DiseaseID?, _ cursor: Cursor
  ) -> Result<RecommendRequest, RequestErrors> {
    switch records.read(resources, RecordReader.Question(asOf: context.asOf, disease: disease)) {
    case .failure(let refusal): cursor.error(refusal.description)
    case .success(let record):
      let assessor = engine.assessor(for: record.patient, context: context)
      for (finding, text) in assessor?.contradictions ?? [] {
        let places = record.patient.facts.filter { $0.finding == finding }.flatMap(\.provenance.texts)
        cursor.error("\(text.en) (\(places.joined(separator: ", ")))")
      }
      for candidate in context.candidates ?? [] {
        guard let regimen = engine.knowledge.regimens[candidate], regimen.disease != record.patient.disease else { continue }
        cursor.error("regimen `\(candidate)` belongs to \(regimen.disease)")
      }
      guard !cursor.report.hasErrors else { break }
      return .success(
        RecommendRequest(
          patient: record.patient, context: context, assessor: assessor,
          unknownDrugs: record.unknownDrugs.map { ($0.name, .resources([$0.reference])) },
          record: record))
    }
    return .failure(RequestErrors(diagnostics: cursor.report.sorted))
  }

  /// What is asked beside the record; mistakes are recorded.
  func context(of question: Question, today: CalendarDate, _ cursor: Cursor) -> Context {
    let knowledge = engine.knowledge
    if let text = question.disease, knowledge.diseases[DiseaseID(text)] == nil {
      let known = knowledge.diseases.entries.map(\.id.text)
      cursor.error("unknown disease `\(text)`", suggestion: Spelling.nearest(to: text, among: known))
    }
    let date = question.asOf.map { CalendarDate($0) }
    if let date, date?.day == nil { cursor.error("`asOf` is a day, `YYYY-MM-DD`") }
    var context = Context(asOf: (date ?? nil) ?? today)
    if let text = question.jurisdiction {
      let known = knowledge.vocabulary.jurisdictions.map(\.id.text)
      if known.contains(text) {
        context.jurisdiction = JurisdictionID(text)
      } else {
        cursor.error("unknown jurisdiction `\(text)`", suggestion: Spelling.nearest(to: text, among: known))
      }
    }
    context.candidates = question.candidates.map { names in
      names.compactMap { name in
        let names = knowledge.regimenNames(for: name, of: question.disease.map { DiseaseID($0) })
        guard let id = cursor.resolve(name, in: names, phrase: "regimen") else { return nil }
        if knowledge.regimens[id]?.kind == .priorOnly { cursor.error("regimen `\(id)` is known as a prior therapy only") }
        return id
      }
    }
    return context
  }
}
