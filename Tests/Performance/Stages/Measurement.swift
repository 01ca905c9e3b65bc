/// One of the things timed against each other.
struct Contender {
  let name: String
  /// Calls in one round: enough that the clock does not count.
  let calls: Int
  let body: () throws -> Int

  init(_ name: String, calls: Int, _ body: @escaping () throws -> Int) {
    self.name = name
    self.calls = calls
    self.body = body
  }
}

/// The times of a contender in microseconds a call.
struct Timing {
  let name: String
  let median: Double
  /// The first and the last decile.
  let spread: ClosedRange<Double>

  /// Times all contenders round by round, A B A B …, so that what disturbs one disturbs all.
  static func interleaved(_ contenders: [Contender], rounds: Int) throws -> [Timing] {
    var times = [[Double]](repeating: [], count: contenders.count)
    var produced = 0
    let clock = ContinuousClock()
    for round in -1..<rounds {
      for (index, contender) in contenders.enumerated() {
        let start = clock.now
        for _ in 0..<contender.calls { produced &+= try contender.body() }
        let elapsed = (clock.now - start) / contender.calls
        if round >= 0 { times[index].append(elapsed / .microseconds(1)) }
      }
    }
    // What was produced is used, so that no work can be left out.
    precondition(produced != 0)
    return zip(contenders, times).map { contender, times in Timing(name: contender.name, times: times.sorted()) }
  }

  private init(name: String, times: [Double]) {
    self.name = name
    median = times[times.count / 2]
    spread = times[times.count / 10]...times[times.count - 1 - times.count / 10]
  }
}
