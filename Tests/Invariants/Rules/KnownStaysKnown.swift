import Clinical
import Decision
import Knowledge

extension Invariant {
  /// Contract 5.13 presumes that a combination of three is possible and that an option of the first box stands until it is known
  /// otherwise: steps that rest on this are left out, and `presumptions` names them.
  static let knownStaysKnown = Invariant(
    id: "known-stays-known", sentence: "More facts never turn a criterion that was known", cost: .others
  ) { examination in
    let before = examination.assessed.map { results(of: $0, in: examination.subject) }
    let later = OpenPlaces.Place(
      gap: .priorTherapies, fillings: OpenPlaces(of: examination.patient, examination.subject).laterTherapies())
    for place in examination.openPlaces + [later] {
      for filled in place.fillings {
        let question = examination.consultation.with(filled.patient)
        guard !examination.subject.isImpossible(question) else { continue }
        let after = Dictionary(
          uniqueKeysWithValues: examination.subject.assess(question).map {
            ($0.regimen.id, results(of: $0, in: examination.subject))
          })
        for (option, known) in zip(examination.assessed, before) {
          for (criterion, result) in known {
            guard let now = after[option.regimen.id]?[criterion] else { continue }
            examination.count("known criteria with one fact more")
            if now != result {
              return
                "\(criterion) of \(option.regimen.id) was \(result.rawValue) and is \(now.rawValue) once \(place.gap.name) is \(filled.name)"
            }
          }
        }
      }
    }
    return nil
  }

  /// The known ones, by id.
  private static func results(of option: Recommendation.OptionAssessment, in subject: Subject) -> [String: CriterionResult] {
    var results: [String: CriterionResult] = [:]
    for assessed in option.criteria where assessed.result != .unknown {
      if assessed.role == .step, subject.presumptions.contains(assessed.criterion.id) { continue }
      results[assessed.criterion.id] = assessed.result
    }
    return results
  }
}
