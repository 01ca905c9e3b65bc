package import Clinical
package import Decision
package import Knowledge

/// Runs the worked cases of the knowledge through the same reader and engine as requests.
package struct WorkedCaseRunner {
  private let engine: DecisionEngine
  private let reader: RequestReader

  /// `today` stands in where a case does not say from which day windows count.
  package init(engine: DecisionEngine, today: CalendarDate) {
    self.engine = engine
    reader = RequestReader(engine: engine, today: today)
  }

  /// What of a case's expectations does not come true; empty when all do.
  package func failures(of workedCase: WorkedCase) -> [Diagnostic] {
    let report = Report()
    switch reader.read(workedCase.input.value) {
    case .failure(let errors):
      // The input is part of the case's file, so places in it are places in the file.
      for error in errors.diagnostics {
        report.add(
          Diagnostic(
            severity: error.severity, file: workedCase.place.file, pointer: error.pointer, line: error.line, column: error.column,
            message: error.message, suggestion: error.suggestion))
      }
    case .success(let request):
      guard let recommendation = engine.recommend(request.patient, context: request.context) else {
        report.error("there is no pathway for `\(workedCase.disease)`", at: workedCase.place)
        break
      }
      for expectation in workedCase.expectations { compare(expectation, recommendation, report) }
      if let expected = workedCase.refractoriness { compare(expected, recommendation.refractoriness, report) }
      compareMissing(workedCase, recommendation, report)
    }
    return report.sorted
  }

  /// The recommendation for a case; `nil` when its input is not valid.
  package func recommendation(for workedCase: WorkedCase) -> Recommendation? {
    guard case .success(let request) = reader.read(workedCase.input.value) else { return nil }
    return engine.recommend(request.patient, context: request.context)
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
    let drugs = assessment.drugs.filter { $0.truth == .holds }.map(\.drug.id)
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
