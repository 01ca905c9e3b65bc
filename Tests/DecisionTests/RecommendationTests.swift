import Clinical
import Knowledge
import KnowledgeTests
import Testing

@testable import Decision

@Suite struct RecommendationTests {
  private let bench: Bench

  init() throws {
    bench = try Bench.sample.get()
  }

  private func recommend(_ draft: Draft, candidates: [String]? = nil) throws -> Recommendation {
    try #require(bench.recommend(draft, candidates: candidates))
  }

  // Order.

  @Test func `Options come by verdict, then place in the pathway, then id`() throws {
    let options = try recommend(.standard).options
    #expect(
      options.map { "\($0.rank) \($0.regimen.id) \($0.verdict.rawValue)" } == [
        "1 zeta-epsi recommended", "2 delta-3w alternative", "3 gamma-weekly alternative", "4 beta-alpha not-recommended",
        "5 eta-alone not-recommended",
      ])
  }

  @Test func `The step that places an option is the first that applies`() throws {
    let crisis = try recommend(Draft.standard.flag("visceralCrisis", true))
    #expect(crisis.option("gamma-weekly")?.step?.id == "urgent")
    #expect(try recommend(.standard).option("gamma-weekly")?.step?.id == "later")
  }

  @Test func `A disease without a pathway has no answer`() {
    let patient = PatientCase(disease: DiseaseID("no-disease"))
    #expect(bench.engine.recommend(patient, context: Bench.context()) == nil)
    #expect(bench.engine.contradictions(in: patient, context: Bench.context()).isEmpty)
  }

  @Test func `The next line comes after the highest number and after as many as were counted`() throws {
    #expect(try recommend(Draft()).nextLine == nil)
    #expect(try recommend(Draft().noTherapies()).nextLine == 1)
    #expect(try recommend(.standard).nextLine == 2)
    #expect(try recommend(Draft().therapy("etamib").therapy("zetalimus")).nextLine == 3)
    #expect(try recommend(Draft().therapy("etamib", line: 1).therapy("zetalimus", line: 1)).nextLine == 2)
    #expect(try recommend(Draft().therapy("etamib", line: 3)).nextLine == 4)
  }

  // Candidates.

  @Test func `Candidates are judged as among all and ranked among themselves`() throws {
    let all = try recommend(.standard)
    let some = try recommend(.standard, candidates: ["eta-alone", "gamma-weekly"])
    #expect(some.options.map(\.regimen.id.text) == ["gamma-weekly", "eta-alone"])
    #expect(some.options.map(\.rank) == [1, 2])
    for option in some.options { #expect(option.verdict == all.option(option.regimen.id.text)?.verdict) }
  }

  @Test func `Missing information speaks of the candidates only`() throws {
    let missing = try recommend(.standard, candidates: ["delta-3w"]).missing
    #expect(!missing.isEmpty)
    #expect(missing.flatMap(\.changes).allSatisfy { $0.regimen.text == "delta-3w" })
  }

  @Test func `A regimen in no step that is asked about is not recommended for that reason`() throws {
    let option = try #require(try recommend(.standard, candidates: ["epsi-alone"]).option("epsi-alone"))
    #expect(option.verdict == .notRecommended)
    #expect(option.criteria.filter(\.isDecisive).map(\.criterion.id) == ["pathway"])
    #expect(option.step == nil)
  }

  // Reasons.

  @Test func `Decisive facts are those that alone fix the result`() throws {
    let recommendation = try recommend(.standard)
    let repeated = try #require(recommendation.option("beta-alpha")?.criterion("not-betaciclib"))
    #expect(repeated.result == .notMet)
    #expect(repeated.isDecisive)
    #expect(repeated.explanation.facts.flatMap(\.provenance.texts) == ["/priorTherapies/1"])
    let receptor = try #require(recommendation.option("beta-alpha")?.criterion("receptor"))
    #expect(!receptor.isDecisive)
    #expect(receptor.explanation.facts.flatMap(\.provenance.texts) == ["/findings/er", "/findings/her2"])
  }

  @Test func `Of a failing all only the failing parts are reasons`() throws {
    let recommendation = try recommend(Draft().code("er", "negative").code("her2", "zero"))
    let receptor = try #require(recommendation.option("eta-alone")?.criterion("receptor"))
    #expect(receptor.explanation.facts.flatMap(\.provenance.texts) == ["/findings/er"])
  }

  @Test func `A listed comorbidity is a reason by its own place, a list without it as a whole`() throws {
    let listed = try recommend(Draft().comorbidities("diabetes", "heart-failure"))
    #expect(listed.option("delta-3w")?.criterion("heart")?.explanation.facts.flatMap(\.provenance.texts) == ["/comorbidities/1"])
    let absent = try recommend(Draft().comorbidities("diabetes"))
    #expect(absent.option("delta-3w")?.criterion("heart")?.explanation.facts.flatMap(\.provenance.texts) == ["/comorbidities"])
  }

  @Test func `Unknown criteria name what they lack`() throws {
    let recommendation = try recommend(Draft().code("er", "positive").therapy("epsimestane"))
    #expect(recommendation.option("eta-alone")?.criterion("receptor")?.explanation.gaps.map(\.name) == ["her2"])
    #expect(recommendation.option("delta-3w")?.criterion("heart")?.explanation.gaps.map(\.name) == ["/comorbidities"])
    let urgent = try #require(recommendation.steps.first { $0.step.id == "urgent" })
    #expect(urgent.truth == .unknown)
    #expect(
      urgent.explanation.gaps.map(\.name) == ["visceralCrisis", "/priorTherapies/0/outcome", "/priorTherapies/0/durationMonths"])
  }

  @Test func `An asked jurisdiction is a reason`() throws {
    let option = try #require(try recommend(Draft.standard.asking("EU")).option("beta-alpha"))
    let criterion = try #require(option.criterion("not-in-eu"))
    #expect(criterion.result == .notMet)
    #expect(criterion.explanation.facts.flatMap(\.provenance.texts) == ["/context/jurisdiction"])
  }

  @Test func `Derived facts are the reported definitions`() throws {
    let facts = try recommend(.standard).derivedFacts
    #expect(facts.map(\.definition.id.text) == ["senior"])
    #expect(facts.map(\.truth) == [.holds])
    #expect(facts.flatMap(\.explanation.facts).flatMap(\.provenance.texts) == ["/findings/age"])
  }

  @Test func `Steps say whether they apply, in the order of the pathway`() throws {
    let steps = try recommend(.standard).steps
    #expect(steps.map(\.step.id) == ["urgent", "mutated", "endocrine", "later"])
    #expect(steps.map(\.truth) == [.fails, .fails, .holds, .holds])
  }

  // What is to be verified, and cautions.

  @Test func `What is not essential and unknown is to be verified`() throws {
    let recommendation = try recommend(.standard)
    #expect(recommendation.option("zeta-epsi")?.verify.map(\.name) == ["ecog"])
    #expect(recommendation.option("delta-3w")?.verify.map(\.name) == ["cumulativeDose"])
    #expect(recommendation.option("beta-alpha")?.verify.isEmpty == true)
  }

  @Test func `What an unknown caution lacks is to be verified`() throws {
    #expect(try recommend(.standard).option("zeta-epsi")?.cautions.map(\.caution.id) == ["stomatitis", "hyperglycaemia"])
    let option = try #require(try recommend(.withoutLists).option("zeta-epsi"))
    #expect(option.cautions.map(\.caution.id) == ["stomatitis"])
    #expect(option.verify.map(\.name) == ["ecog", "metastases", "/comorbidities", "/medications"])
  }

  @Test func `Essential gaps are not to be verified but to be known`() throws {
    let option = try #require(try recommend(Draft().code("er", "positive")).option("zeta-epsi"))
    #expect(option.verdict == .conditional)
    #expect(!option.verify.contains(.finding(FindingID("her2"))))
    #expect(option.criteria.filter(\.isDecisive).map(\.criterion.id).contains("receptor"))
  }

  // Men, and imprecise values.

  @Test func `What was not studied stays unknown whatever becomes known`() throws {
    let man = Draft.standard(sex: "male")
    for draft in [man, man.number("ecog", 0), man.number("ecog", 0).flag("pregnant", false)] {
      let option = try #require(try recommend(draft).option("zeta-epsi"))
      #expect(option.criterion("senior-women")?.result == .unknown)
      #expect(option.verdict == .conditional)
      #expect(option.criterion("senior-women")?.explanation.gaps.isEmpty == true)
    }
    #expect(try recommend(man).missing.flatMap(\.changes).allSatisfy { $0.regimen.text != "zeta-epsi" || $0.to != .recommended })
  }

  @Test func `An imprecise value meets what all its meanings meet and leaves the rest open`() throws {
    let ungraded = try recommend(Draft.standard(her2: "negative", gene: "mutated").flag("pregnant", false))
    let option = try #require(ungraded.option("eta-alone"))
    #expect(option.criterion("receptor")?.result == .met)
    #expect(option.criterion("graded-low")?.result == .unknown)
    #expect(option.verdict == .conditional)
    let missing = try #require(ungraded.missing.first)
    #expect(missing.gap.name == "her2")
    #expect(
      missing.changes.map { "\($0.possibility.when): \($0.regimen) \($0.from.rawValue) → \($0.to.rawValue)" } == [
        "zero: eta-alone conditional → not-recommended", "low: zeta-epsi recommended → alternative",
        "low: eta-alone conditional → recommended",
      ])
  }

  // Missing information.

  @Test func `Essential gaps lead, then what changes the first option`() throws {
    let missing = try recommend(Draft.standard(her2: "negative")).missing
    #expect(
      missing.map { "\($0.gap.name) \($0.isEssential)" } == [
        "her2 true", "pregnant true", "ecog false", "cumulativeDose false", "platelets false",
      ])
  }

  @Test func `A number is asked about by the ranges that decide`() throws {
    let missing = try recommend(Draft.standard(her2: "negative")).missing
    let platelets = try #require(missing.first { $0.gap.name == "platelets" })
    #expect(platelets.changes.map(\.possibility.when) == ["≥ 0, < 75", "1000–5000"])
    let ecog = try #require(missing.first { $0.gap.name == "ecog" })
    #expect(Set(ecog.changes.map(\.possibility.when)) == ["3–4"])
  }

  @Test func `Nothing is missing when all is known`() throws {
    let draft = Draft.standard.number("ecog", 1).number("platelets", 200).number("cumulativeDose", 100).flag("pregnant", false)
    #expect(try recommend(draft).missing.isEmpty)
  }

  @Test func `What contradicts the case is not assumed`() throws {
    let draft = Draft.standard(her2: "low", sex: "male", gene: "mutated")
    let missing = try recommend(draft).missing
    let pregnancy = try #require(missing.first { $0.gap.name == "pregnant" })
    #expect(Set(pregnancy.changes.map(\.possibility.when)) == ["false"])
  }

  @Test func `What cannot be together is named with its finding`() {
    let patient = Draft().code("sex", "male").flag("pregnant", true).patient
    let found = bench.engine.contradictions(in: patient, context: Bench.context())
    #expect(found.map(\.finding.text) == ["pregnant"])
    #expect(found.map(\.text.en) == ["a man cannot be pregnant"])
  }
}
