import Decision
import Knowledge
import Testing

@testable import Service

@Suite struct WorkedCaseTests {
  @Test func `The knowledge is free of errors and warnings`() throws {
    let loaded = KnowledgeLoader.load(try RealKnowledge.directory.files())
    #expect(loaded.diagnostics.map(\.description) == [])
  }

  /// Made once: it indexes all codes of the vocabulary.
  private static let runner = WorkedCaseRunner(engine: RealKnowledge.engine, today: RealKnowledge.today)

  @Test(arguments: RealKnowledge.engine.knowledge.cases.entries)
  func `A worked case is answered as expected, and every verdict has a decisive criterion with a source`(
    workedCase: WorkedCase
  ) throws {
    let (failures, recommendation) = Self.runner.outcome(of: workedCase)
    #expect(failures.map(\.description) == [])
    for option in try #require(recommendation).options {
      let decisive = option.criteria.filter(\.isDecisive)
      #expect(!decisive.isEmpty, "\(option.regimen.id) \(option.verdict)")
      #expect(decisive.allSatisfy { !$0.criterion.sources.isEmpty })
    }
  }
}
