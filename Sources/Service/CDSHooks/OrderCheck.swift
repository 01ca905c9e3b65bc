import Clinical
import Decision
import Knowledge

/// The cards of `order-select` and `order-sign`: what speaks against what is drafted.
struct OrderCheck {
  let maker: CardMaker
  let recommendation: Recommendation
  let orders: DraftOrders
  /// What is to be known of the record.
  let notes: [Text]

  private var language: Language { maker.language }

  /// What is judged together.
  private struct Subject {
    let name: String
    let options: [Recommendation.OptionAssessment]
    let references: [String]
    /// Whether the drugs drafted are those of the options, all of them.
    let isWhole: Bool
  }

  func cards() -> [Card] {
    let core = orders.drugs.filter { !isSupportive($0.drugs) }
    var cards = core.isEmpty ? [] : judged(core)
    if !orders.unknown.isEmpty {
      cards.append(notJudged(orders.unknown.joined(separator: ", "), CardWords.notJudged, key: "unknown"))
    }
    return cards
  }

  private func judged(_ core: [DraftOrders.Drafted]) -> [Card] {
    let exact = recommendation.options.filter { Self.matches($0.regimen.components, orders.drugs) }
    // Steroids may be drafted apart.
    let whole = exact.isEmpty ? recommendation.options.filter { Self.matches(coreComponents(of: $0.regimen), core) } : exact
    if !whole.isEmpty { return card(subject(core, whole, isWhole: true)).map { [$0] } ?? [] }
    let wider = options(with: core)
    if !wider.isEmpty {
      let subject = subject(core, wider, isWhole: false)
      if let card = card(subject) { return [card] }
      // A regimen is drafted drug by drug; only what is signed is complete.
      return maker.call.hook == .orderSign ? [notJudged(subject.name, CardWords.partOf, key: "part")] : []
    }
    let single = core.compactMap { drafted in
      let options = options(with: [drafted])
      return options.isEmpty ? nil : card(subject([drafted], options, isWhole: false))
    }
    return single.isEmpty ? [notJudged(name(core), CardWords.notJudged, key: "set")] : single
  }

  // Regimens.

  /// Whether each component has its drug and there is no other.
  private static func matches(_ components: [Regimen.Component], _ drafted: [DraftOrders.Drafted]) -> Bool {
    !components.isEmpty && components.count == drafted.count && covers(components, drafted[...])
  }

  /// Whether each of the drugs can be one of the components, each another.
  private static func covers(_ components: [Regimen.Component], _ drafted: ArraySlice<DraftOrders.Drafted>) -> Bool {
    guard let first = drafted.first else { return true }
    return components.indices.contains { index in
      guard ([components[index].drug] + components[index].alternatives).contains(where: first.drugs.contains) else {
        return false
      }
      var rest = components
      rest.remove(at: index)
      return covers(rest, drafted.dropFirst())
    }
  }

  private func options(with drafted: [DraftOrders.Drafted]) -> [Recommendation.OptionAssessment] {
    guard drafted.count <= Self.mostDrugs else { return [] }
    return recommendation.options.filter { Self.covers($0.regimen.components, drafted[...]) }
  }

  /// No regimen has more; so the search stays short.
  private static let mostDrugs = 10

  private func coreComponents(of regimen: Regimen) -> [Regimen.Component] {
    regimen.components.filter { !isSupportive([$0.drug]) }
  }

  /// Whether all are outside group L of the ATC, as steroids are.
  private func isSupportive(_ drugs: [DrugID]) -> Bool {
    drugs.allSatisfy { id in
      guard let drug = maker.knowledge.drugs[id] else { return false }
      let codes = drug.terms.filter { $0.system == .atc }.map(\.code)
      return drug.kind == .concomitant || (!codes.isEmpty && !codes.contains { $0.hasPrefix("L") })
    }
  }

  private func subject(
    _ drafted: [DraftOrders.Drafted], _ options: [Recommendation.OptionAssessment], isWhole: Bool
  ) -> Subject {
    var references: [String] = []
    for reference in (isWhole ? orders.drugs : drafted).flatMap(\.references) where !references.contains(reference) {
      references.append(reference)
    }
    let regimen = isWhole && Set(options.map(\.regimen.name)).count == 1 ? options.first?.regimen.name[language] : nil
    return Subject(name: regimen ?? name(drafted), options: options, references: references, isWhole: isWhole)
  }

  private func name(_ drafted: [DraftOrders.Drafted]) -> String {
    drafted.map { drafted in
      drafted.drugs.map { maker.knowledge.drugs[$0]?.name[language] ?? $0.text }.joined(separator: " / ")
    }.joined(separator: " + ")
  }

  // Cards.

  /// What speaks against a subject; `nil` when one of its options may be used. The best of the options decides: the dose is not read.
  private func card(_ subject: Subject) -> Card? {
    guard let best = subject.options.min(by: { ($0.verdict, $0.rank) < ($1.verdict, $1.rank) }) else { return nil }
    let indicator: Card.Indicator
    switch best.verdict {
    case .recommended, .alternative: return nil
    case .conditional: indicator = .info
    case .notRecommended: indicator = .warning
    case .contraindicated: indicator = .critical
    }
    let uuid = maker.uuid(recommendation.disease.id.text, "order", subject.name, subject.references.joined(separator: " "))
    let better = best.verdict == .conditional ? [] : self.better
    let standing = CardWords.standing(best.verdict)[language]
    let scope = subject.isWhole ? "" : " \(CardWords.anyRegimen[language])"
    let reason = best.verdict == .conditional ? maker.dependence(of: best) : because(best).map { ": " + $0 } ?? ""
    let detail = maker.detail(
      [Markdown.strong("\(subject.name) — \(standing)\(scope)")]
        + Markdown.section(CardWords.why[language], maker.reasons(best))
        + Markdown.section(CardWords.cautions[language], maker.cautions(best))
        + Markdown.section(
          CardWords.better[language],
          better.map { Markdown.escape("\(maker.name(of: $0.regimen)): \(maker.renderer.summary(of: $0))") })
        + Markdown.section(CardWords.notices[language], notes.map { Markdown.escape($0[language]) }))
    return Card(
      uuid: uuid, summary: CardText.summary("\(subject.name) — \(standing)\(scope)\(reason)"), detail: detail,
      indicator: indicator,
      suggestions: better.compactMap { maker.suggestion($0, of: uuid, insteadOf: subject.references) }, canBeOverridden: true,
      links: maker.links([best] + better))
  }

  /// The first options that may be used.
  private var better: [Recommendation.OptionAssessment] {
    Array(recommendation.options.filter { $0.verdict <= .alternative }.prefix(3))
  }

  /// What of the case speaks against an option, in a word: a hard stop before all else.
  private func because(_ option: Recommendation.OptionAssessment) -> String? {
    let against = option.criteria.filter { $0.isDecisive && $0.result == .notMet }
    let first = against.first { $0.criterion.ifNotMet == .contraindicated } ?? against.first { $0.role == .own } ?? against.first
    guard let first else { return nil }
    let because = maker.renderer.because(first.explanation)
    return because.isEmpty ? first.criterion.text[language] : because
  }

  private func notJudged(_ name: String, _ words: Text, key: String) -> Card {
    let text = "\(name): \(words[language])"
    return Card(
      uuid: maker.uuid(recommendation.disease.id.text, "order", key, name), summary: CardText.summary(text),
      detail: maker.detail([Markdown.escape(text)]), indicator: .info, suggestions: [], canBeOverridden: false,
      links: maker.links([]))
  }
}
