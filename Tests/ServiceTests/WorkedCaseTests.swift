import Decision
import Knowledge
import Testing

@testable import Service

@Suite struct WorkedCaseTests {
  @Test func `The knowledge is free of errors and warnings`() throws {
    let loaded = KnowledgeLoader.load(try RealKnowledge.directory.files())
    #expect(loaded.diagnostics.map(\.description) == [])
  }

  @Test(arguments: RealKnowledge.engine.knowledge.cases.entries)
  func `A worked case is answered as expected, for the reasons expected`(workedCase: WorkedCase) {
    let runner = WorkedCaseRunner(engine: RealKnowledge.engine, today: RealKnowledge.today)
    #expect(runner.failures(of: workedCase).map(\.description) == [])
  }

  @Test(arguments: RealKnowledge.engine.knowledge.cases.entries)
  func `Every verdict has a decisive criterion with a source`(workedCase: WorkedCase) throws {
    let runner = WorkedCaseRunner(engine: RealKnowledge.engine, today: RealKnowledge.today)
    for option in try #require(runner.recommendation(for: workedCase)).options {
      let decisive = option.criteria.filter(\.isDecisive)
      #expect(!decisive.isEmpty, "\(option.regimen.id) \(option.verdict)")
      #expect(decisive.allSatisfy { !$0.criterion.sources.isEmpty })
    }
  }
}
