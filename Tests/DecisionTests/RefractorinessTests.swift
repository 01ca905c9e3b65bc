import Clinical
import Knowledge
import KnowledgeTests
import Testing

@testable import Decision

@Suite struct RefractorinessTests {
  /// One record of deltarubicin (with epsimestane) and what it shows of deltarubicin.
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let expected: Truth
    let change: @Sendable (inout PriorTherapy) -> Void

    init(_ name: String, _ expected: Truth, _ change: @escaping @Sendable (inout PriorTherapy) -> Void) {
      self.name = name
      self.expected = expected
      self.change = change
    }

    var testDescription: String { name }
  }

  static let delta = DrugID("deltarubicin")

  static let outcomes = [
    Row("nothing is stated", .unknown) { _ in },
    Row("progression on therapy", .holds) { $0.outcome = .progressedOnTherapy },
    Row("progression on therapy after a response", .holds) { ($0.outcome, $0.bestResponse) = (.progressedOnTherapy, .CR) },
    Row("day 60", .holds) { ($0.outcome, $0.bestResponse, $0.daysToProgression) = (.progressedAfterTherapy, .PR, 60) },
    Row("day 61", .fails) { ($0.outcome, $0.bestResponse, $0.daysToProgression) = (.progressedAfterTherapy, .PR, 61) },
    Row("day 61 without a response", .holds) {
      ($0.outcome, $0.bestResponse, $0.daysToProgression) = (.progressedAfterTherapy, .SD, 61)
    },
    Row("day 61, response not stated", .unknown) { ($0.outcome, $0.daysToProgression) = (.progressedAfterTherapy, 61) },
    Row("unknown day", .unknown) { ($0.outcome, $0.bestResponse) = (.progressedAfterTherapy, .PR) },
    Row("completed with a minimal response", .fails) { ($0.outcome, $0.bestResponse) = (.completed, .MR) },
    Row("completed with stable disease", .holds) { ($0.outcome, $0.bestResponse) = (.completed, .SD) },
    Row("completed, response not stated", .unknown) { $0.outcome = .completed },
    Row("ongoing with a response", .fails) { ($0.outcome, $0.bestResponse) = (.ongoing, .MR) },
    Row("ongoing, response not stated", .unknown) { $0.outcome = .ongoing },
    Row("stopped for toxicity with a response", .fails) { ($0.outcome, $0.bestResponse) = (.stoppedToxicity, .PR) },
    Row("stopped for toxicity with stable disease, duration not stated", .unknown) {
      ($0.outcome, $0.bestResponse) = (.stoppedToxicity, .SD)
    },
    Row("stopped for toxicity within a month with stable disease", .unknown) {
      ($0.outcome, $0.bestResponse) = (.stoppedToxicity, .SD)
      $0.durationMonths = Bounds(exactly: Magnitude(significand: 9, scale: 1))
    },
    Row("stopped for toxicity after a month with stable disease", .holds) {
      ($0.outcome, $0.bestResponse, $0.durationMonths) = (.stoppedToxicity, .SD, Bounds(exactly: Magnitude(1)))
    },
    Row("stopped for toxicity with progressive disease", .holds) { ($0.outcome, $0.bestResponse) = (.stoppedToxicity, .PD) },
    Row("progressive disease, outcome not stated", .holds) { $0.bestResponse = .PD },
    Row("a response, outcome not stated", .unknown) { $0.bestResponse = .VGPR },
  ]

  static let dates = [
    Row("60 days between dates", .holds) { $0.after("2025-01-10", "2025-03-11") },
    Row("61 days between dates", .fails) { $0.after("2025-01-10", "2025-03-12") },
    Row("months that both lie inside the window", .holds) { $0.after("2025-01-10", "2025-02") },
    Row("months that straddle the window", .unknown) { $0.after("2025-01-10", "2025-03") },
    Row("months that both lie outside the window", .fails) { $0.after("2025-01", "2025-05") },
    Row("the drug ended 14 months before progression", .fails) {
      ($0.outcome, $0.bestResponse) = (.progressedOnTherapy, .VGPR)
      $0.daysToProgressionByDrug = [delta: 425]
    },
    Row("the drug ended 60 days before progression on the rest", .holds) {
      ($0.outcome, $0.bestResponse) = (.progressedOnTherapy, .VGPR)
      ($0.progressed, $0.endedByDrug) = (CalendarDate("2025-03-11"), [delta: date("2025-01-10")])
    },
    Row("the drug ended 61 days before progression on the rest", .fails) {
      ($0.outcome, $0.bestResponse) = (.progressedOnTherapy, .VGPR)
      ($0.progressed, $0.endedByDrug) = (CalendarDate("2025-03-12"), [delta: date("2025-01-10")])
    },
    Row("the drug ended earlier, progression not dated", .unknown) {
      ($0.outcome, $0.bestResponse, $0.endedByDrug) = (.progressedOnTherapy, .VGPR, [delta: date("2025-01-10")])
    },
    Row("the drug ended with the therapy, progression not dated", .holds) {
      ($0.outcome, $0.bestResponse, $0.endedByDrug) = (.progressedOnTherapy, .VGPR, [delta: date("2025-01-10")])
      $0.ended = CalendarDate("2025-01-10")
    },
    Row("the drug ended before the therapy, days count from the end of the therapy", .fails) {
      $0.after("2025-03-10", "2025-04-09")
      $0.endedByDrug = [delta: date("2025-01-10")]
    },
  ]

  static func date(_ text: String) -> CalendarDate {
    guard let date = CalendarDate(text) else { preconditionFailure("a date of the test") }
    return date
  }

  @Test(arguments: outcomes + dates)
  func `A record shows refractoriness, its absence, or neither`(row: Row) throws {
    let bench = try Bench.other()
    var therapy = PriorTherapy(
      setting: SettingID("relapse"), drugs: [Self.delta, DrugID("epsimestane")], provenance: .pointer("/priorTherapies/0"))
    row.change(&therapy)
    #expect(try bench.status(of: "deltarubicin", after: [therapy]) == row.expected)
  }

  @Test func `Refractory once is refractory ever after`() throws {
    let bench = try Bench.other()
    let therapies: [PriorTherapy] = [.failed("deltarubicin", at: 0), .completed("deltarubicin", at: 1)]
    #expect(try bench.status(of: "deltarubicin", after: therapies) == .holds)
  }

  @Test func `A drug that may have been given may have failed`() throws {
    let bench = try Bench.other()
    var therapy = PriorTherapy.failed("etamib", at: 0)
    therapy.uncertainDrugs = [[Self.delta, DrugID("gammataxel")]]
    #expect(try bench.status(of: "deltarubicin", after: [therapy]) == .unknown)
  }

  struct Level: CustomTestStringConvertible, Sendable {
    let therapies: [PriorTherapy]?
    let label: String?
    let possible: [String]
    let both: Truth
    let latest: Truth

    var testDescription: String { therapies.map { "\($0.map(\.drugs)) → \(label ?? "?")" } ?? "no history" }
  }

  @Test(arguments: [
    Level(therapies: [], label: "none", possible: [], both: .fails, latest: .fails),
    Level(therapies: nil, label: nil, possible: ["double", "single", "none"], both: .unknown, latest: .unknown),
    Level(therapies: [.failed("deltarubicin", at: 0)], label: "single", possible: [], both: .fails, latest: .holds),
    Level(
      therapies: [.failed("deltarubicin", at: 0), .completed("gammataxel", at: 1)], label: "single", possible: [], both: .fails,
      latest: .fails),
    Level(
      therapies: [.failed("deltarubicin", at: 0), .failed("gammataxel", at: 1)], label: "single", possible: [], both: .fails,
      latest: .holds),
    Level(
      therapies: [.failed("deltarubicin", at: 0), .failed("alphazole", at: 1)], label: "double", possible: [], both: .holds,
      latest: .holds),
    Level(
      therapies: [.failed("deltarubicin", at: 0), .open("alphazole", at: 1)], label: nil, possible: ["double", "single"],
      both: .unknown, latest: .unknown),
    Level(therapies: [.open("alphazole", at: 0)], label: nil, possible: ["single", "none"], both: .fails, latest: .unknown),
  ])
  func `A level is the first case that holds, and unknown while an earlier one is`(row: Level) throws {
    let assessment = try Bench.other().refractoriness(after: row.therapies)
    #expect(assessment.level.value?.id == row.label)
    #expect(assessment.level.possible.map(\.id) == row.possible)
    #expect(assessment.tripleClass == row.both)
    #expect(assessment.definitions.map(\.truth).last == row.latest)
  }

  struct Choice: CustomTestStringConvertible, Sendable {
    let name: String
    let therapies: [PriorTherapy]
    let marker: Bool?
    let verdicts: [String: Verdict]

    var testDescription: String { name }
  }

  @Test(arguments: [
    Choice(
      name: "nothing has failed: the later step does not apply", therapies: [], marker: true,
      verdicts: [
        "other-regimen": .recommended, "other-choice": .notRecommended, "other-again": .alternative,
        "other-procedure": .alternative,
      ]),
    Choice(
      name: "an unknown marker does not open the step for the unfit", therapies: [], marker: nil,
      verdicts: ["other-regimen": .recommended, "other-choice": .notRecommended]),
    Choice(
      name: "the marker opens it", therapies: [], marker: false,
      verdicts: ["other-regimen": .notRecommended, "other-choice": .recommended]),
    Choice(
      name: "nothing of the first step stands: the next applies", therapies: [.failed("etamib", at: 0)], marker: true,
      verdicts: ["other-regimen": .notRecommended, "other-choice": .recommended]),
    Choice(
      name: "one of two choices has failed: the other is left", therapies: [.failed("deltarubicin", at: 0)], marker: false,
      verdicts: ["other-choice": .recommended, "other-again": .alternative]),
    Choice(
      name: "both choices have failed", therapies: [.failed("deltarubicin", at: 0), .failed("gammataxel", at: 1)], marker: false,
      verdicts: ["other-choice": .notRecommended, "other-again": .alternative]),
    Choice(
      name: "a failed drug excludes", therapies: [.failed("etamib", at: 0)], marker: true,
      verdicts: ["other-regimen": .notRecommended]),
    Choice(
      name: "whether a drug has failed is not known", therapies: [.open("etamib", at: 0)], marker: true,
      verdicts: ["other-regimen": .conditional, "other-choice": .conditional]),
  ])
  func `Steps and criteria follow the drugs that failed`(row: Choice) throws {
    var draft = Draft(disease: "other-disease").number("age", 63)
    if let marker = row.marker { draft = draft.flag("otherMarker", marker) }
    let recommendation = try #require(try Bench.other().recommend(draft.therapies(row.therapies)))
    for (regimen, verdict) in row.verdicts {
      #expect(recommendation.option(regimen)?.verdict == verdict, "\(regimen)")
    }
  }

  @Test func `What is taken for granted is to be verified`() throws {
    let draft = Draft(disease: "other-disease").number("age", 63).flag("otherMarker", true).therapies([.failed("etamib", at: 0)])
    let option = try #require(try Bench.other().recommend(draft)?.option("other-choice"))
    #expect(option.verify.contains(.finding(FindingID("platelets"))))
  }

  @Test func `An option inherits what is said of the classes of its drugs`() throws {
    let draft = Draft(disease: "other-disease").number("age", 63).flag("otherMarker", false)
      .therapies([.failed("gammataxel", at: 0)])
    let recommendation = try #require(try Bench.other().recommend(draft))
    let option = try #require(recommendation.option("other-choice"))
    #expect(option.criterion("blood-counts")?.result == .unknown)
    #expect(option.cautions.map(\.caution.id) == ["second-agent"])
    #expect(recommendation.option("other-regimen")?.criterion("blood-counts") == nil)
  }

  @Test func `A criterion that replaces another stands instead of it`() throws {
    let draft = Draft(disease: "other-disease").number("age", 63).therapies([.failed("deltarubicin", at: 0)])
    let option = try #require(try Bench.other().recommend(draft)?.option("other-again"))
    #expect(option.criterion("no-failed-drug") == nil)
    #expect(option.criterion("again")?.result == .met)
  }

  @Test func `What would settle a drug is asked at its record`() throws {
    var therapy = PriorTherapy.open("deltarubicin", at: 0)
    (therapy.outcome, therapy.bestResponse) = (.progressedAfterTherapy, .PR)
    let assessment = try Bench.other().refractoriness(after: [therapy])
    #expect(assessment.drugs.flatMap(\.leaf.gaps).map(\.name) == ["/priorTherapies/0/daysToProgression"])
  }
}

