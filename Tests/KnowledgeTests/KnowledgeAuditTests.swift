import Foundation
import Knowledge
import Testing

@Suite struct KnowledgeAuditTests {
  private static func audit(_ patches: [SampleKnowledge.Patch] = []) throws -> KnowledgeAudit {
    let files = try SampleKnowledge.files(patches)
    return KnowledgeAudit(try SampleKnowledge.knowledge(patches), files: files)
  }

  private static let real: (knowledge: KnowledgeBase, audit: KnowledgeAudit)? = {
    guard let directory = SampleKnowledge.realDirectory, let knowledge = try? SampleKnowledge.realKnowledge(),
      let files = try? KnowledgeDirectory(path: directory).files()
    else { return nil }
    return (knowledge, KnowledgeAudit(knowledge, files: files))
  }()

  @Test(arguments: ArithmeticCheck.allCases)
  func `A fault of every kind is planted`(_ check: ArithmeticCheck) {
    let names = AuthoringMistakeTests.MistakeFile.all.map(\.testDescription)
    let wanted =
      switch check {
      case .interval: ["interval-reversed", "estimate-outside-interval"]
      case .codes: ["loinc-check-digit", "snomed-check-digit", "code-of-another-form"]
      case .identifiers: ["doi-that-is-none", "pubmed-number-that-is-none", "registration-with-a-sign"]
      default: ["arithmetic-" + check.rawValue]
      }
    for name in wanted { #expect(names.contains { $0.hasPrefix(name) }, "no fault `\(name)`") }
  }

  @Test func `What was checked is counted`() throws {
    let tallies = try Self.audit().tallies
    #expect(tallies[.interval]?.made == 2)
    #expect(tallies[.direction]?.made == 1)
    #expect(tallies[.symmetry]?.made == 1)
    #expect(tallies[.probability]?.made == 1)
    #expect(tallies[.grades]?.made == 1)
    #expect(tallies[.arms]?.made == 0, "the size of one arm is not given")
    #expect(tallies.values.allSatisfy { $0.problems == 0 && $0.asStated == 0 })
  }

  @Test func `What the source states so is no problem, and is counted`() throws {
    let audit = try Self.audit([
      SampleKnowledge.Patch(
        file: "trials/example-1.json", replace: #""estimate": 0.45, "interval": [0.38, 0.54]"#,
        with: #""estimate": 0.54, "interval": [0.38, 0.54]"#),
      SampleKnowledge.Patch(
        file: "trials/example-1.json", replace: #"  "takeaway": {"#,
        with: """
            "asStated": [
              { "at": "/endpoints/0/comparison", "check": "symmetry", "reason": { "en": "So published", "ru": "Так опубликовано" },
                "sources": [{ "id": "smith2020" }] }
            ],
            "takeaway": {
          """),
    ])
    #expect(audit.diagnostics.isEmpty)
    #expect(audit.tallies[.symmetry]?.made == 1)
    #expect(audit.tallies[.symmetry]?.problems == 0)
    #expect(audit.tallies[.symmetry]?.asStated == 1)
  }

  @Test func `A figure says what it is, what it rests on and where answers show it`() throws {
    let figures = try Self.audit().figures
    let value = try #require(figures.first { $0.pointer == "/endpoints/0/values/0" && $0.file == "trials/example-1.json" })
    #expect(value.kind == .result)
    #expect(value.certainty == .confirmed)
    #expect(value.value == Text(en: "7.80 (6.9–8.5) months", ru: "7,80 (6,9–8,5) мес"))
    #expect(value.subject.en == "EXAMPLE-1, PFS, all, final, Combination")
    #expect(value.sources == ["smith2020"])
    #expect(value.use == .regimens(["zeta-epsi"]))
    let comparison = try #require(figures.first { $0.pointer == "/endpoints/0/comparison" })
    #expect(comparison.value.en == "HR 0.45 (0.38–0.54), p <0.0001")
    let range = try #require(figures.first { $0.pointer == "/endpoints/1/values/0" })
    #expect(range.value.en == "41–52%")
    #expect(range.certainty == .seedOnly)
    let threshold = try #require(figures.first { $0.file == "definitions/senior.json" })
    #expect(threshold.kind == .threshold)
    #expect(threshold.value.en == "≥ 60 years")
    #expect(threshold.use == .disease("example-disease"))
  }

  @Test func `The cycle is as certain as the least certain dose`() throws {
    let figures = try Self.audit().figures
    let cycles = figures.filter { $0.kind == .cycle }
    #expect(!cycles.isEmpty)
    for cycle in cycles {
      let doses = figures.filter { $0.kind == .dose && $0.file == cycle.file }
      #expect(doses.map(\.certainty).min() == cycle.certainty)
    }
  }

  @Test func `Each number of a trial is a figure`() throws {
    guard let (knowledge, audit) = Self.real else { return }
    for trial in knowledge.trials.entries {
      let wanted = trial.endpoints.reduce(0) { $0 + $1.values.count + ($1.comparison == nil ? 0 : 1) }
      let found = audit.figures.count { $0.kind == .result && $0.file == trial.place.file }
      // A comparison that states neither a ratio nor a p value is none.
      let wordless = trial.endpoints.count { $0.comparison.map { $0.estimate == nil && $0.probability == nil } ?? false }
      #expect(found == wanted - wordless, "\(trial.id)")
    }
  }

  @Test func `No figure of the real knowledge lacks a source, save limits and what is made up`() {
    guard let (_, audit) = Self.real else { return }
    for figure in audit.figures where figure.sources.isEmpty {
      #expect(
        figure.kind == .limit || figure.kind == .distribution || figure.file.hasPrefix("cohorts/"),
        "\(figure.file):\(figure.pointer)")
    }
  }

  @Test(arguments: ArithmeticCheck.allCases)
  func `The real knowledge passes each check, and each finds something to check`(_ check: ArithmeticCheck) throws {
    guard let (_, audit) = Self.real else { return }
    let tally = try #require(audit.tallies[check])
    #expect(tally.made > 0)
    #expect(tally.problems == 0)
  }

  @Test func `There is nothing to say of the figures of the real knowledge`() {
    #expect(Self.real?.audit.diagnostics.map(\.description) ?? [] == [])
  }
}
