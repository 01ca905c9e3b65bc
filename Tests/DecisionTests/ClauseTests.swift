import Clinical
import Decision
import Knowledge
import KnowledgeTests
import Testing

@Suite struct ClauseTests {
  /// A condition as knowledge writes it, and a case for each of its truths.
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let condition: String
    let cases: [(truth: Truth, draft: Draft)]

    init(_ name: String, _ condition: String, holds: [Draft] = [], fails: [Draft] = [], unknown: [Draft] = []) {
      self.name = name
      self.condition = condition
      cases = holds.map { (.holds, $0) } + fails.map { (.fails, $0) } + unknown.map { (.unknown, $0) }
    }

    var testDescription: String { name }
  }

  private static let nothing = Draft()

  private static let findings = [
    Row(
      "flag", #"{"finding":{"id":"visceralCrisis","is":true}}"#, holds: [nothing.flag("visceralCrisis", true)],
      fails: [nothing.flag("visceralCrisis", false)], unknown: [nothing]),
    Row(
      "flag that must be false", #"{"finding":{"id":"visceralCrisis","is":false}}"#,
      holds: [nothing.flag("visceralCrisis", false)], fails: [nothing.flag("visceralCrisis", true)], unknown: [nothing]),
    Row(
      "code", #"{"finding":{"id":"er","is":"positive"}}"#, holds: [nothing.code("er", "positive")],
      fails: [nothing.code("er", "negative")], unknown: [nothing]),
    Row(
      "precise code, stated imprecisely", #"{"finding":{"id":"her2","is":"low"}}"#, holds: [nothing.code("her2", "low")],
      fails: [nothing.code("her2", "zero"), nothing.code("her2", "positive")],
      unknown: [nothing.code("her2", "negative"), nothing]
    ),
    Row(
      "imprecise code with its parts", #"{"finding":{"id":"her2","isAnyOf":["negative","zero","low"]}}"#,
      holds: [nothing.code("her2", "negative"), nothing.code("her2", "zero"), nothing.code("her2", "low")],
      fails: [nothing.code("her2", "positive")], unknown: [nothing]),
    Row(
      "code of several", #"{"finding":{"id":"her2","isAnyOf":["positive","low"]}}"#, holds: [nothing.code("her2", "positive")],
      fails: [nothing.code("her2", "zero")], unknown: [nothing.code("her2", "negative")]),
    Row(
      "set", #"{"finding":{"id":"metastases","includes":"cns"}}"#,
      holds: [nothing.codes("metastases", ["bone", "cns"]), nothing.codes("metastases", ["cns"], isComplete: false)],
      fails: [nothing.codes("metastases", ["bone"]), nothing.codes("metastases", [])],
      unknown: [nothing, nothing.codes("metastases", ["bone"], isComplete: false)]),
    Row(
      "set, one of several", #"{"finding":{"id":"metastases","includesAnyOf":["cns","liver"]}}"#,
      holds: [nothing.codes("metastases", ["liver"])], fails: [nothing.codes("metastases", ["bone"])], unknown: [nothing]),
    Row(
      "at least", #"{"finding":{"id":"platelets","atLeast":{"value":75,"unit":"10*9/L"}}}"#,
      holds: [nothing.number("platelets", 75), nothing.range("platelets", 75...90)],
      fails: [nothing.number("platelets", 74), nothing.range("platelets", 50...74)],
      unknown: [nothing, nothing.range("platelets", 74...75)]),
    Row(
      "more than", #"{"finding":{"id":"platelets","moreThan":{"value":75,"unit":"10*9/L"}}}"#,
      holds: [nothing.number("platelets", 76)], fails: [nothing.number("platelets", 75)],
      unknown: [nothing.range("platelets", 75...76)]),
    Row(
      "at most", #"{"finding":{"id":"ecog","atMost":{"value":2}}}"#, holds: [nothing.number("ecog", 2)],
      fails: [nothing.number("ecog", 3)], unknown: [nothing, nothing.range("ecog", 2...3)]),
    Row(
      "less than", #"{"finding":{"id":"ecog","lessThan":{"value":2}}}"#, holds: [nothing.number("ecog", 1)],
      fails: [nothing.number("ecog", 2)], unknown: [nothing]),
    Row(
      "between", #"{"finding":{"id":"ecog","moreThan":{"value":0},"lessThan":{"value":3}}}"#,
      holds: [nothing.number("ecog", 1), nothing.range("ecog", 1...2)],
      fails: [nothing.number("ecog", 0), nothing.number("ecog", 3)],
      unknown: [nothing.range("ecog", 2...3)]),
  ]

  private static let lists = [
    Row(
      "comorbidity", #"{"comorbidity":{"anyOf":["heart-failure"]}}"#, holds: [nothing.comorbidities("diabetes", "heart-failure")],
      fails: [nothing.comorbidities("diabetes"), nothing.comorbidities()], unknown: [nothing]),
    Row(
      "comorbidity of a list that is not complete", #"{"comorbidity":{"anyOf":["heart-failure"]}}"#,
      holds: [nothing.comorbidities("heart-failure", isComplete: false)], fails: [],
      unknown: [nothing.comorbidities("diabetes", isComplete: false)]),
    Row(
      "wider comorbidity", #"{"comorbidity":{"anyOf":["diabetes"]}}"#,
      holds: [nothing.comorbidities("insulin-treated-diabetes"), nothing.comorbidities("type-2-diabetes")],
      fails: [nothing.comorbidities("heart-failure")], unknown: [nothing]),
    Row(
      "narrower comorbidity", #"{"comorbidity":{"anyOf":["type-2-diabetes"]}}"#,
      holds: [nothing.comorbidities("insulin-treated-diabetes")], fails: [nothing.comorbidities("diabetes")], unknown: [nothing]),
    Row(
      "medication", #"{"medication":{"anyOf":["ace-inhibitor"]}}"#, holds: [nothing.medications("enalapril")],
      fails: [nothing.medications("statin")], unknown: [nothing.comorbidities()]),
    Row(
      "jurisdiction", #"{"jurisdiction":{"is":"EU"}}"#, holds: [nothing.asking("EU")], fails: [nothing, nothing.asking("RU")]),
  ]

  private static let therapies = [
    Row(
      "any therapy", #"{"therapy":{}}"#, holds: [nothing.therapy("etamib")], fails: [nothing.noTherapies()], unknown: [nothing]),
    Row(
      "therapy with a drug", #"{"therapy":{"drugAnyOf":["betaciclib","etamib"]}}"#,
      holds: [nothing.therapy("alphazole").therapy("etamib", "alphazole"), nothing.therapy(either: [["etamib", "betaciclib"]])],
      fails: [nothing.therapy("alphazole"), nothing.noTherapies(), nothing.therapy(either: [["alphazole", "gammataxel"]])],
      unknown: [nothing, nothing.therapy("alphazole", either: [["etamib", "gammataxel"]])]),
    Row(
      "therapy with a drug of a wider class", #"{"therapy":{"classAnyOf":["endocrine"]}}"#,
      holds: [nothing.therapy("epsimestane")], fails: [nothing.therapy("zetalimus")],
      unknown: [nothing.therapy(either: [["epsimestane", "etamib"]])]),
    Row(
      "therapy with a drug or a class", #"{"therapy":{"drugAnyOf":["etamib"],"classAnyOf":["taxane"]}}"#,
      holds: [nothing.therapy("gammataxel"), nothing.therapy("etamib")], fails: [nothing.therapy("deltarubicin")],
      unknown: [nothing]),
    Row(
      "therapy of a setting", #"{"therapy":{"setting":["adjuvant"]}}"#, holds: [nothing.therapy("etamib", setting: "adjuvant")],
      fails: [nothing.therapy("etamib")], unknown: [nothing]),
    Row(
      "therapy with an outcome",
      #"{"therapy":{"drugAnyOf":["etamib"],"outcome":["progressed-on-therapy","progressed-after-therapy"]}}"#,
      holds: [nothing.therapy("etamib", outcome: .progressedAfterTherapy)],
      fails: [nothing.therapy("etamib", outcome: .completed), nothing.therapy("alphazole")], unknown: [nothing.therapy("etamib")]),
    Row(
      "therapy of a duration", #"{"therapy":{"durationMonths":{"atLeast":{"value":6},"lessThan":{"value":12}}}}"#,
      holds: [nothing.therapy("etamib", months: 6)], fails: [nothing.therapy("etamib", months: 12)],
      unknown: [nothing.therapy("etamib")]),
    Row(
      "one therapy must satisfy all", #"{"therapy":{"drugAnyOf":["etamib"],"setting":["metastatic"],"outcome":["completed"]}}"#,
      holds: [nothing.therapy("etamib", outcome: .completed)],
      fails: [
        nothing.therapy("etamib", setting: "adjuvant", outcome: .completed).therapy("etamib", outcome: .ongoing)
          .therapy("alphazole", outcome: .completed)
      ], unknown: [nothing.therapy("etamib", setting: "adjuvant").therapy("etamib")]),
  ]

  private static let lines = [
    Row(
      "lines", #"{"line":{"setting":["metastatic"],"atLeast":{"value":2}}}"#,
      holds: [nothing.therapy("etamib", line: 1).therapy("zetalimus", line: 2), nothing.therapy("etamib").therapy("etamib")],
      fails: [
        nothing.noTherapies(), nothing.therapy("etamib", line: 1).therapy("zetalimus", line: 1),
        nothing.therapy("etamib", line: 1).therapy("zetalimus", setting: "adjuvant"),
      ], unknown: [nothing]),
    Row(
      "few lines", #"{"line":{"setting":["metastatic","maintenance"],"atMost":{"value":1}}}"#,
      holds: [nothing.noTherapies(), nothing.therapy("etamib", line: 1).therapy("zetalimus", setting: "maintenance", line: 1)],
      fails: [nothing.therapy("etamib", line: 1).therapy("zetalimus", setting: "maintenance", line: 2)], unknown: [nothing]),
    Row(
      "lines with a class", #"{"line":{"setting":["metastatic"],"classAnyOf":["chemotherapy"],"atLeast":{"value":1}}}"#,
      holds: [nothing.therapy("gammataxel")], fails: [nothing.therapy("alphazole")],
      unknown: [nothing, nothing.therapy("alphazole", either: [["gammataxel", "etamib"]])]),
    Row(
      "lines without a class",
      #"{"line":{"setting":["metastatic"],"exceptClassAnyOf":["chemotherapy"],"atLeast":{"value":1}}}"#,
      holds: [nothing.therapy("alphazole")], fails: [nothing.therapy("alphazole", "gammataxel"), nothing.noTherapies()],
      unknown: [nothing.therapy("alphazole", either: [["gammataxel", "etamib"]])]),
    Row(
      "lines with a drug and without a class",
      #"{"line":{"setting":["metastatic"],"drugAnyOf":["etamib"],"exceptClassAnyOf":["taxane"],"lessThan":{"value":1}}}"#,
      holds: [nothing.therapy("etamib", "gammataxel"), nothing.therapy("zetalimus")], fails: [nothing.therapy("etamib")],
      unknown: [nothing.therapy("etamib", either: [["gammataxel", "zetalimus"]])]),
  ]

  private static let crisis = #"{"finding":{"id":"visceralCrisis","is":true}}"#
  private static let receptor = #"{"finding":{"id":"er","is":"positive"}}"#
  private static let old = #"{"ref":"senior"}"#

  private static let combinators = [
    Row(
      "all", #"{"all":[\#(crisis),\#(receptor)]}"#, holds: [nothing.flag("visceralCrisis", true).code("er", "positive")],
      fails: [nothing.code("er", "negative"), nothing.flag("visceralCrisis", false).code("er", "positive")],
      unknown: [nothing, nothing.code("er", "positive")]),
    Row(
      "any", #"{"any":[\#(crisis),\#(receptor)]}"#, holds: [nothing.code("er", "positive")],
      fails: [nothing.flag("visceralCrisis", false).code("er", "negative")], unknown: [nothing, nothing.code("er", "negative")]),
    Row(
      "not", #"{"not":\#(crisis)}"#, holds: [nothing.flag("visceralCrisis", false)],
      fails: [nothing.flag("visceralCrisis", true)], unknown: [nothing]),
    Row(
      "at least two of three", #"{"atLeast":{"count":2,"of":[\#(crisis),\#(receptor),\#(old)]}}"#,
      holds: [nothing.code("er", "positive").number("age", 60)],
      fails: [nothing.code("er", "negative").number("age", 59), nothing.flag("visceralCrisis", false).code("er", "negative")],
      unknown: [nothing, nothing.code("er", "negative"), nothing.code("er", "negative").number("age", 70)]),
    Row(
      "reference", old, holds: [nothing.number("age", 60)], fails: [nothing.number("age", 59)],
      unknown: [nothing, nothing.range("age", 55...65)]),
    Row(
      "undetermined", #"{"undetermined":{"because":{"en":"not studied","ru":"не изучалось"}}}"#,
      unknown: [nothing, Draft.standard]),
    Row(
      "undetermined beside what decides",
      #"{"any":[\#(crisis),{"undetermined":{"because":{"en":"not studied","ru":"не изучалось"}}}]}"#,
      holds: [nothing.flag("visceralCrisis", true)], unknown: [nothing.flag("visceralCrisis", false)]),
  ]

  @Test(arguments: findings + lists + therapies + lines + combinators)
  func `A condition has its truth in each case`(_ row: Row) throws {
    let probe = #"""
      {"$schema":"x","id":"probe","disease":"example-disease","name":{"en":"Probe","ru":"Проба"},"reported":true,
      "condition":\#(row.condition),"sources":[{"id":"smith2020"}]}
      """#
    let bench = try Bench(SampleKnowledge.knowledge([.init(file: "definitions/probe.json", add: probe)]))
    for (truth, draft) in row.cases {
      let facts = try #require(bench.recommend(draft)).derivedFacts
      let found = try #require(facts.first { $0.definition.id.text == "probe" })
      #expect(found.truth == truth, "\(draft)")
      #expect(truth != .unknown || !found.explanation.gaps.isEmpty || row.name.hasPrefix("undetermined"), "\(draft)")
    }
  }

  @Test func `The drugs of the option are its own, save the excepted classes`() throws {
    let bench = try Bench.sample.get()
    let cases: [(Draft, CriterionResult)] = [
      (Draft().therapy("zetalimus"), .notMet), (Draft().therapy("epsimestane"), .met), (Draft().therapy("betaciclib"), .met),
      (Draft(), .unknown), (Draft().therapy(either: [["zetalimus", "etamib"]]), .unknown),
    ]
    for (draft, result) in cases {
      let option = try #require(bench.recommend(draft)?.option("zeta-epsi"))
      #expect(option.criterion("no-repeat")?.result == result)
    }
  }

  @Test func `A notice may speak of what is unknown`() throws {
    let bench = try Bench.sample.get()
    #expect(try #require(bench.recommend(Draft())).notices.map(\.id) == ["always", "receptor-unknown"])
    #expect(try #require(bench.recommend(Draft().code("er", "negative"))).notices.map(\.id) == ["always"])
  }
}
