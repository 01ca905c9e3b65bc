import Knowledge

/// Runs both searches and says what was looked at.
struct Report {
  let subject: Subject
  let options: Options

  /// Whether nothing is as it must not be.
  func run() -> Bool {
    let complaints = Core.all.flatMap { CoreCoverage($0, subject).complaints() }
    for complaint in complaints { print(complaint) }
    guard complaints.isEmpty else { return false }

    return (options.onlySamples || enumerates()) && draws()
  }

  private func enumerates() -> Bool {
    let start = ContinuousClock.now
    let enumerated = Enumeration(subject: subject).run(isFull: options.isFull)
    guard report("enumerated", enumerated, since: start) else { return false }
    let unseen = stepsNeverMet(enumerated.tally)
    for step in unseen { print("step \(step) is met in no combination that was looked at with its reasons") }
    return unseen.isEmpty
  }

  private func draws() -> Bool {
    let start = ContinuousClock.now
    let samples = Samples(subject, seed: options.seed)
    let search = Search(subject: subject, invariants: Invariant.all, strides: Search.Strides(reasons: 7, others: 41))
    let sampled = search.run(count: options.cases, chunk: 256) { samples.consultations($0) }
    return report("sampled with seed \(options.seed)", sampled, since: start)
  }

  private func report(
    _ what: String, _ found: (tally: Tally, counterexample: Search.Counterexample?), since start: ContinuousClock.Instant
  ) -> Bool {
    let tally = found.tally
    if let counterexample = found.counterexample {
      for line in counterexample.lines { print(line) }
      return false
    }
    let looks = "\(tally.looks[.reasons, default: 0] + tally.looks[.others, default: 0]) with their reasons"
    print(
      "\(tally.cases) cases \(what) in \(start.elapsed): 0 violations; \(looks), \(tally.looks[.others, default: 0]) beside others made from them"
    )
    print("  \(tally.casesWithOffer) were offered something, \(tally.impossible) cannot be")
    let verdicts = Verdict.allCases.map { "\(tally.verdicts[$0, default: 0]) \($0.rawValue)" }
    print("  verdicts: \(verdicts.joined(separator: ", "))")
    let compared = tally.compared.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    print("  compared: \(compared.joined(separator: ", "))")
    let threefold = tally.results.values.count { $0.count == 3 }
    print("  \(tally.results.count) criteria of options and steps, \(threefold) of them met, not met and unknown")
    // A search that offers nothing shows nothing.
    guard tally.casesWithOffer * 10 > tally.cases else {
      print("too few of them were offered something for this to show anything")
      return false
    }
    return true
  }

  /// Steps of a pathway that no option was seen to be placed by.
  private func stepsNeverMet(_ tally: Tally) -> [String] {
    subject.knowledge.pathways.entries.flatMap(\.steps).map(\.criterion.id).filter {
      tally.results[$0]?.contains(.met) != true
    }
  }
}
