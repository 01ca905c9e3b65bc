import Audit
import Foundation
import JSON
import Knowledge
import Testing

@testable import Service

@Suite struct CDSFeedbackTests {
  private static func read(_ body: String) throws -> Result<[Feedback], RequestErrors> {
    FeedbackReader().read(try JSONDocument.parse(Array(body.utf8)).root)
  }

  private static func entry(_ more: String) -> String { #"{"feedback":[{"card":"c"\#(more)}]}"# }
  private static let time = #","outcomeTimestamp":"2026-01-31T12:00:00.5Z""#

  private static func report(_ card: String, _ time: String = "2026-01-31T12:00:00Z", _ suggestions: [String] = ["s"]) -> Feedback
  {
    Feedback(card: card, outcome: .accepted, suggestions: suggestions, reason: nil, comment: nil, timestamp: time)
  }

  @Test(arguments: [
    CDSMistake("no object", "7", ""),
    CDSMistake("nothing", "{}", "/feedback"),
    CDSMistake("an empty list", #"{"feedback":[]}"#, "/feedback"),
    CDSMistake("an entry that is a word", #"{"feedback":["x"]}"#, "/feedback/0"),
    CDSMistake(
      "an empty entry", #"{"feedback":[{}]}"#, "/feedback/0/card", "/feedback/0/outcome", "/feedback/0/outcomeTimestamp"),
    CDSMistake("another outcome", entry(#","outcome":"ignored"\#(time)"#), "/feedback/0/outcome"),
    CDSMistake("accepted without a suggestion", entry(#","outcome":"accepted"\#(time)"#), "/feedback/0/acceptedSuggestions"),
    CDSMistake(
      "a suggestion without an id", entry(#","outcome":"accepted","acceptedSuggestions":[{}]\#(time)"#),
      "/feedback/0/acceptedSuggestions/0/id"),
    CDSMistake(
      "overridden with a suggestion", entry(#","outcome":"overridden","acceptedSuggestions":[{"id":"s"}]\#(time)"#),
      "/feedback/0/acceptedSuggestions"),
    CDSMistake(
      "a reason of nothing", entry(#","outcome":"overridden","overrideReason":{}\#(time)"#), "/feedback/0/overrideReason"),
    CDSMistake(
      "a code without a system", entry(#","outcome":"overridden","overrideReason":{"reason":{"code":"x"}}\#(time)"#),
      "/feedback/0/overrideReason/reason/system"),
    CDSMistake(
      "a day", entry(#","outcome":"overridden","outcomeTimestamp":"2026-01-31""#), "/feedback/0/outcomeTimestamp"),
    CDSMistake(
      "another zone", entry(#","outcome":"overridden","outcomeTimestamp":"2026-01-31T12:00:00+03:00""#),
      "/feedback/0/outcomeTimestamp"),
  ])
  func `A mistake is told by its place`(mistake: CDSMistake) throws {
    guard case .failure(let errors) = try Self.read(mistake.body) else {
      Issue.record("the feedback was understood")
      return
    }
    #expect(Set(errors.diagnostics.map(\.pointer)) == Set(mistake.pointers))
  }

  @Test func `A report is read whole`() throws {
    let body = Self.entry(
      #","outcome":"overridden","overrideReason":{"reason":{"system":"s","code":"r"},"userComment":"why"}\#(Self.time)"#)
    let report = try #require(try Self.read(body).get().first)
    #expect(report.outcome == .overridden && report.reason?.code == "r" && report.comment == "why")
  }

  @Test func `What is reported twice counts once, whatever the order of its suggestions`() throws {
    let store = FeedbackStore()
    store.note(given: ["a"])
    let reports = [Self.report("a", "2026-01-31T12:00:00Z", ["s", "t"]), Self.report("a", "2026-01-31T12:00:00Z", ["t", "s"])]
    #expect(try store.record(reports, of: .nextLine).count == 1)
    #expect(try store.record(reports, of: .nextLine).isEmpty)
    #expect(try store.record([Self.report("a", "2026-01-31T12:00:01Z")], of: .nextLine).count == 1)
    let counts = store.counts(of: .nextLine)
    #expect((counts.accepted, counts.duplicates, counts.unknownCards) == (2, 3, 0))
    #expect(store.counts(of: .orderCheck).accepted == 0)
  }

  @Test func `A card that was not given is counted as unknown`() throws {
    let store = FeedbackStore()
    store.note(given: ["a"])
    try store.record([Self.report("a"), Self.report("b")], of: .nextLine)
    #expect(store.counts(of: .nextLine).unknownCards == 1)
  }

  @Test func `What is in the log counts again after a restart, and comes once`() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("feedback-\(UUID().uuidString).jsonl").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let reason = Feedback.Reason(system: OverrideReason.system, code: OverrideReason.allCases[0].rawValue)
    let overridden = Feedback(
      card: "b", outcome: .overridden, suggestions: [], reason: reason, comment: "\"why\"\n", timestamp: "2026-01-31T12:00:00Z")
    let reports = [Self.report("a", "2026-01-31T12:00:00Z", ["s", "t"]), overridden]
    do {
      let store = FeedbackStore(log: try AppendOnlyLog(path: path))
      store.note(given: ["a"])
      #expect(try store.record(reports, of: .orderCheck, client: "ward").count == 2)
    }
    let log = try AppendOnlyLog(path: path)
    let lines = try log.lines()
    let kept = try lines.map { try JSONDocument.parse(Array($0)).root }
    #expect(kept.compactMap(FeedbackRecord.init).map(\.feedback) == reports)
    #expect(kept.allSatisfy { $0["client"]?.string == "ward" })
    let store = FeedbackStore(log: log, restoring: lines + [ArraySlice("no record".utf8)])
    #expect(try store.record(reports, of: .orderCheck).isEmpty)
    #expect(try store.record(reports, of: .nextLine).count == 2)
    let counts = store.counts(of: .orderCheck)
    #expect((counts.accepted, counts.overridden, counts.unknownCards, counts.duplicates) == (1, 1, 1, 2))
    #expect(counts.reasons == [reason.code: 1])
    #expect(try log.lines().count == 4)
  }

  @Test func `What cannot be kept does not count`() throws {
    let store = FeedbackStore(log: try AppendOnlyLog(path: "/dev/full", flushing: .never))
    #expect(throws: LogError.self) { try store.record([Self.report("a")], of: .nextLine) }
    #expect(store.counts(of: .nextLine).accepted == 0)
  }

  @Test func `A set of recent things forgets the oldest`() {
    var set = RecentSet<Int>(capacity: 3)
    for number in [1, 2, 3, 3, 4, 5] { set.insert(number) }
    #expect((1...5).filter(set.contains) == [3, 4, 5])
  }

  @Test(arguments: [
    ("2026-01-31T12:00:00Z", true), ("2026-01-31T12:00:00.123+00:00", true), ("2026-06-30T23:59:60Z", true),
    ("2026-02-30T12:00:00Z", false), ("2026-01-31T24:00:00Z", false), ("2026-01-31 12:00:00Z", false),
    ("2026-01-31T12:00:00", false), ("2026-01-31T12:00:00.Z", false), ("2026-01-31T12:00:00+01:00", false), ("", false),
  ])
  func `A moment is in UTC by RFC 3339`(text: String, isMoment: Bool) {
    #expect(UTCInstant.isOne(text) == isMoment)
  }
}
