import Clinical
import Decision
import Knowledge

extension Invariant {
  static let predictionsComeTrue = Invariant(
    id: "predictions-come-true", sentence: "Every prediction of `missingInformation` comes true, and with it nothing else",
    cost: .others
  ) { examination in
    for missing in examination.recommendation?.missing ?? [] {
      for when in Set(missing.changes.map(\.possibility.when)) {
        let changes = missing.changes.filter { $0.possibility.when == when }
        guard let possibility = changes.first?.possibility else { continue }
        let question = examination.consultation.with(examination.patient.filling(missing.gap, with: possibility.filling))
        if examination.subject.isImpossible(question) { return "\(missing.gap.name) is predicted to be \(when), which cannot be" }
        let after = examination.subject.verdicts(question)
        for (index, option) in examination.options.enumerated() {
          let change = changes.first { $0.regimen == option.regimen.id }
          examination.count("predictions", change == nil ? 0 : 1)
          let before = examination.verdicts[index]
          guard (change?.from ?? before) == before, (change?.to ?? before) == after[index] else {
            return
              "with \(missing.gap.name) \(when) \(option.regimen.id) goes from \(before.rawValue) to \(after[index].rawValue), predicted was \(change?.to.rawValue ?? "no change")"
          }
        }
      }
    }
    return nil
  }
}
