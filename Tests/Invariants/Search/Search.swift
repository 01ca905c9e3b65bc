import Clinical
import Dispatch
import Knowledge
import Synchronization

/// Looks at many consultations until one breaks an invariant.
struct Search: Sendable {
  /// How often more than the verdicts is looked at: every so many cases. Primes, so that they meet every value of every fact.
  struct Strides: Sendable {
    let reasons: Int
    let others: Int

    func cost(of number: Int) -> Invariant.Cost {
      number.isMultiple(of: others) ? .others : number.isMultiple(of: reasons) ? .reasons : .verdicts
    }
  }

  struct Counterexample: Sendable {
    let invariant: Invariant
    let consultation: Consultation
    let reason: String
  }

  let subject: Subject
  let invariants: [Invariant]
  let strides: Strides

  /// Goes through numbered consultations, in parallel, a chunk of numbers by one worker.
  func run(
    count: Int, chunk: Int, _ consultations: @Sendable (Range<Int>) -> [Consultation]
  ) -> (tally: Tally, counterexample: Counterexample?) {
    let found = Mutex<(tally: Tally, counterexample: Counterexample?)>((Tally(), nil))
    DispatchQueue.concurrentPerform(iterations: (count + chunk - 1) / chunk) { index in
      guard found.withLock({ $0.counterexample == nil }) else { return }
      let numbers = (index * chunk)..<min((index + 1) * chunk, count)
      var tally = Tally()
      for (number, consultation) in zip(numbers, consultations(numbers)) {
        guard let counterexample = look(at: consultation, strides.cost(of: number), &tally) else { continue }
        found.withLock { $0.counterexample = $0.counterexample ?? counterexample }
        return
      }
      found.withLock { $0.tally.add(tally) }
    }
    return found.withLock { $0 }
  }

  private func look(at consultation: Consultation, _ cost: Invariant.Cost, _ tally: inout Tally) -> Counterexample? {
    let examination = Examination(subject, consultation)
    guard let (invariant, reason) = Invariant.violation(in: examination, upTo: cost, of: invariants) else {
      tally.add(examination, lookedAt: cost)
      return nil
    }
    let smallest = Shrinking.smallest(consultation) { self.reason(of: invariant, in: $0) != nil }
    return Counterexample(
      invariant: invariant, consultation: smallest, reason: self.reason(of: invariant, in: smallest) ?? reason)
  }

  private func reason(of invariant: Invariant, in consultation: Consultation) -> String? {
    Invariant.violation(in: Examination(subject, consultation), upTo: .others, of: [invariant])?.reason
  }
}

extension Search.Counterexample {
  /// The case as a body that can be posted, and what such a body cannot say.
  var lines: [String] {
    let body = RequestBody(consultation)
    return ["\(invariant.id): \(invariant.sentence)", "  \(reason)", "  \(body.text())"] + body.reservations.map { "  but \($0)" }
  }
}
