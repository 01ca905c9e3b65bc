import JSON
import Knowledge

/// What a clinician did with a card.
package struct Feedback: Sendable, Hashable {
  package enum Outcome: String, Sendable, CaseIterable {
    case accepted, overridden
  }

  /// A code, of a service's list or the client's own.
  package struct Reason: Sendable, Hashable {
    package let system: String
    package let code: String
  }

  package let card: String
  package let outcome: Outcome
  /// The suggestions taken, when accepted.
  package let suggestions: [String]
  package let reason: Reason?
  /// A clinician's own words, which may name a patient.
  package let comment: String?
  /// RFC 3339, in UTC.
  package let timestamp: String
}

/// Reads `{"feedback": […]}`: all of it, or what is wrong with it.
struct FeedbackReader {
  private let report = Report.onRequest()

  func read(_ body: JSONValue) -> Result<[Feedback], RequestErrors> {
    let cursor = Cursor(body, file: "", report: report)
    var entries: [Feedback] = []
    if body.kind != .object {
      cursor.mismatch(expected: "an object")
    } else if let list = required("feedback", of: cursor) {
      entries = list.list(atLeast: 1, entry)
    }
    return report.hasErrors ? .failure(RequestErrors(diagnostics: report.sorted)) : .success(entries)
  }

  private func entry(_ cursor: Cursor) -> Feedback? {
    guard cursor.value.kind == .object else {
      cursor.mismatch(expected: "an object")
      return nil
    }
    let card = required("card", of: cursor).flatMap(identifier)
    let outcome = required("outcome", of: cursor).flatMap { $0.word(Feedback.Outcome.self) }
    let timestamp = required("outcomeTimestamp", of: cursor).flatMap(instant)
    let suggestions = outcome == .accepted ? required("acceptedSuggestions", of: cursor).map(suggestions) : []
    if outcome == .overridden, let other = cursor.value["acceptedSuggestions"] {
      cursor.at(other).error("goes with the outcome accepted")
    }
    let override = cursor.value["overrideReason"].map { cursor.at($0) }
    if outcome == .accepted { override?.error("goes with the outcome overridden") }
    let (reason, comment) = override.map(self.override) ?? (nil, nil)
    guard let card, let outcome, let timestamp, let suggestions else { return nil }
    return Feedback(
      card: card, outcome: outcome, suggestions: suggestions, reason: reason, comment: comment, timestamp: timestamp)
  }

  private func required(_ name: String, of cursor: Cursor) -> Cursor? {
    guard let value = cursor.value[name], !value.isNull else {
      report.error("is required", at: cursor.place, member: name)
      return nil
    }
    return cursor.at(value)
  }

  private func identifier(_ cursor: Cursor) -> String? {
    guard let text = cursor.words() else { return nil }
    guard text.utf8.count <= 100 else {
      cursor.error("is longer than 100 bytes")
      return nil
    }
    return text
  }

  private func suggestions(_ cursor: Cursor) -> [String] {
    cursor.list(atLeast: 1) { element in
      guard element.value.kind == .object else {
        element.mismatch(expected: "an object")
        return nil
      }
      return required("id", of: element).flatMap(identifier)
    }
  }

  private func override(_ cursor: Cursor) -> (Feedback.Reason?, String?) {
    guard cursor.value.kind == .object else {
      cursor.mismatch(expected: "an object")
      return (nil, nil)
    }
    let comment = cursor.value["userComment"].flatMap { cursor.at($0).words() }
    var reason: Feedback.Reason?
    if let value = cursor.value["reason"] {
      let coding = cursor.at(value)
      if value.kind != .object {
        coding.mismatch(expected: "an object")
      } else {
        let system = required("system", of: coding).flatMap(identifier)
        let code = required("code", of: coding).flatMap(identifier)
        if let system, let code { reason = Feedback.Reason(system: system, code: code) }
      }
    }
    if cursor.value["reason"] == nil, cursor.value["userComment"] == nil { cursor.error("has neither reason nor userComment") }
    return (reason, comment)
  }

  /// A moment in UTC by RFC 3339.
  private func instant(_ cursor: Cursor) -> String? {
    guard let text = cursor.words() else { return nil }
    guard UTCInstant.isOne(text) else {
      cursor.error("is no moment in UTC, as 2026-01-31T12:00:00Z")
      return nil
    }
    return text
  }
}
