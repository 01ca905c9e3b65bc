import Clinical

extension PatientCase {
  /// The case as lines to read.
  var lines: [String] {
    facts.map { "\($0.finding) = \($0.value)" }
      + (priorTherapies?.map { therapy in
        let parts = [
          therapy.drugs.map(\.text).joined(separator: " + "), therapy.line.map { "line \($0)" }, therapy.outcome?.rawValue,
          therapy.bestResponse?.rawValue, therapy.durationMonths.map { "months \($0)" },
          therapy.daysToProgression.map { "day \($0)" },
          therapy.daysToProgressionByDrug.isEmpty ? nil : "by drug \(therapy.daysToProgressionByDrug)",
        ]
        return "prior: " + parts.compactMap { $0 }.joined(separator: ", ")
      } ?? ["no history"])
  }
}
