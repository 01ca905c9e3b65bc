import Clinical
import Decision
import Foundation
import JSON
import Knowledge
import KnowledgeTests
import Testing

@testable import Service

@Suite struct SynthesisTests {
  private static let diseases = ["breast-cancer", "multiple-myeloma"]

  private static func lines(
    _ numbers: ClosedRange<Int>, seed: UInt64, of disease: String? = nil,
    _ knowledge: KnowledgeBase = RealKnowledge.engine.knowledge
  ) throws -> [[UInt8]] {
    var cases = try SynthesizedCases(of: disease.map { DiseaseID($0) }, seed: seed, knowledge: knowledge)
    return numbers.map { number in
      var line: [UInt8] = []
      cases.append(number, to: &line)
      return line
    }
  }

  /// Many cases of the sample's cohort.
  private static let sample = Result {
    try lines(1...5000, seed: 3, of: "example-disease", try SampleService.engine.get().knowledge).map {
      try JSONDocument.parse($0).root
    }
  }

  @Test(arguments: diseases)
  func `Every case is accepted, and hardly any comes twice`(disease: String) throws {
    let lines = try Self.lines(1...2000, seed: 1, of: disease)
    let reader = RealKnowledge.reader
    for (number, line) in lines.enumerated() {
      #expect(line.last == UInt8(ascii: "\n") && line.dropLast().allSatisfy { $0 != UInt8(ascii: "\n") })
      if case .failure(let errors) = reader.read(try JSONDocument.parse(line).root) {
        Issue.record("case \(number + 1): \(errors.diagnostics.map(\.description))")
      }
    }
    #expect(Set(lines).count >= 1999)
  }

  @Test func `A case is written without white space and as it is read`() throws {
    for line in try Self.lines(1...200, seed: 9) {
      var writer = JSONWriter()
      writer.value(try JSONDocument.parse(line).root)
      #expect(writer.bytes + [UInt8(ascii: "\n")] == line)
    }
  }

  @Test func `The same seed gives the same cases, another one others`() throws {
    let lines = try Self.lines(1...300, seed: 5)
    #expect(try Self.lines(1...300, seed: 5) == lines)
    #expect(Set(try Self.lines(1...300, seed: 6)).isDisjoint(with: lines))
  }

  @Test func `A case does not depend on how many come before it`() throws {
    let lines = try Self.lines(1...300, seed: 5)
    #expect(try Self.lines(1...100, seed: 5) == Array(lines.prefix(100)))
    #expect(try Self.lines(201...300, seed: 5) == Array(lines.suffix(100)))
  }

