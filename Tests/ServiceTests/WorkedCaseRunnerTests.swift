import Decision
import Knowledge
import KnowledgeTests
import Testing

@testable import Service

@Suite struct WorkedCaseRunnerTests {
  /// A wrong expectation in a case of the sample, and what is said of it.
  struct Mistake: CustomTestStringConvertible, Sendable {
    let replace: String
    let with: String
    let expected: [String]

    init(_ replace: String, _ with: String, _ expected: String...) {
      (self.replace, self.with, self.expected) = (replace, with, expected)
    }

    var testDescription: String { with }
  }

  private static func failures(_ patches: [SampleKnowledge.Patch] = []) throws -> [String] {
    let knowledge = try SampleKnowledge.knowledge(patches)
    let runner = WorkedCaseRunner(engine: DecisionEngine(knowledge: knowledge), today: SampleService.today)
    return knowledge.cases.entries.flatMap { runner.failures(of: $0) }.map { "\($0.pointer): \($0.message)" }
  }

  @Test func `The cases of the sample come true`() throws {
    #expect(try Self.failures().isEmpty)
  }

  @Test(arguments: [
    Mistake(
      #""regimen": "gamma-weekly", "verdict": "alternative""#, #""regimen": "gamma-weekly", "verdict": "recommended""#,
      "/expect/1: `gamma-weekly` is alternative, expected recommended"),
    Mistake(#""rank": 1"#, #""rank": 2"#, "/expect/0: `zeta-epsi` has rank 1, expected 2"),
    Mistake(
      #""performance": "unknown""#, #""performance": "met""#,
      "/expect/0: criterion `performance` of `zeta-epsi` is unknown, expected met"),
    Mistake(
      #"["stomatitis", "hyperglycaemia"]"#, #"["angioedema"]"#, "/expect/0: caution `angioedema` of `zeta-epsi` does not fire"),
    Mistake(
      #""verify": ["ecog"]"#, #""verify": ["ecog", "platelets"]"#,
      "/expect/0: to verify for `zeta-epsi`: ecog; expected ecog, platelets"),
    Mistake(
      #"["her2", "pregnant"]"#, #"["pregnant"]"#, ": `her2` leads the missing information, expected `pregnant`"),
    Mistake(
      #"["her2", "pregnant"]"#, #"["her2", "age"]"#,
      ": `age` is not among the missing information: her2, pregnant, ecog, cumulativeDose, platelets"),
    Mistake(
      #"["zeta-epsi", "gamma-weekly", "beta-alpha"]"#, #"["zeta-epsi", "beta-alpha", "gamma-weekly"]"#,
      "/expectOrder/1: `gamma-weekly` comes before `beta-alpha`"),
    Mistake(
      #""expectNotices": ["always"]"#, #""expectNotices": ["receptor-unknown"]"#, ": notice `receptor-unknown` is not shown"),
    Mistake(
      #""her2": "negative""#, #""her3": "negative""#, "/input/findings/her3: unknown finding `her3`"),
  ])
  func `A wrong expectation is reported`(_ mistake: Mistake) throws {
    let patch = SampleKnowledge.Patch(file: "cases/standard.json", replace: mistake.replace, with: mistake.with)
    #expect(try Self.failures([patch]) == mistake.expected)
  }

  @Test func `A criterion of a step that does not place the option is said to be none of its`() throws {
    let patch = SampleKnowledge.Patch(
      file: "cases/standard.json", replace: #""criteria": { "later": "met" }"#, with: #""criteria": { "urgent": "not-met" }"#)
    #expect(
      try Self.failures([patch]) == [
        "/expect/1: criterion `urgent` of `gamma-weekly` is not among its criteria, expected not-met"
      ])
  }

  @Test func `A check runs the cases and counts what was never seen`() throws {
    let outcome = try KnowledgeCheck.run(KnowledgeDirectory(path: SampleKnowledge.directory), today: SampleService.today)
    #expect(!outcome.hasErrors)
    #expect(outcome.casesRun == 2)
    #expect(outcome.criteriaCount == 25)
    #expect(outcome.coverageGaps.contains("regimens/eta-alone.json: graded-low: never met"))
  }
}
