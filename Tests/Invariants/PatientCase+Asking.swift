import Clinical

/// Naive answers of a case, apart from the evaluator's.
extension PatientCase {
  func value(of finding: String) -> Value? {
    facts.first { $0.finding.text == finding }?.value
  }

  /// Whether a flag is stated so.
  func states(_ finding: String, _ flag: Bool) -> Bool { value(of: finding) == .flag(flag) }

  /// Whether a coded finding is stated to be one of these.
  func states(_ finding: String, _ codes: String...) -> Bool {
    guard case .code(let code)? = value(of: finding) else { return false }
    return codes.contains(code.text)
  }

  /// Whether a number is known to be at least so much.
  func reaches(_ finding: String, _ number: Int) -> Bool {
    guard case .number(let bounds)? = value(of: finding), let lower = bounds.lower else { return false }
    return Magnitude(number) <= lower.value
  }

  /// Whether a number is known to be less.
  func isBelow(_ finding: String, _ number: Int) -> Bool {
    guard case .number(let bounds)? = value(of: finding), let upper = bounds.upper else { return false }
    return upper.value < Magnitude(number) || upper.value == Magnitude(number) && !upper.isIncluded
  }

  /// Whether a set is known to have a member.
  func includes(_ finding: String, _ code: String) -> Bool {
    guard case .codes(let roster)? = value(of: finding) else { return false }
    return roster.members.contains(CodeID(code))
  }

  func suffers(_ ids: String...) -> Bool {
    comorbidities?.roster.members.contains { ids.contains($0.text) } ?? false
  }

  func takes(_ ids: String...) -> Bool {
    medications?.roster.members.contains { ids.contains($0.text) } ?? false
  }

  /// Whether some drug of these was given.
  func received(_ drugs: Set<DrugID>) -> Truth {
    guard let priorTherapies else { return .unknown }
    var truth = isHistoryComplete ? Truth.fails : .unknown
    for therapy in priorTherapies {
      if therapy.drugs.contains(where: drugs.contains) { return .holds }
      for choices in therapy.uncertainDrugs {
        if choices.allSatisfy(drugs.contains) { return .holds }
        if choices.contains(where: drugs.contains) { truth = truth || .unknown }
      }
    }
    return truth
  }

  /// Whether the disease is known to have progressed while the drug was given.
  func progressed(on drug: DrugID) -> Bool {
    priorTherapies?.contains { $0.outcome == .progressedOnTherapy && $0.drugs.contains(drug) } ?? false
  }

  /// Whether a progression is known of.
  var hasProgressed: Bool {
    priorTherapies?.contains { $0.outcome == .progressedOnTherapy || $0.outcome == .progressedAfterTherapy } ?? false
  }
}