  @Test func `Diseases come in turn`() throws {
    let found = try Self.lines(1...4, seed: 2).map { try JSONDocument.parse($0).root["disease"]?.string }
    #expect(found == ["breast-cancer", "multiple-myeloma", "breast-cancer", "multiple-myeloma"])
    let knowledge = try SampleService.engine.get().knowledge
    #expect(throws: SynthesizedCases.MissingCohort.self) {
      _ = try SynthesizedCases(of: DiseaseID("other-disease"), seed: 1, knowledge: knowledge)
    }
  }

  /// These bytes are the same on every machine; they change with the sample and the generator only.
  @Test func `The cases of a seed are known`() throws {
    let file = try #require(Bundle.module.url(forResource: "Data/Synthesis/example-disease", withExtension: "ndjson"))
    let lines = try Self.lines(1...2, seed: 1, of: "example-disease", try SampleService.engine.get().knowledge)
    #expect(lines.flatMap { $0 } == Array(try Data(contentsOf: file)))
  }

  // Frequencies.

  /// A share of the cases that are asked about.
  struct Frequency: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let expected: Double
    let among: @Sendable (JSONValue) -> Bool
    let holds: @Sendable (JSONValue) -> Bool

    init(
      _ name: String, _ expected: Double, among: @escaping @Sendable (JSONValue) -> Bool = { _ in true },
      _ holds: @escaping @Sendable (JSONValue) -> Bool
    ) {
      (testDescription, self.expected, self.among, self.holds) = (name, expected, among, holds)
    }

    /// Four standard errors and no more.
    func check(_ cases: [JSONValue]) {
      let asked = cases.filter(among)
      let share = Double(asked.count(where: holds)) / Double(asked.count)
      let error = (expected * (1 - expected) / Double(asked.count)).squareRoot()
      #expect(asked.count >= 200)
      #expect(abs(share - expected) <= 4 * error, "\(share) of \(asked.count)")
    }
  }

  @Test(arguments: [
    Frequency("sex", 0.75) { $0.finding("sex")?.string == "female" },
    Frequency("the middle of quantiles", 0.5) { $0.number("age") < 60 },
    Frequency("a quarter of quantiles", 0.25) { $0.number("age") < 45 },
    Frequency("left out", 0, among: { $0.finding("sex")?.string == "male" }) { $0.finding("pregnant") != nil },
    Frequency("otherwise drawn", 0.1, among: { $0.finding("sex")?.string == "female" }) {
      $0.finding("pregnant")?.boolean == true
    },
    Frequency("sets", 0.6) { $0.finding("metastases")?.count == 1 },
    Frequency("on a condition", 0.5, among: { $0.finding("metastases")?.count == 2 }) {
      $0.finding("visceralCrisis")?.boolean == true
    },
    Frequency("on no condition", 0, among: { $0.finding("metastases")?.count == 1 }) {
      $0.finding("visceralCrisis")?.boolean == true
    },
    Frequency("a list unknown", 0.2) { $0["comorbidities"] == nil },
    Frequency("a comorbidity", 0.3, among: { $0["comorbidities"] != nil }) {
      $0.has("comorbidities", "insulin-treated-diabetes")
    },
    Frequency(
      "another on the first", 0.125,
      among: { $0["comorbidities"] != nil && !$0.has("comorbidities", "insulin-treated-diabetes") }
    ) { $0.has("comorbidities", "diabetes") },
    Frequency("a wider comorbidity", 1, among: { $0.has("comorbidities", "insulin-treated-diabetes") }) {
      $0.has("medications", "ace-inhibitor")
    },
    Frequency("findings unknown together", 0.25) { $0.finding("GENE1") == nil && $0.finding("cumulativeDose") == nil },
    Frequency("findings known together", 0.75) { $0.finding("GENE1") != nil && $0.finding("cumulativeDose") != nil },
    Frequency("a course on a condition", 1, among: { $0.number("age") < 45 }) { $0["priorTherapies"]?.count == 1 },
    Frequency("a course", 0.25, among: { $0.number("age") >= 45 }) { $0["priorTherapies"]?.count == 3 },
    Frequency("no therapy", 0.25, among: { $0.number("age") >= 45 }) { $0["priorTherapies"]?.count == 0 },
    Frequency("an option", 0.5, among: { $0.first != nil }) { $0.first?["regimen"]?.string == "beta-alpha" },
    Frequency("an outcome", 0.5, among: { $0.first != nil }) { $0.first?["outcome"]?.string == "progressed-after-therapy" },
    Frequency("a response unknown", 0.5, among: { $0.first?["daysToProgression"] != nil }) { $0.first?["bestResponse"] == nil },
    Frequency("days", 0.6, among: { $0.first?["daysToProgression"] != nil }) {
      ($0.first?["daysToProgression"]?.number?.integer ?? 0) < 60
    },
    Frequency(
      "a finding on the history", 1,
      among: { $0.finding("GENE1") != nil && $0.first?["outcome"]?.string == "progressed-on-therapy" }
    ) {
      $0.finding("GENE1")?.string == "mutated"
    },
  ])
  func `What was stated comes about as often as stated`(_ frequency: Frequency) throws {
    frequency.check(try Self.sample.get())
  }

  @Test(arguments: [
    Frequency("PIK3CA", 0.335, among: { $0.finding("PIK3CA") != nil }) { $0.finding("PIK3CA")?.string == "mutated" },
    Frequency(
      "ESR1 after a CDK4/6 inhibitor with an aromatase inhibitor", 0.478,
      among: { body in body.finding("ESR1") != nil && body.hasTherapy { ($0["regimen"]?.string ?? "").hasSuffix("clib-ai") } }
    ) { $0.finding("ESR1")?.string == "mutated" },
    Frequency("men", 0.55, among: { $0["disease"]?.string == "multiple-myeloma" && $0.finding("sex") != nil }) {
      $0.finding("sex")?.string == "male"
    },
    Frequency("del(17p)", 0.13, among: { $0.finding("del17p") != nil }) { $0.finding("del17p")?.string == "detected" },
  ])
  func `So do the figures of the cohorts that are served`(_ frequency: Frequency) throws {
    frequency.check(try Self.lines(1...3000, seed: 11).map { try JSONDocument.parse($0).root })
  }

  // What the cases are for.

  @Test func `Myeloma cases have every kind of refractoriness`() throws {
    let labels = try Self.recommendations("multiple-myeloma").map { $0.refractoriness?.level.value?.id ?? "unknown" }
    for label in ["none", "single-class", "double", "triple", "tetra", "penta", "unknown"] {
      #expect(labels.contains(label), "\(label)")
    }
  }

  @Test(arguments: diseases)
  func `Cases lead to every verdict and to many first choices`(disease: String) throws {
    let recommendations = try Self.recommendations(disease)
    for verdict in Verdict.allCases {
      #expect(recommendations.contains { $0.options.contains { $0.verdict == verdict } }, "\(verdict)")
    }
    #expect(Set(recommendations.compactMap { $0.options.first { $0.verdict == .recommended }?.regimen.id }).count >= 5)
  }

  private static func recommendations(_ disease: String) throws -> [Recommendation] {
    let reader = RealKnowledge.reader
    return try lines(1...600, seed: 4, of: disease).compactMap { line in
      let request = try reader.read(try JSONDocument.parse(line).root).get()
      return RealKnowledge.engine.recommend(request.patient, context: request.context)
    }
  }

  // What is drawn wrongly.

  @Test func `A cohort that draws what cannot be is told by a check`() throws {
    let patch = SampleKnowledge.Patch(
      file: "cohorts/example-disease.json", replace: #""finding": { "id": "sex", "is": "male" } }, "leftOut": true"#,
      with: #""finding": { "id": "age", "lessThan": { "value": 31, "unit": "a" } } }, "leftOut": true"#)
    let knowledge = try SampleKnowledge.knowledge([patch])
    let runner = WorkedCaseRunner(engine: DecisionEngine(knowledge: knowledge), today: SampleService.today)
    let messages = knowledge.cohorts.entries.flatMap { runner.failures(of: $0) }.map(\.message)
    #expect(messages.count == 1)
    #expect(messages.allSatisfy { $0.hasSuffix("that it draws is not valid: /findings/pregnant: a man cannot be pregnant") })
  }
}

extension JSONValue {
  fileprivate func finding(_ id: String) -> JSONValue? { self["findings"]?[id] }

  fileprivate func number(_ id: String) -> Int { finding(id)?.number?.integer ?? -1 }

  fileprivate func has(_ list: String, _ id: String) -> Bool { self[list]?.elementList.contains { $0.string == id } ?? false }

  fileprivate func hasTherapy(_ isWanted: (JSONValue) -> Bool) -> Bool {
    self["priorTherapies"]?.elementList.contains(where: isWanted) ?? false
  }

  /// The therapy of the sample's step `first`.
  fileprivate var first: JSONValue? {
    self["priorTherapies"]?.elementList.first { $0["line"]?.number?.integer == 1 }
  }
}
