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
}
