package import Clinical
package import Decision
package import Knowledge

/// Validates a knowledge directory, audits its figures, runs its worked cases and draws some of its cohorts.
package struct KnowledgeCheck {
  /// What a check found.
  package struct Outcome {
    /// `nil` when the knowledge does not load.
    package let engine: DecisionEngine?
    package let diagnostics: [Diagnostic]
    package let casesRun: Int
    /// Criteria with the results they can have and were never seen to have, as `file: id: never met, never unknown`.
    package let coverageGaps: [String]
    package let criteriaCount: Int
    /// `nil` when the knowledge does not load.
    package let audit: KnowledgeAudit?

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
  }

  /// Runs on the knowledge files of `directory`; throws when it cannot be read.
  package static func run(_ directory: KnowledgeDirectory, today: CalendarDate) throws(KnowledgeDirectory.ReadError) -> Outcome {
    let files = try directory.files()
    let loaded = KnowledgeLoader.load(files)
    guard let knowledge = loaded.knowledge else {
      return Outcome(engine: nil, diagnostics: loaded.diagnostics, casesRun: 0, coverageGaps: [], criteriaCount: 0, audit: nil)
    }
    let engine = DecisionEngine(knowledge: knowledge)
    let runner = WorkedCaseRunner(engine: engine, today: today)
    var coverage = Coverage(engine: engine)
    let audit = KnowledgeAudit(knowledge, files: files)
    var diagnostics = loaded.diagnostics + audit.diagnostics
    for workedCase in knowledge.cases.entries {
      let (failures, recommendation) = runner.outcome(of: workedCase)
      diagnostics += failures
      if let recommendation { coverage.record(recommendation) }
    }
    for recorded in knowledge.recordedCases.entries { diagnostics += runner.failures(of: recorded) }
    for cohort in knowledge.cohorts.entries { diagnostics += runner.failures(of: cohort) }
    return Outcome(
      engine: engine, diagnostics: diagnostics.sorted(by: Diagnostic.precedes), casesRun: knowledge.cases.entries.count,
      coverageGaps: coverage.gaps, criteriaCount: coverage.criteriaCount, audit: audit)
  }
}

/// Which results the criteria of the knowledge were seen to have.
private struct Coverage {
  private var seen: [DiseaseID: [Set<CriterionResult>]]
  private let criteria: [DiseaseID: [(criterion: Criterion, possible: Set<CriterionResult>)]]

  init(engine: DecisionEngine) {
    criteria = engine.knowledge.diseases.entries.reduce(into: [:]) { criteria, disease in
      guard let parts = engine.parts(of: disease.id) else { return }
      criteria[disease.id] = Array(zip(parts.criteria, parts.possibleResults).map { ($0, $1) })
    }
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
      zip(criteria[disease] ?? [], seen[disease] ?? []).compactMap { entry, results in
        let never = CriterionResult.allCases.filter { entry.possible.contains($0) && !results.contains($0) }
        let words = never.map { "never \($0.rawValue)" }.joined(separator: ", ")
        return never.isEmpty ? nil : "\(entry.criterion.place.file): \(entry.criterion.id): \(words)"
      }
    }
  }
}
