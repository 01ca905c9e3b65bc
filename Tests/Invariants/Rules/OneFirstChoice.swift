import Clinical
import Decision
import Knowledge

extension Invariant {
  static let oneFirstChoice = Invariant(
    id: "one-first-choice", sentence: "There is one first choice at most, save where a step prefers several", cost: .verdicts
  ) { examination in
    let recommended = Set(examination.offered.filter { $0.verdict == .recommended }.map(\.option.regimen.id))
    guard recommended.count > 1 else { return nil }
    let steps = examination.subject.knowledge.pathways.entries.filter { $0.disease == examination.patient.disease }.flatMap(
      \.steps)
    guard !steps.contains(where: { recommended.isSubset(of: $0.preferred) }) else { return nil }
    return "\(recommended.map(\.text).sorted().joined(separator: ", ")) are all the first choice"
  }
}
