import Clinical
import Knowledge

/// Every combination of every block of the cores.
struct Enumeration {
  let search: Search

  /// Prints a line for each block; the counterexample when there is one.
  func run(includingLarge: Bool) -> (tally: Tally, counterexample: Search.Counterexample?) {
    var total = Tally()
    for core in Core.all {
      for block in core.blocks where includingLarge || !block.isLarge {
        let start = ContinuousClock.now
        let (tally, counterexample) = search.run(count: block.count, chunk: 512) { $0.map(block.consultation) }
        total.add(tally)
        print(
          "\(core.disease), \(block.name): \(block.count) combinations in \(start.elapsed); \(counterexample == nil ? "no violation" : "a violation")"
        )
        if let counterexample { return (total, counterexample) }
        // A block that offers nothing shows nothing.
        guard tally.casesWithOffer > 0 else {
          print("  nothing is offered in any of them")
          return (total, nil)
        }
      }
    }
    return (total, nil)
  }
}

extension ContinuousClock.Instant {
  /// Seconds since then, with one decimal.
  var elapsed: String {
    let duration = ContinuousClock.now - self
    let tenths = duration.components.seconds * 10 + duration.components.attoseconds / 100_000_000_000_000_000
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
