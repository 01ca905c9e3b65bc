package import Clinical
package import Decision
import JSON
package import Knowledge

/// Runs the worked cases of the knowledge through the same reader and engine as requests.
package struct WorkedCaseRunner {
  private let engine: DecisionEngine
  private let reader: RequestReader
  private let records: RecordRequestReader
  private let today: CalendarDate

  /// `today` stands in where a case does not say from which day windows count.
  package init(engine: DecisionEngine, today: CalendarDate) {
    self.engine = engine
    reader = RequestReader(engine: engine, today: today)
    records = RecordRequestReader(engine: engine)
    self.today = today
  }

  /// What of a case's expectations does not come true; empty when all do.
  package func failures(of workedCase: WorkedCase) -> [Diagnostic] {
    outcome(of: workedCase).failures
  }

  /// What of a case's expectations does not come true, and what was recommended; `nil` when its input is not valid.
  package func outcome(of workedCase: WorkedCase) -> (failures: [Diagnostic], recommendation: Recommendation?) {
    let report = Report()
    var recommendation: Recommendation?
    switch reader.read(workedCase.input.value) {
    case .failure(let errors):
      // The input is part of the case's file, so places in it are places in the file.
      for error in errors.diagnostics {
        report.add(
          Diagnostic(
            severity: error.severity, file: workedCase.place.file, pointer: error.pointer, line: error.line, column: error.column,
            message: error.message, suggestion: error.suggestion))
      }
    case .success(let request): recommendation = compare(workedCase, with: request, report)
    }
    return (report.sorted, recommendation)
  }

  /// What of a worked case's expectations its record does not bring about.
  package func failures(of recorded: RecordedCase) -> [Diagnostic] {
    let report = Report()
    guard let workedCase = engine.knowledge.cases[recorded.workedCase] else { return [] }
    switch request(for: recorded) {
    case .failure(let errors):
      for error in errors.diagnostics { report.error(error.message, at: recorded.place) }
    case .success(let request): compare(workedCase, with: request, report)
    }
    return report.sorted.map { diagnostic in
      Diagnostic(
        severity: diagnostic.severity, file: recorded.place.file, pointer: recorded.bundle.pointer, line: 0, column: 0,
        message: "as \(recorded.workedCase): \(diagnostic.message)", suggestion: diagnostic.suggestion)
    }
  }

  /// The first of the cases drawn from a cohort that is no valid request.
  package func failures(of cohort: Cohort, cases: Int = 300) -> [Diagnostic] {
    guard var synthesizer = CaseSynthesizer(of: cohort.disease, knowledge: engine.knowledge) else { return [] }
    let report = Report()
    for number in 1...cases {
      var body: [UInt8] = []
      synthesizer.append(number, seed: 0, to: &body)
      guard let document = try? JSONDocument.parse(body) else { preconditionFailure("what was written is no JSON") }
      guard case .failure(let errors) = reader.read(document.root) else { continue }
      for error in errors.diagnostics {
        report.error("case \(number) that it draws is not valid: \(error.pointer): \(error.message)", at: cohort.place)
      }
      break
    }
    return report.sorted
  }

  /// The request a recorded case makes.
  package func request(for recorded: RecordedCase) -> Result<RecommendRequest, RequestErrors> {
    records.read(recorded.bundle.value, RecordRequestReader.Question(asOf: recorded.asOf?.description), today: today)
  }

  /// The recommendation it compares with what is expected.
  @discardableResult
  private func compare(_ workedCase: WorkedCase, with request: RecommendRequest, _ report: Report) -> Recommendation? {
    guard let recommendation = request.recommend() else {
      report.error("there is no pathway for `\(workedCase.disease)`", at: workedCase.place)
      return nil
    }
    for expectation in workedCase.expectations { compare(expectation, recommendation, report) }
    compareOrder(workedCase, recommendation, report)
    if let expected = workedCase.refractoriness { compare(expected, recommendation.refractoriness, report) }
    compareMissing(workedCase, recommendation, report)
    return recommendation
  }

  /// The recommendation for a case; `nil` when its input is not valid.
  package func recommendation(for workedCase: WorkedCase) -> Recommendation? {
    outcome(of: workedCase).recommendation
  }

  private func compare(_ expected: WorkedCase.Expectation, _ recommendation: Recommendation, _ report: Report) {
    guard let option = recommendation.options.first(where: { $0.regimen.id == expected.regimen }) else {
      report.error("`\(expected.regimen)` is not among the options", at: expected.place)
      return
    }
    if option.verdict != expected.verdict {
      report.error(
        "`\(expected.regimen)` is \(option.verdict.rawValue), expected \(expected.verdict.rawValue)", at: expected.place)
    }
    if let rank = expected.rank, rank != option.rank {
      report.error("`\(expected.regimen)` has rank \(option.rank), expected \(rank)", at: expected.place)
    }
    for (id, result) in expected.criteria {
      let found = option.criteria.first { $0.criterion.id == id }?.result.rawValue ?? "not among its criteria"
      if found != result.rawValue {
        report.error("criterion `\(id)` of `\(expected.regimen)` is \(found), expected \(result.rawValue)", at: expected.place)
      }
    }
    for caution in expected.cautions where !option.cautions.contains(where: { $0.caution.id == caution }) {
      report.error("caution `\(caution)` of `\(expected.regimen)` does not fire", at: expected.place)
    }
    if let verify = expected.verify, verify != option.verify.map(\.name) {
      let found = option.verify.map(\.name).joined(separator: ", ")
      report.error(
        "to verify for `\(expected.regimen)`: \(found); expected \(verify.joined(separator: ", "))", at: expected.place)
    }
  }

  private func compareOrder(_ workedCase: WorkedCase, _ recommendation: Recommendation, _ report: Report) {
    let options = recommendation.options.map(\.regimen.id)
    for regimen in workedCase.order where !options.contains(regimen) {
      report.error("`\(regimen)` is not among the options", at: workedCase.place.element(regimen.text, in: "expectOrder"))
    }
    let order = Set(workedCase.order)
    let found = options.filter(order.contains)
    let expected = workedCase.order.filter(options.contains)
    guard let (regimen, later) = zip(found, expected).first(where: { $0 != $1 }) else { return }
    report.error("`\(regimen)` comes before `\(later)`", at: workedCase.place.element(later.text, in: "expectOrder"))
  }

  private func compare(
    _ expected: WorkedCase.Refractoriness, _ assessment: Recommendation.RefractorinessAssessment?, _ report: Report
  ) {
    guard let assessment else {
      report.error("the disease has no rule of refractoriness", at: expected.place)
      return
    }
    let label = assessment.level.value?.id ?? "unknown"
    if label != expected.label { report.error("the label is \(label), expected \(expected.label)", at: expected.place) }
    if assessment.tripleClass != expected.tripleClass {
      report.error("triple-class refractory \(assessment.tripleClass), expected \(expected.tripleClass)", at: expected.place)
    }
    let drugs = assessment.drugs.filter { $0.truth == .holds && $0.isCounted }.map(\.drug.id)
    if Set(drugs) != Set(expected.drugs) {
      let (found, wanted) = (drugs.map(\.text).joined(separator: ", "), expected.drugs.map(\.text).joined(separator: ", "))
      report.error(
        "refractory to \(found.isEmpty ? "nothing" : found), expected \(wanted.isEmpty ? "nothing" : wanted)", at: expected.place)
    }
  }

  private func compareMissing(_ workedCase: WorkedCase, _ recommendation: Recommendation, _ report: Report) {
    let missing = recommendation.missing.map(\.gap.name)
    for name in workedCase.missing where !missing.contains(name) {
      report.error("`\(name)` is not among the missing information: \(missing.joined(separator: ", "))", at: workedCase.place)
    }
    if let first = workedCase.missing.first, missing.contains(first), missing.first != first {
      report.error("`\(missing[0])` leads the missing information, expected `\(first)`", at: workedCase.place)
    }
    let notices = recommendation.notices.map(\.id)
    for id in workedCase.notices where !notices.contains(id) {
      report.error("notice `\(id)` is not shown", at: workedCase.place)
    }
  }
}
