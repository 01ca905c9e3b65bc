import Audit
import JSON
import Knowledge

/// What the feedback log keeps of a report, in the words of CDS Hooks.
struct FeedbackRecord: Sendable {
  let feedback: Feedback
  let service: HookService
  /// Whether the card was among those the process had given.
  let isOfKnownCard: Bool
}

extension FeedbackRecord {
  /// The record as JSON, with the time it came and who reported.
  func line(client: String?) -> [UInt8] {
    var writer = JSONWriter(reserving: 512)
    writer.beginObject()
    writer.member("time", Timestamp().description)
    if let client { writer.member("client", client) }
    writer.member("service", service.rawValue)
    writer.member("isOfKnownCard", isOfKnownCard)
    writer.member("card", feedback.card)
    writer.member("outcome", feedback.outcome.rawValue)
    if !feedback.suggestions.isEmpty {
      writer.name("acceptedSuggestions")
      writer.beginArray()
      for suggestion in feedback.suggestions {
        writer.beginObject()
        writer.member("id", suggestion)
        writer.endObject()
      }
      writer.endArray()
    }
    if feedback.reason != nil || feedback.comment != nil {
      writer.name("overrideReason")
      writer.beginObject()
      if let reason = feedback.reason {
        writer.name("reason")
        writer.beginObject()
        writer.member("code", reason.code)
        writer.member("system", reason.system)
        writer.endObject()
      }
      if let comment = feedback.comment { writer.member("userComment", comment) }
      writer.endObject()
    }
    writer.member("outcomeTimestamp", feedback.timestamp)
    writer.endObject()
    return writer.bytes
  }

  /// Reads a line; `nil` when it is no record.
  init?(_ line: JSONValue) {
    guard let service = line["service"]?.string.flatMap(HookService.init(rawValue:)),
      let isOfKnownCard = line["isOfKnownCard"]?.boolean, let card = line["card"]?.string,
      let outcome = line["outcome"]?.string.flatMap(Feedback.Outcome.init(rawValue:)),
      let timestamp = line["outcomeTimestamp"]?.string
    else { return nil }
    let override = line["overrideReason"]
    let code = override?["reason"].flatMap { reason in
      reason["system"]?.string.flatMap { system in reason["code"]?.string.map { Feedback.Reason(system: system, code: $0) } }
    }
    self.service = service
    self.isOfKnownCard = isOfKnownCard
    feedback = Feedback(
      card: card, outcome: outcome, suggestions: (line["acceptedSuggestions"]?.elementList ?? []).compactMap { $0["id"]?.string },
      reason: code, comment: override?["userComment"]?.string, timestamp: timestamp)
  }
}
