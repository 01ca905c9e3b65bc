import Clinical
import Knowledge

extension Renderer {
  /// What a gap may turn out to hold, in words: `mutated` and `true` are words of the contract, not of a language.
  package func words(for possibility: Possibility, of gap: Gap) -> String {
    switch possibility.filling {
    case .flag(let flag): Phrases.flag(flag)[language]
    case .number: ([localized(possibility.when)] + unit(of: gap)).joined(separator: " ")
    case .code:
      possibility.when.split(separator: ", ").map { word(for: String($0), of: gap) }.joined(separator: ", ")
    case .codes(let ids):
      ids.isEmpty
        ? Phrases.none[language] : ids.map { word(for: $0, of: gap) }.joined(separator: gap.isChoiceOfDrugs ? " + " : ", ")
    }
  }

  private func unit(of gap: Gap) -> [String] {
    guard case .finding(let id) = gap, let unit = knowledge.vocabulary[id]?.unit else { return [] }
    return [unit.label[language]]
  }

  private func word(for id: String, of gap: Gap) -> String {
    let label: String? =
      switch gap {
      case .finding(let finding): knowledge.vocabulary[finding]?.code(CodeID(id))?.label[language]
      case .comorbidities: knowledge.vocabulary.comorbidities.first { $0.id.text == id }?.label[language]
      case .medications: knowledge.vocabulary.medications.first { $0.id.text == id }?.label[language]
      case .therapy(_, .outcome): TherapyOutcome(rawValue: id).map { Phrases.outcome($0)[language] }
      case .therapy(_, .bestResponse): BestResponse(rawValue: id).map { Phrases.response($0)[language] }
      case .priorTherapies, .therapy, .daysToProgression: name(DrugID(id))
      }
    return label ?? id
  }
}

extension Gap {
  fileprivate var isChoiceOfDrugs: Bool {
    if case .therapy(_, .drugs) = self { true } else { false }
  }
}
