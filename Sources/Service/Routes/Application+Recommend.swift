import Access
import Audit
import Clinical
import Decision
import HTTP
import JSON
import Knowledge

extension Application {
  func recommend(_ request: Request, _ client: Client?) -> Response {
    guard request.accepts("application/json") else { return notAcceptable(request, "application/json") }
    let isRecord = request.hasBody(of: "application/fhir+json")
    guard isRecord || request.hasJSONBody else {
      return Problem.response(
        .unsupportedMediaType, "the body is application/json or application/fhir+json, in UTF-8", instance: request.path)
    }
    let language: Language
    let detail: DetailLevel
    do throws(QueryError) {
      language = try self.language(of: request)
      detail = try Self.detail(of: request, allowing: isRecord ? RecordRequestReader.Question.parameters : [])
    } catch {
      return Problem.response(.badRequest, error.message, instance: request.path)
    }
    let edition = current
    let document: JSONDocument
    do {
      document = try JSONDocument.parse(request.body, limits: Self.recordLimits)
    } catch {
      let errors = RequestErrors(diagnostics: error.errors.map { Diagnostic($0, file: "") })
      return Problem.response(errors, status: .badRequest, instance: request.path)
    }
    let reading =
      isRecord
      ? edition.records.read(document.root, RecordRequestReader.Question { request.query.first($0) }, today: settings.today())
      : RequestReader(engine: edition.engine, today: settings.today(), records: { edition.records.records })
        .read(document.root)
    switch reading {
    case .failure(let errors):
      return Problem.response(errors, status: .unprocessableContent, instance: request.path)
    case .success(let understood):
      guard let recommendation = edition.engine.recommend(understood.patient, context: understood.context) else {
        return Problem.response(.internalServerError, "the answer could not be made", instance: request.path)
      }
      var decision: String?
      do throws(LogError) {
        decision = try settings.decisionLog?.record(
          recommendation, of: document.root, query: request.query, client: client?.id, context: understood.context,
          knowledge: edition.engine.knowledge)
      } catch {
        return unrecorded(error, request)
      }
      var writer = JSONWriter(reserving: RecommendationWriter.usualBytes)
      edition.writer(for: language).write(recommendation, to: understood, detail: detail, into: &writer)
      var response = Response(status: .ok, body: writer.bytes)
      response.fields.append("Content-Type", "application/json")
      response.fields.append("Content-Language", language.rawValue)
      response.fields.append("Vary", "Accept-Language")
      response.fields.append("Cache-Control", "no-store")
      if let decision { response.fields.append(DecisionLog.field, decision) }
      return response
    }
  }

  /// What is to be recorded is not answered otherwise; the reason is for the operator.
  func unrecorded(_ error: LogError, _ request: Request) -> Response {
    settings.report(error.description)
    return Problem.response(.serviceUnavailable, "the decision could not be recorded", instance: request.path)
  }

  /// A record may be as long as the server takes; bundles nest deeper than cases.
  static let recordLimits = JSONLimits(maximumBytes: .max, maximumDepth: 64, maximumValues: 5_000_000)

  private static func detail(of request: Request, allowing others: [String]) throws(QueryError) -> DetailLevel {
    try request.query.allowOnly(["detail", "lang"] + others)
    guard let text = request.query.first("detail") else { return .full }
    guard let detail = DetailLevel(rawValue: text) else {
      throw QueryError(message: "`detail` is full, decisive or summary, not `\(text)`")
    }
    return detail
  }
}
