import Clinical
package import Decision
import EHR
package import Knowledge

/// An answer for a person at a terminal.
package struct TextAnswer {
  private let knowledge: KnowledgeBase
  private let renderer: Renderer
  private let detail: DetailLevel
  private var language: Language { renderer.language }

  package init(knowledge: KnowledgeBase, language: Language, detail: DetailLevel = .full) {
    self.knowledge = knowledge
    self.detail = detail
    renderer = Renderer(knowledge: knowledge, language: language)
  }

  private enum Heading {
    static let missing = Text(en: "What to find out next", ru: "Что выяснить дальше")
    static let notices = Text(en: "Notices", ru: "Примечания")
    static let verify = Text(en: "verify before ordering", ru: "проверить до назначения")
    static let caution = Text(en: "caution", ru: "осторожно")
    static let evidence = Text(en: "evidence", ru: "доказательства")
    static let sources = Text(en: "sources", ru: "источники")
    static let knowledge = Text(en: "knowledge", ru: "база знаний")
    static let evidenceThrough = Text(en: "evidence through", ru: "доказательства по")
  }

  /// The whole answer, lines ended by `\n`.
  package func text(of recommendation: Recommendation, to request: RecommendRequest) -> String {
    var lines = [
      renderer.summary(of: recommendation),
      "\(Heading.knowledge[language]) \(knowledge.version), \(Heading.evidenceThrough[language]) \(knowledge.evidenceThrough)",
    ]
    if let refractoriness = recommendation.refractoriness { lines += [""] + self.lines(for: refractoriness) }
    if let record = request.record { lines += RecordText(knowledge: knowledge, language: language).lines(of: record) }
    for option in recommendation.options { lines += [""] + self.lines(for: option) }
    if !recommendation.missing.isEmpty {
      lines += ["", Heading.missing[language]]
      for missing in recommendation.missing { lines += self.lines(for: missing) }
    }
    let notices =
      recommendation.notices.map { $0.text[language] } + request.unknownDrugs.map { renderer.notConsidered($0.name) }
      + (request.record?.notices.map { $0.text[language] } ?? [])
    if !notices.isEmpty { lines += ["", Heading.notices[language]] + notices.map { "  • \($0)" } }
    lines += ["", knowledge.disclaimer[language]]
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(for assessment: Recommendation.RefractorinessAssessment) -> [String] {
    let drugs = assessment.drugs.map { "  \(sign(of: CriterionResult($0.truth))) \(renderer.phrase(for: $0.leaf))" }
    let definitions = assessment.definitions.filter { $0.value == nil && $0.truth == .holds }.map {
      "  = \($0.definition.name[language]) [\(ids($0.definition.sources))]"
    }
    let name = renderer.name(of: assessment.level)
    let level = assessment.level.value == nil ? name : "\(assessment.level.definition.name[language]): \(name)"
    return ["\(level) [\(ids(assessment.level.definition.sources))]"] + drugs + definitions
  }

  private func lines(for option: Recommendation.OptionAssessment) -> [String] {
    let drugs = option.regimen.components.map { component in
      let name = ([component.drug] + component.alternatives).map { knowledge.drugs[$0]?.name[language] ?? $0.text }.joined(
        separator: " / ")
      return "\(name) \(component.dose[language]), \(component.schedule[language])"
    }
    let title = option.regimen.title.map { " — \($0[language])" } ?? ""
    var lines = ["\(option.rank). \(option.regimen.name[language])\(title)", "   \(renderer.summary(of: option))"]
    lines += drugs.map { "     \($0)" }
    lines += option.criteria.filter { detail == .full || (detail == .decisive && $0.isDecisive) }.map {
      "   \(sign(of: $0.result)) \(line(for: $0))"
    }
    lines += option.cautions.map {
      "   ! \(Heading.caution[language]): \($0.caution.text[language]) [\(ids($0.caution.sources))]"
    }
    if !option.verify.isEmpty {
      lines.append("   → \(Heading.verify[language]): \(option.verify.map(renderer.label).joined(separator: "; "))")
    }
    for evidence in option.regimen.evidence where detail != .summary {
      guard let trial = knowledge.trials[evidence.trial] else { continue }
      lines += evidence.endpoints.compactMap(trial.endpoint).map { "   ∴ \(line(for: $0, of: trial))" }
    }
    return lines
  }

  private func line(for assessment: Recommendation.CriterionAssessment) -> String {
    let because = renderer.because(assessment.explanation)
    let result = Phrases.result(assessment.result)[language]
    let reason = because.isEmpty ? result : "\(result): \(because)"
    return "\(assessment.criterion.text[language]) — \(reason) [\(ids(assessment.criterion.sources))]"
  }

  private func line(for endpoint: Trial.Endpoint, of trial: Trial) -> String {
    let mark = endpoint.confidence == .confirmed ? "" : " (\(Phrases.confidence(endpoint.confidence)[language]))"
    let name = trial.title?[language] ?? trial.name
    let assessment = endpoint.assessment.map { " (\($0[language]))" } ?? ""
    let population = endpoint.population[language]
    return
      "\(name), \(renderer.name(of: endpoint).lowercasedWithinSentence)\(assessment), \(population): \(renderer.result(of: endpoint, in: trial))\(mark) [\(ids(endpoint.sources))]"
  }

  private func lines(for missing: Recommendation.MissingInformation) -> [String] {
    let changes = missing.changes.map { change in
      let name = knowledge.regimens[change.regimen]?.name[language] ?? change.regimen.text
      let (from, to) = (Phrases.verdict(change.from)[language], Phrases.verdict(change.to)[language])
      let value = renderer.words(for: change.possibility, of: missing.gap)
      return "      \(value): \(name): \(from.lowercased()) → \(to.lowercased())"
    }
    return ["  ? \(renderer.label(of: missing.gap)) [\(missing.gap.name)]"] + changes
  }

  private func sign(of result: CriterionResult) -> String {
    switch result {
    case .met: "✓"
    case .notMet: "✗"
    case .unknown: "?"
    }
  }

  private func ids(_ sources: [SourceUse]) -> String {
    sources.ids.joined(separator: ", ")
  }
}
