import Clinical
import Decision
import JSON
import Knowledge
import Service

/// Plausible cases as `nextline synthesize` writes them.
struct CohortCases {
  private let reader: RequestReader
  private var cases: SynthesizedCases
  private let seed: UInt64

  /// `nil` when the knowledge has no cohort of the disease.
  init?(of disease: DiseaseID, _ knowledge: KnowledgeBase, engine: DecisionEngine, seed: UInt64) {
    guard let cases = try? SynthesizedCases(of: disease, seed: seed, knowledge: knowledge) else { return nil }
    (self.cases, self.seed) = (cases, seed)
    reader = RequestReader(engine: engine, today: Consultation.asOf)
  }

  /// The case of a number; what the reader refuses is a case, too, and comes without facts.
  mutating func consultation(_ number: Int) -> Consultation? {
    var bytes: [UInt8] = []
    cases.append(number + 1, to: &bytes)
    guard let document = try? JSONDocument.parse(bytes, limits: JSONLimits(maximumBytes: 1 << 20, maximumValues: 100_000)),
      case .success(let request) = reader.read(document.root)
    else { return nil }
    return Consultation(request.patient, jurisdiction: request.context.jurisdiction)
  }
}
