import Clinical
import Decision
import Knowledge

extension Invariant {
  static let nothingElseMatters = Invariant(
    id: "nothing-else-matters",
    sentence: "What `missingInformation` does not name, or does not name with this value, changes no verdict",
    cost: .others
  ) { examination in
    guard let recommendation = examination.recommendation else { return "there is no answer" }
    let missing = Dictionary(uniqueKeysWithValues: recommendation.missing.map { ($0.gap, $0.changes) })
    for place in examination.openPlaces {
      for filled in place.fillings {
        if let changes = missing[place.gap], !filled.isToldApart(from: changes.map(\.possibility.filling)) { continue }
        let question = examination.consultation.with(filled.patient)
        guard !examination.subject.isImpossible(question) else { continue }
        examination.count("values said not to matter")
        let after = examination.subject.verdicts(question)
        guard let index = after.indices.first(where: { after[$0] != examination.verdicts[$0] }) else { continue }
        let (was, now) = (examination.verdicts[index].rawValue, after[index].rawValue)
        return
          "\(examination.options[index].regimen.id) goes from \(was) to \(now) once \(place.gap.name) is \(filled.name), which was not predicted"
      }
    }
    return nil
  }
}
