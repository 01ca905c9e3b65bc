package import Clinical
package import Knowledge

/// Makes the sentences of an answer in one language, from the parts that decided it.
package struct Renderer: Sendable {
  let knowledge: KnowledgeBase
  package let language: Language
  /// By position, as within a sentence.
  private let drugNames: [String]

  package init(knowledge: KnowledgeBase, language: Language) {
    self.knowledge = knowledge
    self.language = language
    drugNames = knowledge.drugs.entries.map { $0.name[language].lowercasedWithinSentence }
  }

  /// The answer in one sentence: the disease, the line asked about and what was derived.
  package func summary(of recommendation: Recommendation) -> String {
    let line = recommendation.nextLine.map(String.init) ?? Phrases.notRecorded[language]
    let level = recommendation.refractoriness.map { [name(of: $0.level)] } ?? []
    let derived = recommendation.derivedFacts.filter { $0.truth == .holds }.map {
      ($0.value?.name[language] ?? $0.definition.name[language]).lowercasedWithinSentence
    }
    let parts = [recommendation.disease.name[language], "\(Phrases.nextLine[language]): \(line)"] + level + derived
    return parts.joined(separator: "; ")
  }

  /// The value of a definition in words, or those it may have.
  package func name(of fact: Recommendation.DerivedFact) -> String {
    if let value = fact.value { return value.name[language] }
    guard !fact.possible.isEmpty else { return fact.definition.name[language] }
    let possible = fact.possible.map { $0.name[language] }.joined(separator: " / ")
    return "\(fact.definition.name[language]): \(Phrases.result(.unknown)[language]) (\(possible))"
  }

  /// An option in one sentence: its verdict and what decided it.
  package func summary(of option: Recommendation.OptionAssessment) -> String {
    var wording = Wording(renderer: self)
    return String(decoding: summary(of: option, &wording), as: UTF8.self)
  }

  /// The same in UTF-8, with words that were made before.
  package func summary(of option: Recommendation.OptionAssessment, _ wording: inout Wording) -> [UInt8] {
    var text = Array(Phrases.verdict(option.verdict)[language].utf8)
    switch option.verdict {
    case .recommended, .alternative:
      if let step = option.step { text += ": \(Phrases.step[language]) \(quoted(step.name[language]))".utf8 }
    case .conditional:
      let labels = missingLabels(of: option)
      guard labels.isEmpty else {
        text += ", \(Phrases.dependsOn[language]): \(labels.joined(separator: ", "))".utf8
        break
      }
      appendReasons(option, &wording, to: &text)
    case .notRecommended, .contraindicated: appendReasons(option, &wording, to: &text)
    }
    return text
  }

  /// A criterion's text in quotes and its result, in UTF-8.
  func result(_ result: CriterionResult, of criterion: Criterion) -> [UInt8] {
    Array("\(quoted(criterion.text[language])) \(Phrases.result(result)[language])".utf8)
  }

  /// What an option is conditional on, each once.
  private func missingLabels(of option: Recommendation.OptionAssessment) -> [String] {
    var labels: [String] = []
    for criterion in option.criteria where criterion.isDecisive {
      for label in criterion.explanation.gaps.map(label) where !labels.contains(label) { labels.append(label) }
    }
    return labels
  }

  private func appendReasons(_ option: Recommendation.OptionAssessment, _ wording: inout Wording, to text: inout [UInt8]) {
    text += ": ".utf8
    var isFirst = true
    for assessment in option.criteria where assessment.isDecisive {
      if !isFirst { text += "; ".utf8 }
      isFirst = false
      text += wording.result(of: assessment)
      let because = wording.because(assessment)
      guard !because.isEmpty else { continue }
      text += " (".utf8
      text += because
      text.append(UInt8(ascii: ")"))
    }
  }

  /// The decisive clauses in words, each once.
  package func because(_ explanation: Explanation) -> String {
    var wording = Wording(renderer: self)
    return String(decoding: wording.because(explanation), as: UTF8.self)
  }

  /// What is missing, in words.
  package func label(of gap: Gap) -> String {
    switch gap {
    case .finding(let id): knowledge.vocabulary[id]?.label[language] ?? id.text
    case .comorbidities: Phrases.comorbidities[language]
    case .medications: Phrases.medications[language]
    case .priorTherapies: Phrases.history[language]
    case .daysToProgression(let index, let drug):
      "\(Phrases.therapy[language]) \(index + 1): \(Phrases.attribute(.daysToProgression)[language]) (\(name(drug)))"
    case .therapy(let index, let attribute):
      "\(Phrases.therapy[language]) \(index + 1): \(Phrases.attribute(attribute)[language])"
    }
  }

  /// A number with the decimal sign of the language.
  package func number(_ number: Magnitude) -> String {
    number.written(point: language == .ru ? "," : ".")
  }

  package func quoted(_ text: String) -> String {
    language == .ru ? "«\(text)»" : "“\(text)”"
  }

  /// What a drug that the knowledge does not have means for the answer.
  package func notConsidered(_ name: String) -> String {
    "\(quoted(name)) \(Phrases.notConsidered[language])"
  }

  // Clauses.

  /// A clause with what of the case decided it.
  package func phrase(for leaf: Explanation.Leaf) -> String {
    switch leaf.clause {
    case .finding(let clause): phrase(for: clause, leaf)
    case .comorbidity(let clause):
      listed(leaf, clause.anyOf.map { label($0, among: knowledge.vocabulary.comorbidities) }, Phrases.comorbidities)
    case .medication(let clause):
      listed(leaf, clause.anyOf.map { label($0, among: knowledge.vocabulary.medications) }, Phrases.medications)
    case .therapy(let clause): phrase(for: clause, leaf)
    case .line(let clause): phrase(for: clause, leaf)
    case .jurisdiction: "\(Phrases.jurisdiction[language]): \(jurisdiction(of: leaf))"
    case .undetermined(let because): because[language]
    case .refractory(let clause): phrase(for: clause, leaf)
    case .option(let clause): phrase(for: clause, leaf)
    case .known, .noneStands, .all, .any, .not, .atLeast, .reference, .unknown: ""
    }
  }

  /// The jurisdiction asked about, whichever the clause names.
  private func jurisdiction(of leaf: Explanation.Leaf) -> String {
    guard case .jurisdiction(let id)? = leaf.facts.first?.content else { return Phrases.notAsked[language] }
    return label(id, among: knowledge.vocabulary.jurisdictions)
  }

  private func phrase(for clause: FindingClause, _ leaf: Explanation.Leaf) -> String {
    guard let finding = knowledge.vocabulary[clause.finding] else { return clause.finding.text }
    var label = finding.label[language]
    if let unit = finding.unit { label += ", " + unit.label[language] }
    guard let fact = leaf.facts.first, case .value(let value) = fact.content else {
      return "\(label): \(Phrases.notRecorded[language])"
    }
    var text = "\(label): \(words(for: value, of: finding))"
    if case .within(let bounds, _) = clause.test, leaf.truth != .unknown {
      text +=
        leaf.truth == .holds ? " (\(localized(bounds.symbols)))" : " (\(Phrases.not[language]) \(localized(bounds.symbols)))"
    }
    return leaf.truth == .unknown ? text + " (\(Phrases.tooImprecise[language]))" : text
  }

  private func words(for value: Value, of finding: Finding) -> String {
    switch value {
    case .flag(let flag): Phrases.flag(flag)[language]
    case .code(let code): finding.code(code)?.label[language] ?? code.text
    case .codes(let roster):
      roster.members.isEmpty
        ? Phrases.none[language]
        : roster.members.map { finding.code($0)?.label[language] ?? $0.text }.joined(separator: ", ")
    case .number(let bounds): localized(bounds.symbols)
    }
  }

  func localized(_ symbols: String) -> String {
    language == .ru ? String(symbols.map { $0 == "." ? "," : $0 }) : symbols
  }

  /// A duration: `1 month`, `24 months`, `< 6 months`.
  func months(_ duration: Bounds) -> String {
    let unit = duration.exact == Magnitude(1) ? Phrases.month : Phrases.months
    return "\(localized(duration.symbols)) \(unit[language])"
  }

  private func listed(_ leaf: Explanation.Leaf, _ asked: [String], _ list: Text) -> String {
    switch leaf.truth {
    case .unknown: return "\(list[language]): \(Phrases.notRecorded[language])"
    case .fails: return "\(Phrases.absent[language]): \(asked.joined(separator: ", "))"
    case .holds:
      return leaf.facts.flatMap { fact -> [String] in
        switch fact.content {
        case .comorbidities(let ids): ids.map { label($0, among: knowledge.vocabulary.comorbidities) }
        case .medications(let ids): ids.map { label($0, among: knowledge.vocabulary.medications) }
        case .value, .therapy, .history, .jurisdiction: []
        }
      }.joined(separator: ", ")
    }
  }

  private func phrase(for clause: TherapyClause, _ leaf: Explanation.Leaf) -> String {
    switch leaf.truth {
    case .holds: return leaf.facts.map(therapy).joined(separator: "; ")
    case .fails:
      let asked = suffix(of: clause)
      let phrase = asked.isEmpty ? Phrases.notGiven : Phrases.notInHistory
      return "\(phrase[language]): \(selection(clause.selection))\(asked)"
    case .unknown:
      let given = leaf.facts.map(therapy)
      return (given.isEmpty ? Phrases.history[language] : given.joined(separator: "; ")) + ": \(unrecorded(leaf.gaps))"
    }
  }

  func unrecorded(_ gaps: [Gap]) -> String {
    var attributes: [String] = []
    for case .therapy(_, let attribute) in gaps {
      let name = Phrases.attribute(attribute)[language]
      if !attributes.contains(name) { attributes.append(name) }
    }
    return ([Phrases.notRecorded[language]] + (attributes.isEmpty ? [] : ["(\(attributes.joined(separator: ", ")))"])).joined(
      separator: " ")
  }

  /// What a clause asks of a therapy beside its drugs.
  private func suffix(of clause: TherapyClause) -> String {
    var parts = clause.outcomes.map { Phrases.outcome($0)[language] }
    if let duration = clause.durationMonths { parts.append(months(duration)) }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }

  private func phrase(for clause: LineClause, _ leaf: Explanation.Leaf) -> String {
    let count = leaf.lineCount.map { localized($0.symbols) } ?? Phrases.notRecorded[language]
    var text = Phrases.priorLines[language]
    if case .named = clause.selection { text += " (\(selection(clause.selection)))" }
    return "\(text): \(count)"
  }

  func selection(_ selection: DrugSelection) -> String {
    switch selection {
    case .anyDrug: Phrases.anyTherapy[language]
    case .named(let drugs, let classes):
      (names(of: classes) + drugs.map(name)).joined(separator: ", ")
    case .ofOption(let except):
      Phrases.optionDrugs[language]
        + (except.isEmpty ? "" : ", \(Phrases.except[language]): \(names(of: except).joined(separator: ", "))")
    }
  }

  private func names(of classes: [DrugClassID]) -> [String] {
    classes.map { knowledge.classes[$0]?.name[language] ?? $0.text }
  }

  /// A therapy by its drugs, with how it ended and how long it took as far as that is stated.
  private func therapy(_ fact: UsedFact) -> String {
    guard case .therapy(let therapy) = fact.content else { return "" }
    var parts = therapy.outcome.map { [Phrases.outcome($0)[language]] } ?? []
    if let months = therapy.durationMonths { parts.append(self.months(months)) }
    let names = therapy.drugs.map(name).joined(separator: " + ")
    return parts.isEmpty ? names : "\(names) (\(parts.joined(separator: ", ")))"
  }

  func name(_ drug: DrugID) -> String {
    knowledge.drugs.position(of: drug).map { drugNames[$0] } ?? drug.text
  }

  private func label<Kind>(_ id: Identifier<Kind>, among terms: [ListedTerm<Identifier<Kind>>]) -> String {
    terms.first { $0.id == id }?.label[language] ?? id.text
  }
}

extension String {
  /// The first letter small, as within a sentence, unless it begins an abbreviation.
  package var lowercasedWithinSentence: String {
    guard let second = dropFirst().first, second.isLowercase || second == " " else { return self }
    return prefix(1).lowercased() + dropFirst()
  }
}
