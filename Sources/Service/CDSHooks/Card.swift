import JSON

/// A piece of advice. What has no value is not written: no member is ever null or empty.
struct Card: Sendable {
  enum Indicator: String, Sendable {
    case info, warning, critical
  }

  struct Link: Sendable {
    let label: String
    /// Absolute.
    let url: String
  }

  /// One choice; all its actions belong together.
  struct Suggestion: Sendable {
    enum Action: Sendable {
      /// A resource, written out.
      case create(description: String, resource: [UInt8])
      /// A relative reference.
      case delete(description: String, reference: String)
    }

    let label: String
    let uuid: String
    let isRecommended: Bool
    let actions: [Action]
  }

  let uuid: String
  let summary: String
  let detail: String
  let indicator: Indicator
  let suggestions: [Suggestion]
  /// Whether the advice can be overridden, and so for which reasons.
  let canBeOverridden: Bool
  let links: [Link]
}

/// Who speaks in a card.
struct CardSource: Sendable {
  let label: String
  let url: String?
  let topic: (system: String, code: String, display: String)?
}

extension JSONWriter {
  mutating func write(_ card: Card, from source: CardSource, _ reasons: [OverrideReason.Coding]) {
    beginObject()
    member("uuid", card.uuid)
    member("summary", card.summary)
    if !card.detail.isEmpty { member("detail", card.detail) }
    member("indicator", card.indicator.rawValue)
    name("source")
    beginObject()
    member("label", source.label)
    if let url = source.url { member("url", url) }
    if let topic = source.topic {
      name("topic")
      writeCoding(topic.system, topic.code, topic.display)
    }
    endObject()
    if !card.suggestions.isEmpty {
      name("suggestions")
      beginArray()
      for suggestion in card.suggestions { write(suggestion) }
      endArray()
      // One patient gets one of the regimens.
      member("selectionBehavior", "at-most-one")
    }
    if card.canBeOverridden, !reasons.isEmpty {
      name("overrideReasons")
      beginArray()
      for reason in reasons { writeCoding(OverrideReason.system, reason.code, reason.display) }
      endArray()
    }
    if !card.links.isEmpty {
      name("links")
      beginArray()
      for link in card.links {
        beginObject()
        member("label", link.label)
        member("url", link.url)
        member("type", "absolute")
        endObject()
      }
      endArray()
    }
    endObject()
  }

  private mutating func write(_ suggestion: Card.Suggestion) {
    beginObject()
    member("label", suggestion.label)
    member("uuid", suggestion.uuid)
    if suggestion.isRecommended { member("isRecommended", true) }
    if !suggestion.actions.isEmpty {
      name("actions")
      beginArray()
      for action in suggestion.actions { write(action) }
      endArray()
    }
    endObject()
  }

  private mutating func write(_ action: Card.Suggestion.Action) {
    beginObject()
    switch action {
    case .create(let description, let resource):
      member("type", "create")
      member("description", description)
      name("resource")
      raw(resource)
    case .delete(let description, let reference):
      member("type", "delete")
      member("description", description)
      member("resourceId", reference)
    }
    endObject()
  }

  mutating func writeCoding(_ system: String, _ code: String, _ display: String) {
    beginObject()
    member("system", system)
    member("code", code)
    member("display", display)
    endObject()
  }
}
