package import Audit
import JSON
import Knowledge
import Synchronization

/// Counts what clinicians did with cards, each report once. Without a log it keeps the counts only, and until the process ends.
package final class FeedbackStore: Sendable {
  /// What was reported to one service.
  struct Counts: Sendable {
    var accepted = 0
    var overridden = 0
    /// Reports that had come before.
    var duplicates = 0
    /// Reports of cards that are not among those this process has given lately.
    var unknownCards = 0
    /// Of codes of HL7; others count together.
    var reasons: [String: Int] = [:]
    var otherReasons = 0
  }

  /// What makes two reports the same.
  private struct Key: Hashable {
    let service: HookService
    let card: String
    let outcome: Feedback.Outcome
    let suggestions: [String]
    let timestamp: String

    init(_ feedback: Feedback, _ service: HookService) {
      self.service = service
      (card, outcome, timestamp) = (feedback.card, feedback.outcome, feedback.timestamp)
      suggestions = feedback.suggestions.sorted()
    }
  }

  private struct State {
    var counts: [HookService: Counts] = [:]
    var seen: RecentSet<Key>
    var given: RecentSet<String>

    mutating func count(_ report: Feedback, of service: HookService, isOfKnownCard: Bool) {
      guard seen.insert(Key(report, service)) else { return }
      var counts = counts[service] ?? Counts()
      if !isOfKnownCard { counts.unknownCards += 1 }
      switch report.outcome {
      case .accepted: counts.accepted += 1
      case .overridden: counts.overridden += 1
      }
      if let reason = report.reason {
        // What others call their reasons is not counted by name: it may be anything.
        if reason.system == OverrideReason.system, OverrideReason(rawValue: reason.code) != nil {
          counts.reasons[reason.code, default: 0] += 1
        } else {
          counts.otherReasons += 1
        }
      }
      self.counts[service] = counts
    }
  }

  private let state: Mutex<State>
  private let log: AppendOnlyLog?

  /// Remembers the last `capacity` reports, and as many cards.
  ///
  /// `log`: where reports are kept; `lines`: what it holds already, which counts again.
  package init(capacity: Int = 50_000, log: AppendOnlyLog? = nil, restoring lines: some Sequence<ArraySlice<UInt8>> = []) {
    self.log = log
    var state = State(seen: RecentSet(capacity: capacity), given: RecentSet(capacity: capacity))
    for line in lines {
      guard let record = (try? JSONDocument.parse(Array(line))).flatMap({ FeedbackRecord($0.root) }) else { continue }
      state.count(record.feedback, of: record.service, isOfKnownCard: record.isOfKnownCard)
    }
    self.state = Mutex(state)
  }

  /// Notes cards that were given, so that reports of them can be told from others.
  func note(given cards: [String]) {
    guard !cards.isEmpty else { return }
    state.withLock { state in
      for card in cards { state.given.insert(card) }
    }
  }

  /// Records reports; those that are new, in their order. When this throws, the rest is to be reported again.
  @discardableResult
  func record(_ reports: [Feedback], of service: HookService, client: String? = nil) throws(LogError) -> [Feedback] {
    try state.withLock { state throws(LogError) in
      var new: [Feedback] = []
      for report in reports {
        guard !state.seen.contains(Key(report, service)) else {
          state.counts[service, default: Counts()].duplicates += 1
          continue
        }
        let record = FeedbackRecord(
          feedback: report, service: service, isOfKnownCard: state.given.contains(report.card.lowercased()))
        // First it is kept, then it counts.
        try log?.append(record.line(client: client))
        state.count(report, of: service, isOfKnownCard: record.isOfKnownCard)
        new.append(report)
      }
      return new
    }
  }

  func counts(of service: HookService) -> Counts {
    state.withLock { $0.counts[service] ?? Counts() }
  }
}

/// A set that forgets the oldest beyond its capacity.
struct RecentSet<Element: Hashable & Sendable>: Sendable {
  private var members: Set<Element> = []
  private var order: [Element] = []
  private var oldest = 0
  private let capacity: Int

  init(capacity: Int) {
    precondition(capacity > 0, "a set of nothing remembers nothing")
    self.capacity = capacity
  }

  func contains(_ element: Element) -> Bool { members.contains(element) }

  /// Whether it is new.
  @discardableResult
  mutating func insert(_ element: Element) -> Bool {
    guard members.insert(element).inserted else { return false }
    guard order.count == capacity else {
      order.append(element)
      return true
    }
    members.remove(order[oldest])
    order[oldest] = element
    oldest = (oldest + 1) % capacity
    return true
  }
}
