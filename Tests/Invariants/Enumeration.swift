import Clinical
import Knowledge

/// Every combination of every block of the cores.
struct Enumeration {
  let subject: Subject

  /// Prints a line for each block; the counterexample when there is one.
  func run(isFull: Bool) -> (tally: Tally, counterexample: Search.Counterexample?) {
    var total = Tally()
    for core in Core.all {
      for block in core.blocks where isFull || !block.isLarge {
        let start = ContinuousClock.now
        let search = Search(subject: subject, invariants: Invariant.all, strides: strides(of: block, isFull: isFull))
        let (tally, counterexample) = search.run(count: block.count, chunk: 512) { $0.map(block.consultation) }
        total.add(tally)
        if let counterexample { return (total, counterexample) }
        print("\(core.disease), \(block.name): \(block.count) combinations in \(start.elapsed)")
        // A block that offers nothing shows nothing.
        precondition(tally.casesWithOffer > 0, "nothing is offered in any combination")
      }
    }
    return (total, nil)
  }

  private func strides(of block: Block, isFull: Bool) -> Search.Strides {
    if block.isLarge { return Search.Strides(reasons: 1009, others: 40009) }
    return isFull ? Search.Strides(reasons: 23, others: 401) : Search.Strides(reasons: 101, others: 4001)
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
