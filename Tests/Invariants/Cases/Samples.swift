import Clinical
import Decision
import Knowledge

/// Seeded cases of all kinds in turn: of each disease drawn from the vocabulary, of its cohort, and myeloma with real regimens.
struct Samples: Sendable {
  private let subject: Subject
  private let engine: DecisionEngine
  private let seed: UInt64

  init(_ subject: Subject, seed: UInt64) {
    (self.subject, self.seed) = (subject, seed)
    engine = DecisionEngine(knowledge: subject.knowledge)
  }

  /// Those of some numbers; what a chunk holds depends on its first number and the seed only.
  func consultations(_ numbers: Range<Int>) -> [Consultation] {
    let diseases = subject.knowledge.diseases.entries
    let start = seed &* 1_000_003 &+ UInt64(numbers.lowerBound)
    var drawn = diseases.enumerated().map { DrawnCases(of: $1, subject, seed: start &+ UInt64($0)) }
    var cohorts = diseases.map { CohortCases(of: $0.id, subject.knowledge, engine: engine, seed: seed) }
    var myeloma = MyelomaCases(subject.knowledge, seed: start)
    return numbers.map { number in
      let kind = number % (2 * diseases.count + 1)
      if kind < diseases.count { return drawn[kind].next() }
      if kind < 2 * diseases.count {
        let index = kind - diseases.count
        return cohorts[index]?.consultation(number) ?? drawn[index].next()
      }
      return Consultation(myeloma.next())
    }
  }
}
