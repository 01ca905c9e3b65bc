import Clinical
import Decision
import EHR
import Knowledge

/// A case that was read of a call, and its answer.
struct HookCase: Sendable {
  let recommendation: Recommendation
  /// What a reader of the cards has to know of the record, in both languages.
  let notes: [Text]
}

/// Makes cases of what a client has gathered.
struct HookCaseReader {
  enum Outcome {
    /// None of the conditions is a disease that is answered for.
    case notOurs
    /// The same of the first page of conditions.
    case undecided
    case cases([HookCase])
    case refused(RequestErrors)
  }

  let engine: DecisionEngine
  let records: RecordReader
  let context: Context
  /// What the client was asked to gather.
  let prefetchKeys: [String]

  func read(_ request: HookRequest) -> Outcome {
    var resources = ResourceCollection()
    for value in request.prefetch.values { resources.add(value) }
    var question = RecordReader.Question(asOf: context.asOf, patient: request.patient)
    switch records.read(resources, question) {
    case .success(let reading): return outcome([reading], request)
    case .failure(.noDisease): return request.prefetch.firstPages.contains("conditions") ? .undecided : .notOurs
    case .failure(.severalDiseases(let ids)):
      // Each has a next line of its own.
      var readings: [RecordReading] = []
      for id in ids {
        question.disease = DiseaseID(id)
        switch records.read(resources, question) {
        case .success(let reading): readings.append(reading)
        case .failure(let refusal): return .refused(Self.error("/prefetch", refusal.description))
        }
      }
      return outcome(readings, request)
    case .failure(.noPatient), .failure(.noResources):
      return .refused(Self.error("/prefetch/patient", "is not the patient of the context"))
    case .failure(let refusal): return .refused(Self.error("/prefetch", refusal.description))
    }
  }

  private func outcome(_ readings: [RecordReading], _ request: HookRequest) -> Outcome {
    var cases: [HookCase] = []
    for reading in readings {
      guard let assessor = engine.assessor(for: reading.patient, context: context) else { continue }
      let contradictions = assessor.contradictions
      guard contradictions.isEmpty else {
        return .refused(
          RequestErrors(
            diagnostics: contradictions.flatMap { Self.error("/prefetch", "\($0.text.en) (\($0.finding))").diagnostics }))
      }
      cases.append(HookCase(recommendation: assessor.recommend(), notes: notes(reading, request)))
    }
    return .cases(cases)
  }

  private func notes(_ reading: RecordReading, _ request: HookRequest) -> [Text] {
    var notes = reading.notices.map(\.text)
    let (missing, pages) = (request.prefetch.missing(of: prefetchKeys), request.prefetch.firstPages)
    if !missing.isEmpty { notes.append(CardWords.notSent(missing.joined(separator: ", "))) }
    if !pages.isEmpty { notes.append(CardWords.firstPages(pages.joined(separator: ", "))) }
    for drug in reading.unknownDrugs {
      notes.append(
        Text(
          en: Renderer(knowledge: engine.knowledge, language: .en).notConsidered(drug.name),
          ru: Renderer(knowledge: engine.knowledge, language: .ru).notConsidered(drug.name)))
    }
    let unused = reading.notUnderstood.reduce(0) { $0 + $1.count }
    if unused > 0 { notes.append(CardWords.notUnderstood(unused)) }
    return notes
  }

  static func error(_ pointer: String, _ message: String) -> RequestErrors {
    RequestErrors(
      diagnostics: [Diagnostic(severity: .error, file: "", pointer: pointer, line: 0, column: 0, message: message)])
  }
}
