import Clinical
import Decision
import JSON
import Knowledge

/// What answers for a disease repeat, rendered once for a language: regimens, evidence, guidelines, criteria, cautions.
struct AnswerFragments: Sendable {
  /// Members of an option's criterion before and after its result.
  struct CriterionFragment: Sendable {
    /// Up to `result` and `decisive`: by the result's number, then the same for one that decides.
    let heads: [[UInt8]]
    let sources: [UInt8]
  }

  struct OptionFragment: Sendable {
    let id: String
    /// `regimen`, a value.
    let regimen: [UInt8]
    /// `evidence` and `guidelines`, members.
    let support: [UInt8]
  }

  let criteria: [CriterionFragment]
  /// Whole caution objects.
  let cautions: [[UInt8]]
  /// The ids of the cautions, values.
  let cautionIDs: [[UInt8]]
  let options: [OptionFragment]
  /// Whole notice objects, by id.
  let notices: [String: [UInt8]]

  init(disease: Disease, engine: DecisionEngine, language: Language) {
    let maker = FragmentMaker(knowledge: engine.knowledge, language: language)
    let parts = engine.parts(of: disease.id)
    criteria = parts?.criteria.map(maker.criterion) ?? []
    cautions = parts?.cautions.map(maker.caution) ?? []
    cautionIDs = parts?.cautions.map { maker.string($0.id) } ?? []
    options = parts?.regimens.map(maker.option) ?? []
    let pathway = engine.knowledge.pathways[disease.pathway]
    notices = Dictionary((pathway?.notices ?? []).map { ($0.id, maker.notice($0)) }) { first, _ in first }
  }
}

/// Renders the fragments of answers.
struct FragmentMaker: Sendable {
  private let knowledge: KnowledgeBase
  private let language: Language
  private let localizer: Localizer
  private let renderer: Renderer

  init(knowledge: KnowledgeBase, language: Language) {
    self.knowledge = knowledge
    self.language = language
    localizer = Localizer(language: language)
    renderer = Renderer(knowledge: knowledge, language: language)
  }

  func criterion(_ criterion: Criterion) -> AnswerFragments.CriterionFragment {
    AnswerFragments.CriterionFragment(
      heads: [false, true].flatMap { isDecisive in
        CriterionResult.allCases.sorted { $0.number < $1.number }.map { result in
          members { writer in
            writer.member("id", criterion.id)
            writer.member("kind", criterion.kind.rawValue)
            writer.member("text", criterion.text[language])
            writer.member("result", result.rawValue)
            if isDecisive { writer.member("decisive", true) }
          }
        }
      },
      sources: members { writer in
        if criterion.isEssential { writer.member("essential", true) }
        writeSources(criterion.sources, to: &writer)
      })
  }

  func string(_ text: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.string(text)
    return writer.bytes
  }

  func caution(_ caution: Caution) -> [UInt8] {
    object { writer in
      writer.member("id", caution.id)
      writer.member("text", caution.text[language])
      writeConfidence(of: caution.place, to: &writer)
      writeSources(caution.sources, to: &writer)
    }
  }

  func notice(_ notice: Pathway.Notice) -> [UInt8] {
    object { writer in
      writer.member("id", notice.id)
      writer.member("text", notice.text[language])
      writeSources(notice.sources, to: &writer)
    }
  }

  func option(_ regimen: Regimen) -> AnswerFragments.OptionFragment {
    AnswerFragments.OptionFragment(
      id: regimen.id.text,
      regimen: object { writeRegimen(regimen, to: &$0) },
      support: members { writer in
        writer.name("evidence")
        writeEvidence(of: regimen, to: &writer)
        writer.name("guidelines")
        writeGuidelines(of: regimen, to: &writer)
      })
  }

