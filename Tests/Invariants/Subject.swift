import Clinical
import Decision
import JSON
import Knowledge
import Service

/// What is put to the test. Closures, so that a fault can be planted in any one of the answers.
struct Subject: Sendable {
  /// An option with what the invariants ask of it again and again.
  struct Option: Sendable {
    let regimen: Regimen
    /// The choices of each component, save those whose failing bars nothing: corticosteroids, and endocrine drugs of breast cancer.
    let failing: [[DrugID]]
    let requirements: [Requirement]
    /// Comorbidities and medications, by themselves or as wider terms, that its criteria or cautions name.
    let named: Readings.Names
  }

  let knowledge: KnowledgeBase
  /// Those that a step lists, in the order of the verdicts; others are judged for those who ask for them.
  let options: [DiseaseID: [Option]]
  let readings: [DiseaseID: Readings]
  let contraindications: [DiseaseID: [Contraindication]]
  /// Step criteria that rest on what is presumed until it is known (contract 5.13), which more facts may turn.
  let presumptions: Set<String>

  var verdicts: @Sendable (Consultation) -> [Verdict]
  /// The options with their reasons.
  var assess: @Sendable (Consultation) -> [Recommendation.OptionAssessment]
  /// With what would change them.
  var recommend: @Sendable (Consultation) -> Recommendation?
  var isImpossible: @Sendable (Consultation) -> Bool
  /// The answer to a body as it is sent; `nil`: the case was refused.
  var answer: @Sendable (_ body: [UInt8], _ language: Language) -> JSONValue?

  init(_ knowledge: KnowledgeBase) {
    self.knowledge = knowledge
    let engine = DecisionEngine(knowledge: knowledge)
    let facts = StatedFacts(knowledge)
    var (options, readings) = ([DiseaseID: [Option]](), [DiseaseID: Readings]())
    for disease in knowledge.diseases.entries {
      let listed = Set(knowledge.pathways[disease.pathway]?.steps.flatMap { $0.preferred + $0.alternative } ?? [])
      let regimens = engine.parts(of: disease.id)?.regimens ?? []
      options[disease.id] = regimens.prefix { listed.contains($0.id) }.map { facts.option($0, of: disease) }
      readings[disease.id] = Readings(ofVerdictsIn: disease, of: knowledge)
    }
    (self.options, self.readings, contraindications) = (options, readings, facts.contraindications)
    presumptions = Set(
      knowledge.pathways.entries.flatMap(\.steps).map(\.criterion)
        .filter { Readings(of: $0.condition, knowledge).restsOnPresumption }.map(\.id))
    verdicts = { [options] question in
      let listed = options[question.patient.disease]?.count ?? 0
      return Array(engine.verdicts(for: question.patient, context: question.context)?.prefix(listed) ?? [])
    }
    assess = { consultation in
      guard let assessor = engine.assessor(for: consultation.patient, context: consultation.context) else { return [] }
      return assessor.options(assessor.ranking())
    }
    recommend = { engine.recommend($0.patient, context: $0.context) }
    isImpossible = { !engine.contradictions(in: $0.patient, context: $0.context).isEmpty }
    let writers = Dictionary(
      uniqueKeysWithValues: Language.allCases.map { ($0, RecommendationWriter(engine: engine, language: $0)) })
    answer = { Self.answer($0, $1, engine, writers) }
  }

  /// The engine's answer to a body, written and read again.
  private static func answer(
    _ body: [UInt8], _ language: Language, _ engine: DecisionEngine, _ writers: [Language: RecommendationWriter]
  ) -> JSONValue? {
    guard let document = try? JSONDocument.parse(body, limits: JSONLimits(maximumBytes: 1 << 20, maximumValues: 100_000)),
      case .success(let request) = RequestReader(engine: engine, today: Consultation.asOf).read(document.root),
      let recommendation = engine.recommend(request.patient, context: request.context)
    else { return nil }
    var writer = JSONWriter(reserving: RecommendationWriter.usualBytes)
    writers[language]?.write(recommendation, to: request, detail: .full, into: &writer)
    let limits = JSONLimits(maximumBytes: 1 << 24, maximumValues: 1_000_000)
    return (try? JSONDocument.parse(writer.bytes, limits: limits))?.root
  }
}
