import Knowledge
import Synchronization

/// Counts what clinicians did with cards, each report once; nothing of a patient is kept.
final class FeedbackStore: Sendable {
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
  }

  private let state: Mutex<State>

  /// Remembers the last `capacity` reports, and as many cards.
  init(capacity: Int = 50_000) {
    state = Mutex(State(seen: RecentSet(capacity: capacity), given: RecentSet(capacity: capacity)))
  }

  /// Notes cards that were given, so that reports of them can be told from others.
  func note(given cards: [String]) {
    guard !cards.isEmpty else { return }
    state.withLock { state in
      for card in cards { state.given.insert(card) }
    }
  }

  /// Records reports; those that are new, in their order.
  @discardableResult
  func record(_ reports: [Feedback], of service: HookService) -> [Feedback] {
    state.withLock { state in
      var counts = state.counts[service] ?? Counts()
      let new = reports.filter { report in
        guard state.seen.insert(Key(report, service)) else {
          counts.duplicates += 1
          return false
        }
        if !state.given.contains(report.card.lowercased()) { counts.unknownCards += 1 }
        switch report.outcome {
        case .accepted: counts.accepted += 1
        case .overridden: counts.overridden += 1
        }
        if let reason = report.reason {
          // What others call their reasons is not kept: it may be anything.
          if reason.system == OverrideReason.system, OverrideReason(rawValue: reason.code) != nil {
            counts.reasons[reason.code, default: 0] += 1
          } else {
            counts.otherReasons += 1
          }
        }
        return true
      }
      state.counts[service] = counts
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
