package import Clinical
import Dispatch
package import Knowledge
import Synchronization

/// The regimens, criteria and cautions a disease's answers refer to by ordinal.
package struct AnswerParts: Sendable {
  package let regimens: [Regimen]
  package let criteria: [Criterion]
  package let cautions: [Caution]
  /// What a criterion can come to at all, in the order of `criteria`.
  package let possibleResults: [Set<CriterionResult>]
}

/// Answers cases from one knowledge base. Pure: the same case and context give the same answer.
package final class DecisionEngine: Sendable {
  package let knowledge: KnowledgeBase
  private let programs: [DiseaseID: Program]

  /// Compiles the pathways of `knowledge`.
  package init(knowledge: KnowledgeBase) {
    self.knowledge = knowledge
    let diseases = knowledge.diseases.entries
    let compiled = Mutex<[DiseaseID: Program]>([:])
    // Each by itself, so that the start waits for the longest only.
    DispatchQueue.concurrentPerform(iterations: diseases.count) { index in
      let disease = diseases[index]
      guard let pathway = knowledge.pathways[disease.pathway] else { return }
      let program = ProgramCompiler.compile(disease, pathway: pathway, of: knowledge)
      compiled.withLock { $0[disease.id] = program }
    }
    programs = compiled.withLock { $0 }
  }

  /// What the answers for a disease are made of, each in the order of its ordinals.
  package func parts(of disease: DiseaseID) -> AnswerParts? {
    programs[disease].map {
      AnswerParts(regimens: $0.regimens, criteria: $0.criteria, cautions: $0.cautions, possibleResults: $0.possibleResults())
    }
  }

  /// What the clauses on a disease say whatever the case, in the renderer's language.
  package func phraseBook(of disease: DiseaseID, renderer: Renderer) -> PhraseBook? {
    programs[disease].map { PhraseBook(program: $0, renderer: renderer) }
  }

  /// What of a case cannot be together, by the finding that says it.
  package func contradictions(in patient: PatientCase, context: Context) -> [(finding: FindingID, text: Text)] {
    guard let program = programs[patient.disease] else { return [] }
    // A contradiction stands at a finding of the case: what is not stated contradicts nothing.
    let stated = program.contradictions.filter { entry in patient.facts.contains { $0.finding == entry.finding } }
    guard let last = stated.map(\.node).max() else { return [] }
    let snapshot = program.blank.recording(patient, context: context, knowledge: knowledge)
    let truths = Evaluator(program: program).truths(in: snapshot, count: last + 1)
    return stated.filter { truths[$0.node] == .holds }.map { ($0.finding, $0.contradiction.text) }
  }

  /// The verdicts alone, in the order of the regimens of `parts(of:)`; `nil` when the knowledge has no pathway for the disease.
  package func verdicts(for patient: PatientCase, context: Context) -> [Verdict]? {
    programs[patient.disease].map { program in
      let snapshot = program.blank.recording(patient, context: context, knowledge: knowledge)
      return program.verdictTable.verdicts(Evaluator(program: program).truths(in: snapshot))
    }
  }

  /// The stages of a recommendation one by one; `nil` when the knowledge has no pathway for the disease.
  package func assessor(for patient: PatientCase, context: Context) -> Assessor? {
    programs[patient.disease].map { Assessor(program: $0, patient: patient, context: context, knowledge: knowledge) }
  }

  /// The recommendation for a case; `nil` when the knowledge has no pathway for the disease.
  package func recommend(_ patient: PatientCase, context: Context) -> Recommendation? {
    assessor(for: patient, context: context)?.recommend()
  }
}
