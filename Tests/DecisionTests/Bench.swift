import Clinical
import Knowledge
import KnowledgeTests

@testable import Decision

/// Knowledge with its engine, and a disease's program to look into.
struct Bench: Sendable {
  let knowledge: KnowledgeBase
  let engine: DecisionEngine
  let disease: Disease
  let program: Program

  init(_ knowledge: KnowledgeBase, disease: DiseaseID = DiseaseID("example-disease")) throws {
    guard let disease = knowledge.diseases[disease], let pathway = knowledge.pathways[disease.pathway] else {
      throw SampleKnowledge.PatchError(file: "diseases", reason: "no `\(disease)`")
    }
    self.knowledge = knowledge
    self.disease = disease
    engine = DecisionEngine(knowledge: knowledge)
    program = ProgramCompiler.compile(disease, pathway: pathway, of: knowledge)
  }

  static let sample = Result { try Bench(SampleKnowledge.knowledge()) }

  /// All diseases of the sample.
  static let samples = Result {
    let knowledge = try SampleKnowledge.knowledge()
    return try knowledge.diseases.entries.map { try Bench(knowledge, disease: $0.id) }
  }

  /// The diseases of the knowledge the package carries; empty before there is any.
  static let real = Result {
    guard let knowledge = try SampleKnowledge.realKnowledge() else { return [Bench]() }
    return try knowledge.diseases.entries.map { try Bench(knowledge, disease: $0.id) }
  }

  static func context(_ jurisdiction: JurisdictionID? = nil, candidates: [String]? = nil) -> Context {
    guard let date = CalendarDate("2026-07-01") else { preconditionFailure("a day of the calendar") }
    var context = Context(asOf: date)
    context.jurisdiction = jurisdiction
    context.candidates = candidates.map { $0.map { RegimenID($0) } }
    return context
  }

  func recommend(_ draft: Draft, candidates: [String]? = nil) -> Recommendation? {
    engine.recommend(draft.patient, context: Self.context(draft.jurisdiction, candidates: candidates))
  }

  func truths(_ patient: PatientCase, _ jurisdiction: JurisdictionID? = nil) -> [Truth] {
    let snapshot = program.blank.recording(patient, context: Self.context(jurisdiction), knowledge: knowledge)
    return Evaluator(program: program).truths(in: snapshot)
  }

  /// From nothing but the case: no incremental evaluation, no explanations.
  func verdicts(_ patient: PatientCase) -> [Verdict] {
    program.verdictTable.verdicts(truths(patient))
  }
}

extension Recommendation {
  func option(_ id: String) -> OptionAssessment? {
    options.first { $0.regimen.id.text == id }
  }
}

extension Recommendation.OptionAssessment {
  func criterion(_ id: String) -> Recommendation.CriterionAssessment? {
    criteria.first { $0.criterion.id == id }
  }
}