  private func writeRegimen(_ regimen: Regimen, to writer: inout JSONWriter) {
    writer.member("id", regimen.id.text)
    writer.member("name", regimen.name[language])
    if let title = regimen.title { writer.member("title", title[language]) }
    writer.member("kind", regimen.kind.rawValue)
    writer.member("origin", regimen.origin.rawValue)
    writer.name("drugs")
    writer.beginArray()
    for component in regimen.components {
      writer.beginObject()
      writer.member("id", component.drug.text)
      writer.member("name", knowledge.drugs[component.drug]?.name[language] ?? component.drug.text)
      if !component.alternatives.isEmpty { writer.member("alternatives", component.alternatives.map(\.text)) }
      writer.member("dose", component.dose[language])
      writer.member("schedule", component.schedule[language])
      writer.endObject()
    }
    writer.endArray()
  }

  private func writeEvidence(of regimen: Regimen, to writer: inout JSONWriter) {
    writer.beginArray()
    for evidence in regimen.evidence {
      guard let trial = knowledge.trials[evidence.trial] else { continue }
      for endpoint in evidence.endpoints.compactMap(trial.endpoint) { write(endpoint, of: trial, to: &writer) }
    }
    writer.endArray()
  }

  private func write(_ endpoint: Trial.Endpoint, of trial: Trial, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("trial", trial.id.text)
    writer.member("trialName", trial.title?[language] ?? trial.name)
    if let phase = trial.phase { writer.member("phase", phase) }
    if let caveat = trial.caveat { writer.member("caveat", caveat[language]) }
    writer.member("endpoint", endpoint.measure)
    writer.member("endpointId", endpoint.id)
    writer.member("name", renderer.name(of: endpoint))
    writer.member("population", endpoint.population[language])
    if let analysis = endpoint.analysis { writer.member("analysis", analysis[language]) }
    if let assessment = endpoint.assessment { writer.member("assessment", assessment[language]) }
    writer.member("text", renderer.result(of: endpoint, in: trial))
    writer.member("confidence", endpoint.confidence.rawValue)
    writer.member("origin", trial.origin.rawValue)
    writeDiscrepancies(of: trial, endpoint: endpoint.id, to: &writer)
    writeSources(endpoint.sources, to: &writer)
    writer.endObject()
  }

  /// The ids of the trial's discrepancies that concern an endpoint.
  private func writeDiscrepancies(of trial: Trial, endpoint: String, to writer: inout JSONWriter) {
    guard let index = trial.endpoints.firstIndex(where: { $0.id == endpoint }) else { return }
    let prefix = "/endpoints/\(index)"
    var ids: [String] = []
    for discrepancy in trial.place.value["discrepancies"]?.elementList ?? [] {
      guard let at = discrepancy["at"]?.string, at == prefix || at.hasPrefix(prefix + "/") else { continue }
      if let id = discrepancy["id"]?.string, !ids.contains(id) { ids.append(id) }
    }
    guard !ids.isEmpty else { return }
    writer.name("discrepancies")
    writer.beginArray()
    for id in ids { writer.string(id) }
    writer.endArray()
  }

  private func writeGuidelines(of regimen: Regimen, to writer: inout JSONWriter) {
    writer.beginArray()
    for guideline in regimen.place.value["guidelines"]?.elementList ?? [] {
      writer.beginObject()
      localizer.writeMembers(of: guideline, except: ["sources"], to: &writer)
      if let source = guideline["sources"]?.elementList.first?["id"]?.string { writer.member("source", source) }
      writer.endObject()
    }
    writer.endArray()
  }

  /// `sources` as ids; where in each it stands is said under the criterion's entry.
  private func writeSources(_ sources: [SourceUse], to writer: inout JSONWriter) {
    writer.member("sources", sources.ids)
  }

  private func writeConfidence(of place: Place, to writer: inout JSONWriter) {
    if let confidence = place.value["confidence"]?.string { writer.member("confidence", confidence) }
  }

  private func object(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    write(&writer)
    writer.endObject()
    return writer.bytes
  }

  /// Members without the braces of their object.
  private func members(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
    Array(object(write).dropFirst().dropLast())
  }
}
