import Clinical
package import Knowledge

/// A condition in words, as the tree it is.
package enum Outline: Sendable, Equatable {
  case line(String)
  indirect case group(String, [Outline])
}

extension Renderer {
  /// What a condition asks, whatever the case.
  package func outline(of condition: Condition) -> Outline {
    switch condition {
    case .all(let children): group(Phrases.allOf, children)
    case .any(let children): group(Phrases.anyOf, children)
    case .atLeast(let count, let children):
      .group("\(Phrases.atLeastOf[language]) \(count)", children.map { outline(of: $0) })
    case .not(let child): group(Phrases.notSo, [child])
    case .known(let child): group(Phrases.knownThat, [child])
    case .unknown(let child): group(Phrases.unknownWhether, [child])
    case .reference(let id): .line(knowledge.definitions[id]?.name[language] ?? id.text)
    case .undetermined(let because): .line(because[language])
    case .noneStands(let clause): .line("\(Phrases.noneStands[language]) \(quoted(stepName(clause.step)))")
    case .finding(let clause): .line(question(clause))
    case .comorbidity(let clause):
      .line("\(Phrases.comorbidities[language]): \(list(clause.anyOf, among: knowledge.vocabulary.comorbidities))")
    case .medication(let clause):
      .line("\(Phrases.medications[language]): \(list(clause.anyOf, among: knowledge.vocabulary.medications))")
    case .therapy(let clause): .line(question(clause))
    case .refractory(let clause): .line(question(clause))
    case .line(let clause):
      .line("\(Phrases.priorLines[language])\(named(clause.selection)): \(localized(clause.count.symbols))")
    case .option(let clause): .line(question(clause))
    case .jurisdiction(let id):
      .line("\(Phrases.jurisdiction[language]): \(list([id], among: knowledge.vocabulary.jurisdictions))")
    }
  }

  private func group(_ heading: Text, _ children: [Condition]) -> Outline {
    .group(heading[language], children.map { outline(of: $0) })
  }

  private func stepName(_ id: String) -> String {
    knowledge.pathways.entries.lazy.flatMap(\.steps).first { $0.id == id }?.name[language] ?? id
  }

  private func question(_ clause: FindingClause) -> String {
    guard let finding = knowledge.vocabulary[clause.finding] else { return clause.finding.text }
    let label = finding.label[language]
    switch clause.test {
    case .flag(let flag): return "\(label): \(Phrases.flag(flag)[language])"
    case .anyOf(let codes), .includesAny(let codes):
      return "\(label): \(codes.map { finding.code($0)?.label[language] ?? $0.text }.joined(separator: " / "))"
    case .within(let bounds, _):
      return "\(label) \(localized(bounds.symbols))" + (finding.unit.map { " " + $0.label[language] } ?? "")
    }
  }

  private func question(_ clause: TherapyClause) -> String {
    var parts = clause.outcomes.map { Phrases.outcome($0)[language] }
    if !clause.bestResponses.isEmpty {
      parts.append(clause.bestResponses.map { Phrases.response($0)[language] }.joined(separator: " / "))
    }
    if let duration = clause.durationMonths { parts.append(months(duration)) }
    if clause.isLatestLine { parts.append(Phrases.latestLine[language]) }
    let asked = parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    return "\(Phrases.given[language]): \(selection(clause.selection))\(asked)"
  }

  private func question(_ clause: RefractoryClause) -> String {
    let isOne = clause.count.lower?.value == Magnitude(1) && clause.count.upper == nil
    var parts = isOne ? [] : [localized(clause.count.symbols)]
    if clause.isLatestLine { parts.append(Phrases.latestLine[language]) }
    let asked = parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    return "\(Phrases.refractory[language]): \(selection(clause.selection))\(asked)"
  }

  private func question(_ clause: OptionClause) -> String {
    switch clause.test {
    case .contains(let drugs, let classes):
      "\(Phrases.optionHas[language]): \(selection(.named(drugs: drugs, classes: classes)))"
    case .drugs(let count): "\(Phrases.optionDrugCount[language]): \(localized(count.symbols))"
    }
  }

  private func named(_ selection: DrugSelection) -> String {
    if case .anyDrug = selection { return "" }
    return " (\(self.selection(selection)))"
  }

  private func list<Kind>(_ ids: [Identifier<Kind>], among terms: [ListedTerm<Identifier<Kind>>]) -> String {
    ids.map { id in terms.first { $0.id == id }?.label[language] ?? id.text }.joined(separator: " / ")
  }
}
