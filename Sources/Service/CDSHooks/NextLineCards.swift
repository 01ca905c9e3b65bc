import Clinical
import Decision
import Knowledge

/// The cards of `patient-view`: the leading options, and what is to be found out.
struct NextLineCards {
  let maker: CardMaker

  private var language: Language { maker.language }

  /// How many options of a verdict are shown at most.
  private static let most: [(verdict: Verdict, count: Int)] = [(.recommended, 3), (.alternative, 3), (.conditional, 3)]

  func cards(for hookCase: HookCase) -> [Card] {
    let recommendation = hookCase.recommendation
    let leading = Self.most.flatMap { verdict, count in recommendation.options.filter { $0.verdict == verdict }.prefix(count) }
    let options = leading.map { card(for: $0, of: recommendation) }
    return (options.isEmpty ? [nothing(recommendation)] : options) + findOut(hookCase)
  }

  private func card(for option: Recommendation.OptionAssessment, of recommendation: Recommendation) -> Card {
    let uuid = maker.uuid(recommendation.disease.id.text, option.regimen.id.text)
    let verify = option.verify.map { Markdown.escape(maker.renderer.label(of: $0)) }
    let detail = maker.detail(
      [Markdown.strong(maker.name(of: option.regimen))]
        + [Markdown.escape(maker.renderer.summary(of: option))]
        + Markdown.section(CardWords.drugs[language], maker.drugs(option.regimen))
        + Markdown.section(CardWords.why[language], maker.reasons(option))
        + Markdown.section(CardWords.cautions[language], maker.cautions(option))
        + Markdown.section(CardWords.verify[language], verify)
        + Markdown.section(CardWords.evidence[language], maker.evidence(option.regimen)))
    // What hangs on an unknown fact is not to be ordered with one touch.
    let suggestion = option.verdict == .conditional ? nil : maker.suggestion(option, of: uuid)
    return Card(
      uuid: uuid, summary: CardText.summary(summary(of: option, in: recommendation)), detail: detail, indicator: .info,
      suggestions: suggestion.map { [$0] } ?? [], canBeOverridden: true, links: maker.links([option]))
  }

  private func summary(of option: Recommendation.OptionAssessment, in recommendation: Recommendation) -> String {
    let line = recommendation.nextLine.map { ", \(CardWords.line[language]) \($0)" } ?? ""
    let standing = CardWords.standing(option.verdict)[language]
    let missing = option.verdict == .conditional ? maker.dependence(of: option) : ""
    let said = " — \(standing)\(line)\(missing)"
    let whole = maker.name(of: option.regimen) + said
    return whole.utf16.count <= CardText.mostSummaryUnits ? whole : option.regimen.name[language] + said
  }

  /// Says that nothing stands, and why for the first of the options.
  private func nothing(_ recommendation: Recommendation) -> Card {
    let first = recommendation.options.prefix(3).map { option in
      "\(option.regimen.name[language]): \(maker.renderer.summary(of: option))"
    }
    return Card(
      uuid: maker.uuid(recommendation.disease.id.text, "nothing"), summary: CardText.summary(CardWords.nothingStands[language]),
      detail: maker.detail(Markdown.section(CardWords.why[language], first.map(Markdown.escape))), indicator: .info,
      suggestions: [], canBeOverridden: true, links: maker.links([]))
  }

  /// What to find out, when it would change what comes first or an option hangs on it; and what is to be known of the record.
  private func findOut(_ hookCase: HookCase) -> [Card] {
    let recommendation = hookCase.recommendation
    let decisive = recommendation.missing.filter { missing in
      missing.isEssential || missing.changes.contains { $0.from == .recommended || $0.to == .recommended }
    }
    let notices = recommendation.notices.map { $0.text[language] } + hookCase.notes.map { $0[language] }
    guard !decisive.isEmpty || !notices.isEmpty else { return [] }
    let labels = decisive.map { maker.renderer.label(of: $0.gap) }
    let summary =
      labels.isEmpty
      ? "\(CardWords.note[language]): \(notices.first ?? "")"
      : "\(CardWords.findOut[language]): \(labels.joined(separator: ", "))"
    let changes = decisive.prefix(Self.mostMissing).map { missing in
      let label = Markdown.strong(maker.renderer.label(of: missing.gap))
      let changes = missing.changes.prefix(Self.mostChanges).map { change($0, of: missing.gap) }.joined(separator: "; ")
      return changes.isEmpty ? label : "\(label): \(changes)"
    }
    let rest = decisive.count - changes.count
    let more = rest > 0 ? ["\(CardWords.more[language]) \(rest)"] : []
    return [
      Card(
        uuid: maker.uuid(recommendation.disease.id.text, "find-out"), summary: CardText.summary(summary),
        detail: maker.detail(
          Markdown.section(CardWords.findOut[language], changes + more)
            + Markdown.section(CardWords.notices[language], notices.map(Markdown.escape))),
        indicator: .info, suggestions: [], canBeOverridden: false, links: maker.links([]))
    ]
  }

  private static let mostMissing = 10
  private static let mostChanges = 4

  private func change(_ change: Recommendation.MissingInformation.Change, of gap: Gap) -> String {
    let name = maker.knowledge.regimens[change.regimen]?.name[language] ?? change.regimen.text
    let (from, to) = (CardWords.standing(change.from)[language], CardWords.standing(change.to)[language])
    let value = maker.renderer.words(for: change.possibility, of: gap)
    return Markdown.escape("\(value): \(name) — \(from) → \(to)")
  }
}

extension CardMaker {
  /// What a conditional option hangs on, as the end of a summary.
  func dependence(of option: Recommendation.OptionAssessment) -> String {
    var labels: [String] = []
    for assessment in option.criteria where assessment.isDecisive && assessment.result == .unknown {
      for label in assessment.explanation.gaps.map(renderer.label) where !labels.contains(label) { labels.append(label) }
    }
    return labels.isEmpty ? "" : "; \(CardWords.findOut[language].lowercased()): \(labels.joined(separator: ", "))"
  }
}
