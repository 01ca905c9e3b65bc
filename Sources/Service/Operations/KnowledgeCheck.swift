package import Clinical
package import Decision
package import Knowledge

/// Validates a knowledge directory and runs its worked cases.
package struct KnowledgeCheck {
  /// What a check found.
  package struct Outcome {
    /// `nil` when the knowledge does not load.
    package let engine: DecisionEngine?
    package let diagnostics: [Diagnostic]
    package let casesRun: Int
    /// Criteria with the results they were never seen to have, as `file: id: never met, never unknown`.
    package let coverageGaps: [String]
    package let criteriaCount: Int

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
  }

  /// Runs on the knowledge files of `directory`; throws when it cannot be read.
  package static func run(_ directory: KnowledgeDirectory, today: CalendarDate) throws(KnowledgeDirectory.ReadError) -> Outcome {
    let loaded = KnowledgeLoader.load(try directory.files())
    guard let knowledge = loaded.knowledge else {
      return Outcome(engine: nil, diagnostics: loaded.diagnostics, casesRun: 0, coverageGaps: [], criteriaCount: 0)
    }
    let engine = DecisionEngine(knowledge: knowledge)
    let runner = WorkedCaseRunner(engine: engine, today: today)
    var coverage = Coverage(engine: engine)
    var diagnostics = loaded.diagnostics
    for workedCase in knowledge.cases.entries {
      diagnostics += runner.failures(of: workedCase)
      if let recommendation = runner.recommendation(for: workedCase) { coverage.record(recommendation) }
    }
    return Outcome(
      engine: engine, diagnostics: diagnostics.sorted(by: Diagnostic.precedes), casesRun: knowledge.cases.entries.count,
      coverageGaps: coverage.gaps, criteriaCount: coverage.criteriaCount)
  }
}

/// Which results the criteria of the knowledge were seen to have.
private struct Coverage {
  private var seen: [DiseaseID: [Set<CriterionResult>]]
  private let criteria: [DiseaseID: [Criterion]]

  init(engine: DecisionEngine) {
    let diseases = engine.knowledge.diseases.entries.map(\.id)
    criteria = Dictionary(diseases.map { ($0, engine.parts(of: $0)?.criteria ?? []) }) { first, _ in first }
    seen = criteria.mapValues { $0.map { _ in [] } }
  }

  var criteriaCount: Int { criteria.values.reduce(0) { $0 + $1.count } }

  mutating func record(_ recommendation: Recommendation) {
    for criterion in recommendation.options.flatMap(\.criteria) {
      guard let ordinal = criterion.ordinal else { continue }
      seen[recommendation.disease.id]?[ordinal].insert(criterion.result)
    }
    for step in recommendation.steps {
      seen[recommendation.disease.id]?[step.ordinal].insert(CriterionResult(step.truth))
    }
  }

  var gaps: [String] {
    criteria.keys.sorted().flatMap { disease in
      zip(criteria[disease] ?? [], seen[disease] ?? []).compactMap { criterion, results in
        let never = CriterionResult.allCases.filter { !results.contains($0) }.map { "never \($0.rawValue)" }
        return never.isEmpty ? nil : "\(criterion.place.file): \(criterion.id): \(never.joined(separator: ", "))"
      }
    }
  }
}
