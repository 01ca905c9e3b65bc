package import Clinical
package import Decision
import JSON
package import Knowledge

/// One case answered, to be written as JSON or as text.
package struct CaseAnswer {
  private let recommendation: Recommendation
  private let request: RecommendRequest
  private let engine: DecisionEngine
  private let language: Language
  private let detail: DetailLevel

  /// Reads a body and answers it; what is wrong with it otherwise, malformed JSON too.
  package static func answer(
    _ body: [UInt8], engine: DecisionEngine, language: Language, detail: DetailLevel, today: CalendarDate
  ) -> Result<CaseAnswer, RequestErrors> {
    let document: JSONDocument
    do {
      document = try JSONDocument.parse(body, limits: JSONLimits(maximumBytes: 64 << 20, maximumValues: 5_000_000))
    } catch {
      return .failure(RequestErrors(diagnostics: error.errors.map { Diagnostic($0, file: "") }))
    }
    let request =
      RecordRequestReader.isBundle(document.root)
      ? RecordRequestReader(engine: engine).read(document.root, RecordRequestReader.Question(), today: today)
      : RequestReader(engine: engine, today: today).read(document.root)
    return request.flatMap { request in
      guard let recommendation = request.recommend() else {
        preconditionFailure("a disease without a pathway passed the reader")
      }
      return .success(
        CaseAnswer(recommendation: recommendation, request: request, engine: engine, language: language, detail: detail))
    }
  }

  /// The answer as `POST /recommend` gives it.
  package func json() -> [UInt8] {
    var writer = JSONWriter(reserving: RecommendationWriter.usualBytes)
    RecommendationWriter(engine: engine, language: language).write(recommendation, to: request, detail: detail, into: &writer)
    return writer.bytes
  }

  /// The answer for a person to read.
  package func text() -> String {
    TextAnswer(knowledge: engine.knowledge, language: language, detail: detail).text(of: recommendation, to: request)
  }
}
