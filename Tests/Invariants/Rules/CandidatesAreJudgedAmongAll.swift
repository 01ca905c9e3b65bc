import Clinical
import Decision
import Knowledge

extension Invariant {
  /// Contract 5.17. What no step lists is asked about here, too, and is never offered.
  static let candidatesAreJudgedAmongAll = Invariant(
    id: "candidates-among-all", sentence: "An option asked about alone has the verdict and the predictions it has among all",
    cost: .others
  ) { examination in
    let regimens = examination.subject.knowledge.regimens.entries
    for regimen in regimens where regimen.disease == examination.patient.disease && regimen.kind != .priorOnly {
      var question = examination.consultation
      question.candidates = [regimen.id]
      guard let alone = examination.subject.recommend(question), let option = alone.options.first, alone.options.count == 1 else {
        return "\(regimen.id) asked about alone is not answered alone"
      }
      examination.count("options asked about alone")
      guard let among = examination.verdict(of: regimen.id) else {
        if option.verdict < .notRecommended { return "\(regimen.id) is in no step and \(option.verdict.rawValue)" }
        continue
      }
      if option.verdict != among { return "\(regimen.id) is \(among.rawValue) among all and \(option.verdict.rawValue) alone" }
      if predictions(of: regimen.id, in: alone) != predictions(of: regimen.id, in: examination.recommendation) {
        return "other changes of \(regimen.id) are predicted when it is asked about alone"
      }
    }
    return nil
  }

  private static func predictions(of regimen: RegimenID, in recommendation: Recommendation?) -> Set<String> {
    let missing = recommendation?.missing ?? []
    return missing.reduce(into: []) { predictions, missing in
      for change in missing.changes where change.regimen == regimen {
        predictions.insert("\(missing.gap.name) \(change.possibility.when) \(change.from) \(change.to)")
      }
    }
  }
}
