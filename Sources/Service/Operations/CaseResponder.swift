import Audit
import Clinical
import Decision
import HTTP
import JSON
import Knowledge

/// Makes the answer to a body: chooses the edition, reads the case, decides it, keeps the decision and writes the answer.
///
/// The one way from a body to an answer, for a request and for a line of a cohort.
struct CaseResponder: Sendable {
  /// Why there is no answer.
  enum Refusal: Error {
    /// Not well-formed JSON.
    case malformed(RequestErrors)
    /// No valid case.
    case invalid(RequestErrors)
    /// What is to be recorded is not answered otherwise.
    case unrecorded
    /// The knowledge has no pathway for the disease: a defect.
    case undecided
  }

  struct Answer {
    let body: [UInt8]
    /// The id of the record in the decision log.
    let decision: String?
  }

  /// Where the question of a bundle stands.
  enum Form: Sendable {
    /// The body is a case; the query is for the log.
    case single(Query)
    /// The body is a bundle, and what is asked stands in the query.
    case bundle(Query)
    /// A case or a bundle, as its content says.
    case either
  }

  let editions: Editions
  let form: Form
  let language: Language
  let detail: DetailLevel
  /// The day an undated case counts from.
  let today: CalendarDate
  var log: DecisionLog?
  /// Told of what the log did not take.
  var unrecorded: @Sendable (LogError) -> Void = { _ in }
  /// Who asks, for the log.
  var client: String?
  /// Where what was decided is counted.
  var tally: EvaluationTally?
  var channel = EvaluationTally.Channel.recommend

  func answer(_ body: [UInt8]) throws(Refusal) -> Answer {
    let document: JSONDocument
    do {
      document = try JSONDocument.parse(body, limits: Application.recordLimits)
    } catch {
      throw .malformed(RequestErrors(diagnostics: error.errors.map { Diagnostic($0, file: "") }))
    }
    let question = bundleQuestion(document.root)
    let edition = editions.edition(for: document.root, named: question?.knowledge)
    switch read(document.root, question, edition) {
    case .failure(let errors): throw .invalid(errors)
    case .success(let request): return try answer(request, to: document.root, edition)
    }
  }

  private func bundleQuestion(_ body: JSONValue) -> RecordRequestReader.Question? {
    switch form {
    case .single: nil
    case .bundle(let query): RecordRequestReader.Question { query.first($0) }
    case .either: RecordRequestReader.isBundle(body) ? RecordRequestReader.Question() : nil
    }
  }

  private func read(
    _ body: JSONValue, _ question: RecordRequestReader.Question?, _ edition: Edition
  ) -> Result<RecommendRequest, RequestErrors> {
    let names = EditionNames.held(editions.versions)
    if let question { return edition.records.read(body, question, today: today, editions: names) }
    return RequestReader(engine: edition.engine, today: today, editions: names, records: { edition.records.records }).read(body)
  }

  private func answer(_ request: RecommendRequest, to body: JSONValue, _ edition: Edition) throws(Refusal) -> Answer {
    guard let assessor = request.assessor else { throw .undecided }
    var writer = JSONWriter(reserving: detail.usualBytes)
    // Without a log nobody asks for the reasons of verdicts alone.
    guard detail != .verdicts || log != nil else {
      let judgement = assessor.judge()
      tally?.note(judgement, of: edition.engine, channel)
      edition.writer(for: language).write(judgement, to: request, into: &writer)
      return Answer(body: writer.bytes, decision: nil)
    }
    let recommendation = assessor.recommend()
    tally?.note(Judgement(recommendation), of: edition.engine, channel)
    let decision: String?
    do throws(LogError) {
      decision = try log?.record(
        recommendation, of: body, query: query, client: client, context: request.context, knowledge: edition.engine.knowledge)
    } catch {
      unrecorded(error)
      throw .unrecorded
    }
    edition.writer(for: language).write(recommendation, to: request, detail: detail, into: &writer)
    return Answer(body: writer.bytes, decision: decision)
  }

  private var query: Query {
    switch form {
    case .single(let query), .bundle(let query): query
    case .either: Query()
    }
  }
}
