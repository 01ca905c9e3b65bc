import Decision
import Knowledge
import Service

/// `nextline check [DIR]`: validates knowledge and runs its worked cases; errors end it with 1.
enum CheckCommand {
  static func run(_ arguments: Arguments) throws(CommandError) -> Int32 {
    try arguments.allow([.knowledge, .coverage, .audit, .lang], operands: 1)
    let directory = arguments.operands.first.map { KnowledgeDirectory(path: $0) } ?? arguments.knowledge
    let auditLanguage = arguments.has(.audit) ? try arguments.language() : nil
    let outcome: KnowledgeCheck.Outcome
    do {
      outcome = try KnowledgeCheck.run(directory, today: Today.date())
    } catch {
      throw .failed(error.description)
    }
    for diagnostic in outcome.diagnostics { StandardError.print(diagnostic.text(in: directory.path + "/")) }
    if arguments.has(.coverage) { outcome.coverageGaps.forEach { print($0) } }
    if let auditLanguage, let audit = outcome.audit {
      print(AuditReport(audit, in: auditLanguage).text())
    }
    let errors = outcome.diagnostics.count { $0.severity == .error }
    guard let engine = outcome.engine else {
      StandardError.print("\(errors) \(errors == 1 ? "error" : "errors"): the knowledge does not load")
      return 1
    }
    let seen = outcome.criteriaCount - outcome.coverageGaps.count
    print("knowledge \(engine.knowledge.version), digest \(engine.knowledge.digest)")
    print("\(outcome.casesRun) worked cases run, \(errors) \(errors == 1 ? "error" : "errors")")
    print("\(seen) of \(outcome.criteriaCount) criteria seen with every result they can have")
    return errors > 0 ? 1 : 0
  }
}
