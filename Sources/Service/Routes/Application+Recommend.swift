import Access
import Audit
import Clinical
import Decision
import HTTP
import JSON
import Knowledge
import Synchronization

extension Application {
  func recommend(_ request: Request, _ client: Client?) -> Response {
    guard request.accepts("application/json") else { return notAcceptable(request, "application/json") }
    guard request.announcesBody else { return lengthRequired(request) }
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
    let responder = CaseResponder(
      editions: editions, form: isRecord ? .bundle(request.query) : .single(request.query), language: language, detail: detail,
      today: settings.today(), log: settings.decisionLog, unrecorded: noteUnrecorded, client: client?.id,
      tally: settings.metrics.evaluations)
    let answer: CaseResponder.Answer
    do throws(CaseResponder.Refusal) {
      answer = try responder.answer(request.body)
    } catch {
      return refused(error, request)
    }
    var response = Response(status: .ok, body: answer.body)
    response.fields.append("Content-Type", "application/json")
    response.fields.append("Content-Language", language.rawValue)
    response.fields.append("Vary", "Accept-Language")
    response.fields.append("Cache-Control", "no-store")
    if let decision = answer.decision { response.fields.append(DecisionLog.field, decision) }
    return response
  }

  private func refused(_ refusal: CaseResponder.Refusal, _ request: Request) -> Response {
    switch refusal {
    case .malformed(let errors): Problem.response(errors, status: .badRequest, instance: request.path)
    case .invalid(let errors): Problem.response(errors, status: .unprocessableContent, instance: request.path)
    case .unrecorded: Self.unrecorded(request)
    case .undecided: Problem.response(.internalServerError, "the answer could not be made", instance: request.path)
    }
  }

  // Cohorts.

  /// Lines of cases, answered line by line while they come.
  func batch(_ request: Request, _ client: Client?) -> Opening {
    guard request.accepts("\(Self.lines)") else { return .refusal(notAcceptable(request, "\(Self.lines)")) }
    guard request.announcesBody else { return .refusal(lengthRequired(request)) }
    guard request.hasBody(of: Self.lines) else {
      return .refusal(
        Problem.response(.unsupportedMediaType, "the body is \(Self.lines), a case on each line", instance: request.path))
    }
    let language: Language
    let detail: DetailLevel
    do throws(QueryError) {
      language = try self.language(of: request)
      detail = try Self.detail(of: request, allowing: [])
    } catch {
      return .refusal(Problem.response(.badRequest, error.message, instance: request.path))
    }
    guard batches.add(1, ordering: .relaxed).newValue <= settings.mostBatches else {
      batches.subtract(1, ordering: .relaxed)
      return .refusal(
        Problem.response(.serviceUnavailable, "\(settings.mostBatches) batches are under way", instance: request.path))
    }
    let responder = LineResponder(
      responder: CaseResponder(
        editions: editions, form: .either, language: language, detail: detail, today: settings.today(), log: settings.decisionLog,
        unrecorded: noteUnrecorded, client: client?.id, tally: settings.metrics.evaluations, channel: .batch),
      mostLineBytes: settings.mostLineBytes)
    var head = Response(status: .ok)
    head.fields.append("Content-Type", "\(Self.lines)")
    head.fields.append("Content-Language", language.rawValue)
    head.fields.append("Vary", "Accept-Language")
    head.fields.append("Cache-Control", "no-store")
    return .stream(
      BatchStream(responder, head: head) { [self] in
        batches.subtract(1, ordering: .relaxed)
      })
  }

  private static let lines: StaticString = "application/x-ndjson"

  /// Tells the operator what the decision log did not take.
  func noteUnrecorded(_ error: LogError) {
    settings.metrics.noteFailure(ofLog: "decisions")
    settings.report(error.description)
  }

  /// What is to be recorded is not answered otherwise; the reason is for the operator.
  static func unrecorded(_ request: Request) -> Response {
    Problem.response(.serviceUnavailable, "the decision could not be recorded", instance: request.path)
  }

  /// A record may be as long as the server takes; bundles nest deeper than cases.
  static let recordLimits = JSONLimits(maximumBytes: .max, maximumDepth: 64, maximumValues: 5_000_000)

  private static func detail(of request: Request, allowing others: [String]) throws(QueryError) -> DetailLevel {
    try request.query.allowOnly(["detail", "lang"] + others)
    guard let text = request.query.first("detail") else { return .full }
    guard let detail = DetailLevel(rawValue: text) else {
      throw QueryError(message: "`detail` is full, decisive, summary or verdicts, not `\(text)`")
    }
    return detail
  }
}
