import Clinical
package import Decision
import JSON
package import Knowledge

/// Decides logged cases again and says what the present knowledge would answer otherwise.
package struct Replay {
  /// What has become of one logged decision.
  package enum Outcome: Sendable, Hashable {
    case unchanged
    /// The lines say what changed, and why.
    case changed([String])
    /// The case is no longer valid; the lines say where.
    case refused([String])
    /// The line is no decision.
    case unreadable
  }

  private let engine: DecisionEngine
  private let language: Language

  package init(engine: DecisionEngine, language: Language) {
    self.engine = engine
    self.language = language
  }

  /// What becomes of a line, and the words that name it.
  package func replay(_ line: [UInt8]) -> (name: String, outcome: Outcome) {
    guard let document = try? JSONDocument.parse(line, limits: Application.recordLimits),
      let record = DecisionRecord(document.root)
    else {
      return ("", .unreadable)
    }
    return ("\(record.id) of \(record.time), knowledge \(record.version)", outcome(of: record))
  }

  private func outcome(of record: DecisionRecord) -> Outcome {
    let decided = record.call.map { recommendation(of: record, $0) } ?? recommendation(of: record)
    switch decided {
    case .failure(let errors): return .refused(errors.diagnostics.map { "\($0.pointer): \($0.message)" })
    case .success(let recommendation):
      guard let recommendation else { return .unreadable }
      let changes = DecisionChanges(from: record.options, to: recommendation)
      return changes.isEmpty ? .unchanged : .changed(changes.lines(in: language))
    }
  }

  private func recommendation(of record: DecisionRecord) -> Result<Recommendation?, RequestErrors> {
    request(of: record).map { $0.recommend() }
  }

  /// What the hook's call would be told of the disease today.
  private func recommendation(of record: DecisionRecord, _ call: DecisionRecord.Call) -> Result<Recommendation?, RequestErrors> {
    HookRequestReader(service: call.service).read(record.body).flatMap { request in
      let report = Report.onRequest()
      let reader = RecordRequestReader(engine: engine)
      let context = reader.context(of: question(of: record), today: record.asOf, Cursor(record.body, file: "", report: report))
      guard !report.hasErrors else { return .failure(RequestErrors(diagnostics: report.sorted)) }
      switch HookCaseReader(engine: engine, records: reader.records, context: context, prefetchKeys: []).read(request) {
      case .refused(let errors): return .failure(errors)
      case .notOurs, .undecided: return .failure(HookCaseReader.error("/prefetch", "\(call.disease) is not found in it any more"))
      case .cases(let cases):
        guard let found = cases.first(where: { $0.recommendation.disease.id == call.disease }) else {
          return .failure(HookCaseReader.error("/prefetch", "\(call.disease) is not found in it any more"))
        }
        return .success(found.recommendation)
      }
    }
  }

  private func question(of record: DecisionRecord) -> RecordRequestReader.Question {
    RecordRequestReader.Question { name in record.query.first { $0.name == name }?.value }
  }

  private func request(of record: DecisionRecord) -> Result<RecommendRequest, RequestErrors> {
    guard RecordRequestReader.isBundle(record.body) else {
      return RequestReader(engine: engine, today: record.asOf, editions: .any).read(record.body)
    }
    return RecordRequestReader(engine: engine).read(record.body, question(of: record), today: record.asOf, editions: .any)
  }
}
