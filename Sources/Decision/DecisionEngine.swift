package import Clinical
package import Knowledge

/// Answers cases from one knowledge base. Pure: the same case and context give the same answer.
package final class DecisionEngine: Sendable {
  package let knowledge: KnowledgeBase
  private let programs: [DiseaseID: Program]

  /// Compiles the pathways of `knowledge`.
  package init(knowledge: KnowledgeBase) {
    self.knowledge = knowledge
    programs = knowledge.diseases.entries.reduce(into: [:]) { programs, disease in
      guard let pathway = knowledge.pathways[disease.pathway] else { return }
      programs[disease.id] = ProgramCompiler.compile(disease, pathway: pathway, of: knowledge)
    }
  }

  /// The recommendation for a case; `nil` when the knowledge has no pathway for the disease.
  package func recommend(_ patient: PatientCase, context: Context) -> Recommendation? {
    programs[patient.disease].map { Assessor(program: $0, patient: patient, context: context, knowledge: knowledge).recommend() }
  }
}