extension PriorTherapy {
  fileprivate static func of(_ drug: String, at index: Int) -> PriorTherapy {
    var therapy = PriorTherapy(
      setting: SettingID("relapse"), drugs: [DrugID(drug)], provenance: .pointer("/priorTherapies/\(index)"))
    therapy.line = index + 1
    return therapy
  }

  fileprivate static func failed(_ drug: String, at index: Int) -> PriorTherapy {
    var therapy = of(drug, at: index)
    therapy.outcome = .progressedOnTherapy
    return therapy
  }

  fileprivate static func completed(_ drug: String, at index: Int) -> PriorTherapy {
    var therapy = of(drug, at: index)
    (therapy.outcome, therapy.bestResponse) = (.completed, .PR)
    return therapy
  }

  /// Of which nothing is known but that it was given.
  fileprivate static func open(_ drug: String, at index: Int) -> PriorTherapy {
    of(drug, at: index)
  }

  fileprivate mutating func after(_ end: String, _ progression: String) {
    (outcome, bestResponse) = (.progressedAfterTherapy, .PR)
    (ended, progressed) = (CalendarDate(end), CalendarDate(progression))
  }
}

extension Bench {
  /// The sample's disease that has a rule of refractoriness.
  fileprivate static func other() throws -> Bench {
    try Bench(SampleKnowledge.knowledge(), disease: DiseaseID("other-disease"))
  }

  fileprivate func refractoriness(after therapies: [PriorTherapy]?) throws -> Recommendation.RefractorinessAssessment {
    let draft = Draft(disease: "other-disease").therapies(therapies)
    return try #require(recommend(draft)?.refractoriness)
  }

  fileprivate func status(of drug: String, after therapies: [PriorTherapy]) throws -> Truth {
    try #require(refractoriness(after: therapies).drugs.first { $0.drug.id == DrugID(drug) }).truth
  }
}
