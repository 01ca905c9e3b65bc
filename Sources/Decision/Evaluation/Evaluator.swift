import Clinical
import Knowledge

/// Gives every node of a program its truth. Total and pure: nothing is thrown, skipped or remembered.
struct Evaluator {
  let program: Program

  /// The truth of every node, or of the first `count`.
  func truths(in snapshot: Snapshot, count: Int? = nil) -> [Truth] {
    truths(in: snapshot, standing(in: snapshot), count: count)
  }

  /// The same where the standing is known.
  func truths(in snapshot: Snapshot, _ standing: Standing?, count: Int? = nil) -> [Truth] {
    let count = count ?? program.operations.count
    var truths = [Truth](repeating: .unknown, count: count)
    fill(&truths, snapshot, standing)
    return truths
  }

  private func fill(_ truths: inout [Truth], _ snapshot: Snapshot, _ standing: Standing?) {
    // A span, since each write to an array would ask anew whether it is shared.
    var known = truths.mutableSpan
    let operations = program.operations
    for node in known.indices { known[node] = truth(of: operations[node], in: snapshot, standing, known.span) }
  }

  /// The case in worlds in each of which one of the possibilities came true, in their order; `nil`: none of them touches anything.
  ///
  /// `actual` and `actualStanding`: the truths and the refractoriness in the case as it is.
  func worlds(
    _ actual: [Truth], of snapshot: Snapshot, _ actualStanding: Standing?, assuming possibilities: ArraySlice<Possibility>
  ) -> Worlds? {
    var worlds: Worlds?
    var trial = snapshot
    let operations = program.operations
    for (world, possibility) in possibilities.enumerated() {
      let variable = possibility.variable
      let readers = program.readers[variable]
      guard !readers.isEmpty else { continue }
      possibility.apply(to: &trial)
      let standing = variable.isOfHistory ? standing(in: trial) : nil
      let isSameStanding = standing == actualStanding
      // What no step lists is not evaluated unless it is asked for; it stands after all else.
      for node in readers where node < actual.count {
        if isSameStanding, case .refractory = operations[node] { continue }
        let truth = truth(of: operations[node], in: trial, standing, actual.span)
        switch (truth, actual[node]) {
        case (.fails, .fails), (.unknown, .unknown), (.holds, .holds): continue
        default: break
        }
        if worlds == nil { worlds = Worlds(like: actual) }
        worlds?.set(truth, of: node, in: world)
      }
      trial.restore(variable, from: snapshot)
    }
    worlds?.combine(by: program)
    return worlds
  }

  /// Refractoriness by the whole history, and by its last line alone. Shared: every clause on refractoriness looks at it.
  final class Standing: Equatable, Sendable {
    let ever: Refractoriness
    let inLatestLine: Refractoriness

    init(ever: Refractoriness, inLatestLine: Refractoriness) {
      (self.ever, self.inLatestLine) = (ever, inLatestLine)
    }

    static func == (left: Standing, right: Standing) -> Bool {
      left.ever == right.ever && left.inLatestLine == right.inLatestLine
    }
  }

  /// `nil`: the program asks for no refractoriness.
  func standing(in snapshot: Snapshot) -> Standing? {
    guard let rule = program.asksForRefractoriness else { return nil }
    let isComplete = snapshot.isHistoryComplete
    // Which line is the latest is not known of an incomplete history.
    let latest = isComplete ? snapshot.therapies.map { Snapshot.latestLine(of: $0) } : nil
    return Standing(
      ever: Refractoriness(of: snapshot.therapies, isComplete: isComplete, by: rule, allDrugs: program.allDrugs),
      inLatestLine: Refractoriness(of: latest, isComplete: isComplete, by: rule, allDrugs: program.allDrugs))
  }

  private func truth(
    of operation: Program.Operation, in snapshot: borrowing Snapshot, _ standing: Standing?, _ truths: Span<Truth>
  ) -> Truth {
    switch operation {
    case .undetermined: .unknown
    case .constant(let holds): Truth(holds)
    case .all(let range): least(range, truths)
    case .any(let range): greatest(range, truths)
    case .atLeast(let count, let range): atLeast(count, range, truths)
    case .not(let child): !truths[child]
    case .isUnknown(let child): Truth(truths[child] == .unknown)
    case .isKnown(let child): Truth(truths[child] == .holds)
    case .oneOf(let finding, let mask): Self.truth(of: snapshot.findings[finding].mask, within: mask)
    case .includes(let finding, let mask):
      snapshot.findings[finding].mask & mask != 0
        ? .holds
        : snapshot.findings[finding].isComplete || mask & ~snapshot.findings[finding].absent == 0 ? .fails : .unknown
    case .within(let finding, let bounds): snapshot.findings[finding].bounds.lies(in: bounds)
    case .comorbidity(let list): Self.truth(of: snapshot.comorbidities, naming: program.lists[list])
    case .medication(let list): Self.truth(of: snapshot.medications, naming: program.lists[list])
    case .therapy(let test): truth(of: program.therapyTests[test], snapshot)
    case .line(let test): Self.truth(of: program.lineTests[test], in: snapshot)
    case .refractory(let test): Self.truth(of: program.refractoryTests[test], standing)
    case .jurisdiction(let index): Truth(snapshot.jurisdiction == program.jurisdictions[index])
    }
  }

