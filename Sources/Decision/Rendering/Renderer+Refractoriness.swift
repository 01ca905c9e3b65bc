import Clinical
import Knowledge

extension Renderer {
  /// A clause on refractoriness: which drugs, and the therapies that show it.
  func phrase(for clause: RefractoryClause, _ leaf: Explanation.Leaf) -> String {
    guard let standing = leaf.standing else { return "\(Phrases.history[language]): \(Phrases.notRecorded[language])" }
    let records = leaf.facts.compactMap(record).joined(separator: "; ")
    func told(_ phrase: Text, _ drugs: [DrugID], _ suffix: String = "") -> String {
      "\(phrase[language]): \(drugs.map(name).joined(separator: ", "))\(suffix) — \(records)"
    }
    switch leaf.truth {
    case .unknown:
      let reason = leaf.gaps.isEmpty ? Phrases.tooShort[language] : unrecorded(leaf.gaps)
      return told(Phrases.refractorinessUnknown, standing.unknown) + ": \(reason)"
    case .holds where !standing.refractory.isEmpty: return told(Phrases.refractory, standing.refractory)
    case .fails where !standing.refractory.isEmpty:
      let count = standing.refractory.count
      // As many as were asked about: to each there is an alternative to which the disease is not refractory.
      let remark =
        Bounds(exactly: Magnitude(count)).lies(in: clause.count) == .holds
        ? Phrases.replaceable[language] : "\(count), \(Phrases.not[language]) \(localized(clause.count.symbols))"
      return told(Phrases.refractory, standing.refractory, " (\(remark))")
    case .holds, .fails:
      guard !standing.notRefractory.isEmpty else { return "\(Phrases.notGiven[language]): \(selection(clause.selection))" }
      return told(Phrases.notRefractory, standing.notRefractory)
    }
  }

  /// A clause on the option alone.
  func phrase(for clause: OptionClause, _ leaf: Explanation.Leaf) -> String {
    switch clause.test {
    case .contains(let drugs, let classes):
      let phrase = leaf.truth == .holds ? Phrases.optionHas : Phrases.optionLacks
      return "\(phrase[language]): \(selection(.named(drugs: drugs, classes: classes)))"
    case .drugs(let count):
      let not = leaf.truth == .holds ? "" : Phrases.not[language] + " "
      return "\(Phrases.optionDrugCount[language]): \(not)\(localized(count.symbols))"
    }
  }

  /// A therapy with all that refractoriness is judged by.
  private func record(_ fact: UsedFact) -> String? {
    guard case .therapy(let therapy) = fact.content else { return nil }
    var parts = therapy.bestResponse.map { [Phrases.response($0)[language]] } ?? []
    if let outcome = therapy.outcome { parts.append(Phrases.outcome(outcome)[language]) }
    if let months = therapy.durationMonths { parts.append(self.months(months)) }
    if let days = therapy.drugs.first(where: { !therapy.hasOwnEnd($0) }).flatMap(therapy.daysToProgression),
      therapy.outcome == .progressedAfterTherapy
    {
      parts.append("\(Phrases.day[language]) \(self.days(days))")
    }
    for drug in therapy.drugs where therapy.hasOwnEnd(drug) {
      let days = therapy.daysToProgression(of: drug).map { "\(Phrases.day[language]) \(self.days($0))" }
      parts.append("\(name(drug)): \(Phrases.lastDose[language])" + (days.map { ", " + $0 } ?? ""))
    }
    let names = therapy.drugs.map(name).joined(separator: " + ")
    return parts.isEmpty ? names : "\(names) (\(parts.joined(separator: ", ")))"
  }

  private func days(_ days: ClosedRange<Int>) -> String {
    days.lowerBound == days.upperBound ? "\(days.lowerBound)" : "\(days.lowerBound)–\(days.upperBound)"
  }
}
