import Clinical
import Decision
import Knowledge

/// What the cards of one call have in common: names, sources, links, drafts.
struct CardMaker {
  /// What identifies a call, so that its cards can be told from others.
  struct Call {
    let service: HookService
    let hook: Hook
    let hookInstance: String
    let patient: String
    let encounter: String?
  }

  let knowledge: KnowledgeBase
  let renderer: Renderer
  let call: Call
  /// Where the service is reached, without a slash at the end; `nil`: nobody says, and there are no links.
  let publicURL: String?

  var language: Language { renderer.language }

  init(knowledge: KnowledgeBase, language: Language, call: Call, publicURL: String?) {
    self.knowledge = knowledge
    self.call = call
    self.publicURL = publicURL
    renderer = Renderer(knowledge: knowledge, language: language)
  }

  /// `nil`: of no disease.
  func source(_ disease: Disease?) -> CardSource {
    CardSource(
      label: "NextLine, \(CardWords.knowledge[language]) \(knowledge.version)", url: publicURL.map { $0 + "/" },
      topic: disease.flatMap { disease in
        knowledge.recordRules.map { ($0.ownSystem, disease.id.text, disease.name[language]) }
      })
  }

  /// The same on the same call, another for each subject.
  func uuid(_ subject: String...) -> String {
    NamedUUID.of([call.hookInstance, call.service.rawValue, call.hook.rawValue] + subject)
  }

  /// A regimen's name, with its drugs in words where the name is an abbreviation.
  func name(of regimen: Regimen) -> String {
    regimen.title.map { "\(regimen.name[language]) (\($0[language]))" } ?? regimen.name[language]
  }

  // Suggestions and links.

  /// A choice of an option's drugs; none for what is no order of drugs.
  func suggestion(
    _ option: Recommendation.OptionAssessment, of card: String, insteadOf drafts: [String] = []
  ) -> Card.Suggestion? {
    let id = uuid("suggestion", card, option.regimen.id.text)
    let draft = MedicationDraft(knowledge: knowledge, language: language, patient: call.patient, encounter: call.encounter)
    let creations = draft.actions(for: option.regimen, group: id)
    guard !creations.isEmpty else { return nil }
    let deletions = drafts.map { Card.Suggestion.Action.delete(description: CardWords.withdraw[language], reference: $0) }
    let name = name(of: option.regimen)
    return Card.Suggestion(
      label: drafts.isEmpty ? name : "\(CardWords.insteadOrder[language]): \(name)", uuid: id,
      isRecommended: option.verdict == .recommended, actions: deletions + creations)
  }

  func links(_ options: [Recommendation.OptionAssessment]) -> [Card.Link] {
    guard let publicURL else { return [] }
    var trials: [TrialID] = []
    for trial in options.flatMap(\.regimen.evidence).map(\.trial) where !trials.contains(trial) { trials.append(trial) }
    let pages = trials.prefix(5).compactMap { knowledge.trials[$0] }.map { trial in
      Card.Link(
        label: "\(CardWords.trial[language]): \(trial.name)",
        url: "\(publicURL)/?lang=\(language.rawValue)#/trials/\(trial.id)")
    }
    return pages + [Card.Link(label: CardWords.page[language], url: "\(publicURL)/?lang=\(language.rawValue)")]
  }

  // Details.

  /// Parts of a detail, with what stands at the end of each.
  func detail(_ parts: [String]) -> String {
    let version = "\(CardWords.knowledge[language]) \(knowledge.version)"
    let through = "\(CardWords.evidenceThrough[language]) \(knowledge.evidenceThrough)"
    let end = Markdown.escape("\(knowledge.disclaimer[language]) \(version), \(through).")
    return (parts + [end]).joined(separator: "\n\n")
  }

  /// The criteria that fixed a verdict, with what of the case decided them.
  func reasons(_ option: Recommendation.OptionAssessment) -> [String] {
    let decisive = option.criteria.filter(\.isDecisive)
    // What speaks against comes first.
    let ordered = decisive.filter { $0.result != .met } + decisive.filter { $0.result == .met }
    return ordered.map { assessment in
      let because = renderer.because(assessment.explanation)
      let result = Phrases.result(assessment.result)[language] + (because.isEmpty ? "" : ": " + because)
      return "\(Markdown.escape(assessment.criterion.text[language])) — \(Markdown.escape(result))"
        + citations(assessment.criterion.sources)
    }
  }

  func drugs(_ regimen: Regimen) -> [String] {
    regimen.components.map { component in
      let names = ([component.drug] + component.alternatives).map { knowledge.drugs[$0]?.name[language] ?? $0.text }
      return Markdown.escape("\(names.joined(separator: " / ")) \(component.dose[language]), \(component.schedule[language])")
    }
  }

  func cautions(_ option: Recommendation.OptionAssessment) -> [String] {
    option.cautions.map { Markdown.escape($0.caution.text[language]) + citations($0.caution.sources) }
  }

  func evidence(_ regimen: Regimen) -> [String] {
    regimen.evidence.flatMap { evidence -> [String] in
      guard let trial = knowledge.trials[evidence.trial] else { return [] }
      return evidence.endpoints.compactMap(trial.endpoint).prefix(2).map { endpoint in
        let mark = endpoint.confidence == .confirmed ? "" : " (\(Phrases.confidence(endpoint.confidence)[language]))"
        let name = trial.title?[language] ?? trial.name
        let result = renderer.result(of: endpoint, in: trial)
        let measure = renderer.name(of: endpoint).lowercasedWithinSentence
        return Markdown.escape("\(name), \(measure), \(endpoint.population[language]): \(result)\(mark)")
          + citations(endpoint.sources)
      }
    }.prefix(6).map { $0 }
  }

  /// The sources in brackets, each with its address where it has one.
  private func citations(_ sources: [SourceUse]) -> String {
    let links = sources.ids.map { id in
      let reference = knowledge.references[ReferenceID(id)]
      let address =
        reference?.doi.map { "https://doi.org/" + $0 } ?? reference?.pmid.map { "https://pubmed.ncbi.nlm.nih.gov/\($0)/" }
      return Markdown.link(id, to: address)
    }
    return links.isEmpty ? "" : " (\(links.joined(separator: ", ")))"
  }
}