  private func least(_ range: Range<Int>, _ truths: Span<Truth>) -> Truth {
    var least = Truth.holds
    for child in program.children[range] {
      switch truths[child] {
      case .fails: return .fails
      case .unknown: least = .unknown
      case .holds: break
      }
    }
    return least
  }

  private func greatest(_ range: Range<Int>, _ truths: Span<Truth>) -> Truth {
    var greatest = Truth.fails
    for child in program.children[range] {
      switch truths[child] {
      case .holds: return .holds
      case .unknown: greatest = .unknown
      case .fails: break
      }
    }
    return greatest
  }

  private func atLeast(_ count: Int, _ range: Range<Int>, _ truths: Span<Truth>) -> Truth {
    var (holding, unknown) = (0, 0)
    for index in range {
      switch truths[program.children[index]] {
      case .holds: holding += 1
      case .unknown: unknown += 1
      case .fails: break
      }
    }
    return holding >= count ? .holds : holding + unknown < count ? .fails : .unknown
  }

  private static func truth(of possible: UInt64, within allowed: UInt64) -> Truth {
    possible & ~allowed == 0 ? .holds : possible & allowed == 0 ? .fails : .unknown
  }

  private static func truth(of list: Snapshot.Named, naming members: BitSet) -> Truth {
    list.members.intersects(members)
      ? .holds : list.isComplete || members.isSubset(of: list.absent) ? .fails : .unknown
  }

  // The history.

  private func truth(of test: Program.TherapyTest, _ snapshot: borrowing Snapshot) -> Truth {
    guard let therapies = snapshot.therapies, snapshot.isHistoryComplete || !test.content.isLatestLine else { return .unknown }
    var truth = snapshot.isHistoryComplete ? Truth.fails : .unknown
    let asked = test.content.isLatestLine ? Snapshot.latestLine(of: therapies).indices : therapies.indices
    for index in asked {
      switch Self.truth(of: test, therapies[index]) {
      case .holds: return .holds
      case .unknown: truth = .unknown
      case .fails: break
      }
    }
    return truth
  }

  private static func truth(of test: Program.RefractoryTest, _ standing: Standing?) -> Truth {
    guard let standing else { return .unknown }
    return (test.isLatestLine ? standing.inLatestLine : standing.ever).count(of: test).lies(in: test.count)
  }

  /// Whether one therapy is as the test says.
  static func truth(of test: Program.TherapyTest, _ therapy: Snapshot.Therapy) -> Truth {
    guard test.content.settings == 0 || test.content.settings & therapy.content.setting != 0 else { return .fails }
    var truth = test.content.drugs.truth(for: therapy)
    if case .fails = truth { return .fails }
    if !test.content.outcomes.isEmpty {
      if let outcome = therapy.content.outcome {
        if !test.content.outcomes.contains(outcome) { return .fails }
      } else {
        truth = .unknown
      }
    }
    if !test.content.bestResponses.isEmpty {
      if let response = therapy.content.bestResponse {
        if !test.content.bestResponses.contains(response) { return .fails }
      } else {
        truth = .unknown
      }
    }
    if let duration = test.content.durationMonths {
      truth = truth && therapy.content.durationMonths.lies(in: duration)
    }
    return truth
  }

  private static func truth(of test: Program.LineTest, in snapshot: borrowing Snapshot) -> Truth {
    count(of: test, in: snapshot).lies(in: test.content.count)
  }

  /// How many lines are as the test says, with those nobody has told of.
  static func count(of test: Program.LineTest, in snapshot: borrowing Snapshot) -> Bounds {
    guard let therapies = snapshot.therapies else { return Bounds(lower: Bounds.End(Magnitude(0)), upper: nil) }
    let count = count(of: test, therapies)
    return snapshot.isHistoryComplete ? count : Bounds(lower: count.lower, upper: nil)
  }

  /// How many lines of the history are as the test says: those that surely are, to those that may be.
  static func count(of test: Program.LineTest, _ therapies: [Snapshot.Therapy]) -> Bounds {
    var (holding, possible) = (BitSet(), BitSet())
    for therapy in therapies where test.content.settings & therapy.content.setting != 0 {
      switch truth(of: test, therapy) {
      case .fails: continue
      case .unknown: break
      case .holds: holding.insert(therapy.content.lineOrdinal)
      }
      possible.insert(therapy.content.lineOrdinal)
    }
    return Bounds(lower: Bounds.End(Magnitude(holding.count)), upper: Bounds.End(Magnitude(possible.count)))
  }

  /// Whether a therapy of one of the test's settings is one that counts.
  static func truth(of test: Program.LineTest, _ therapy: Snapshot.Therapy) -> Truth {
    test.content.drugs.truth(for: therapy) && !test.content.exceptDrugs.truth(for: therapy)
  }
}
