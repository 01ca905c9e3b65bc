import Knowledge

/// The queries by which a client gathers what a case is read from; made from the codes of the knowledge.
struct PrefetchTemplates: Sendable {
  /// The keys without which there is no case.
  static let required = ["patient", "conditions"]

  /// In the order of discovery; a query asks for the context's patient alone.
  let queries: [(key: String, query: String)]

  var keys: [String] { queries.map(\.key) }

  init(knowledge: KnowledgeBase, rules: RecordRules) {
    let patient = "patient={{context.patientId}}"
    var queries = [("patient", "Patient/{{context.patientId}}")]
    for (key, type) in [
      ("conditions", "Condition"), ("medicationRequests", "MedicationRequest"), ("medicationStatements", "MedicationStatement"),
      ("medicationAdministrations", "MedicationAdministration"), ("procedures", "Procedure"), ("lists", "List"),
    ] { queries.append((key, "\(type)?\(patient)")) }
    for (key, codes) in Self.observations(knowledge, rules) where !codes.isEmpty {
      queries.append((key, "Observation?\(patient)&code=\(codes.joined(separator: ","))"))
    }
    self.queries = queries
  }

  /// Codes of observations by key: those of findings go by the kind of value, so that a new finding is asked for too.
  private static func observations(_ knowledge: KnowledgeBase, _ rules: RecordRules) -> [(key: String, codes: [String])] {
    func codes(_ terms: [TerminologyCode]) -> [String] {
      terms.filter { $0.system == .loinc || $0.system == .snomed }.compactMap { term in
        rules.systems.first { $0.terminology == term.system }?.uris.first.map { "\($0)|\(term.code)" }
      }
    }
    func codes(of concepts: RecordConcept...) -> [String] {
      codes(rules.meanings.filter { concepts.contains($0.concept) }.flatMap(\.codes))
    }
    func codes(where isWanted: (Finding) -> Bool) -> [String] {
      var seen: Set<String> = []
      return knowledge.vocabulary.findings.filter(isWanted).flatMap { codes($0.terms) }.filter { seen.insert($0).inserted }
    }
    func isGraded(_ finding: Finding) -> Bool { finding.kind == .code || finding.kind == .flag || finding.kind == .codes }
    func hasLOINC(_ finding: Finding) -> Bool { finding.terms.contains { $0.system == .loinc } }
    // What no terminology has a code for is recorded under the ids of this vocabulary.
    let own = knowledge.vocabulary.findings.filter { $0.terms.isEmpty }.map { "\(rules.ownSystem)|\($0.id)" }
    return [
      ("ecog", codes { $0.kind == .integer }),
      ("receptors", codes { isGraded($0) && hasLOINC($0) }),
      ("variants", codes(of: .variant, .regionStudied)),
      ("diseaseStatus", codes(of: .diseaseStatus)),
      ("labs", codes { $0.kind == .number }),
      ("menopause", codes { isGraded($0) && !hasLOINC($0) }),
      ("recorded", own),
    ]
  }
}
