import Clinical
import Decision
import Foundation
import JSON
import Knowledge
import Service

/// Case 7 with a knowledge base: the bytes asked, and each stage of answering them.
struct Case7 {
  struct Failure: Error {
    let message: String
  }

  let body: [UInt8]
  let engine: DecisionEngine
  let reader: RequestReader
  let records: RecordRequestReader
  let today: CalendarDate
  let writer: RecommendationWriter
  let request: RecommendRequest
  let recommendation: Recommendation

  init(_ files: [KnowledgeFile]) throws {
    let loaded = KnowledgeLoader.load(files)
    guard let knowledge = loaded.knowledge else {
      throw Failure(message: "the knowledge does not load: \(loaded.diagnostics.first { $0.severity == .error }?.message ?? "")")
    }
    guard let workedCase = knowledge.cases[WorkedCaseID("case-7")] else { throw Failure(message: "there is no Case 7") }
    var input = JSONWriter()
    input.value(workedCase.input.value)
    body = input.bytes
    engine = DecisionEngine(knowledge: knowledge)
    guard let today = CalendarDate(year: 2026, month: 1, day: 15) else { throw Failure(message: "there is no such day") }
    self.today = today
    reader = RequestReader(engine: engine, today: today)
    records = RecordRequestReader(engine: engine)
    writer = RecommendationWriter(engine: engine, language: .en)
    guard case .success(let request) = reader.read(try JSONDocument.parse(body).root) else {
      throw Failure(message: "Case 7 is not valid")
    }
    guard let recommendation = engine.recommend(request.patient, context: request.context) else {
      throw Failure(message: "there is no pathway for Case 7")
    }
    self.request = request
    self.recommendation = recommendation
  }

  func read() throws -> RecommendRequest {
    try reader.read(try JSONDocument.parse(body).root).get()
  }

  func answer() -> [UInt8] { answer(recommendation, to: request) }

  func answer(_ recommendation: Recommendation, to request: RecommendRequest) -> [UInt8] {
    var json = JSONWriter(reserving: RecommendationWriter.usualBytes)
    writer.write(recommendation, to: request, detail: .full, into: &json)
    return json.bytes
  }

  /// What of `POST /recommend` is not the server's.
  func whole() throws -> [UInt8] {
    let request = try read()
    guard let recommendation = engine.recommend(request.patient, context: request.context) else { return [] }
    return answer(recommendation, to: request)
  }

  /// The same for a health record instead of the case.
  func whole(record: [UInt8]) throws -> [UInt8] {
    let body = try JSONDocument.parse(record, limits: JSONLimits(maximumBytes: .max, maximumValues: 5_000_000)).root
    let request = try records.read(body, RecordRequestReader.Question(), today: today).get()
    guard let recommendation = engine.recommend(request.patient, context: request.context) else { return [] }
    return answer(recommendation, to: request)
  }

  func assessor() throws -> Assessor {
    guard let assessor = engine.assessor(for: request.patient, context: request.context) else {
      throw Failure(message: "there is no pathway for Case 7")
    }
    return assessor
  }
}
