import Audit
import Clinical
import Decision
import JSON
import Knowledge

/// What `GET /knowledge` says of the editions that are held.
struct EditionDescription {
  private let editions: [Edition]
  private let changes: KnowledgeDiff?

  init(_ editions: Editions) {
    let described = editions.described
    self.editions = described.editions
    changes = described.changes?.value
  }

  /// As JSON.
  var body: [UInt8] {
    let edition = editions[0]
    let knowledge = edition.engine.knowledge
    var writer = JSONWriter(reserving: 2048)
    writer.beginObject()
    writer.member("version", knowledge.version)
    writer.member("digest", knowledge.digest)
    writer.member("evidenceThrough", knowledge.evidenceThrough.description)
    writer.member("loaded", edition.loaded.description)
    writer.name("counts")
    writer.beginObject()
    for (name, count) in Self.counts(of: knowledge) { writer.member(name, count) }
    writer.endObject()
    writer.name("confidence")
    writer.beginObject()
    for (confidence, count) in edition.confidence.value {
      writer.name(confidence.rawValue)
      writer.integer(count)
    }
    writer.endObject()
    writer.name("editions")
    writer.beginArray()
    for held in editions {
      writer.beginObject()
      writer.member("version", held.engine.knowledge.version)
      writer.member("digest", held.engine.knowledge.digest)
      writer.member("evidenceThrough", held.engine.knowledge.evidenceThrough.description)
      writer.member("current", held === edition)
      writer.endObject()
    }
    writer.endArray()
    if let changes {
      writer.name("changes")
      writer.beginArray()
      for entry in changes.entries {
        writer.beginObject()
        writer.member("kind", entry.kind)
        writer.member("id", entry.id)
        writer.member("change", entry.change.name)
        writer.endObject()
      }
      writer.endArray()
    }
    writer.endObject()
    return writer.bytes
  }

  private static func counts(of knowledge: KnowledgeBase) -> [(StaticString, Int)] {
    [
      ("diseases", knowledge.diseases.entries.count), ("findings", knowledge.vocabulary.findings.count),
      ("drugs", knowledge.drugs.entries.count), ("regimens", knowledge.regimens.entries.count),
      ("trials", knowledge.trials.entries.count), ("references", knowledge.references.entries.count),
      ("cases", knowledge.cases.entries.count),
    ]
  }
}

/// How many statements of the knowledge have which confidence.
enum ConfidenceCount {
  static func of(_ knowledge: KnowledgeBase) -> [(Confidence, Int)] {
    var counts: [String: Int] = [:]
    func count(_ value: JSONValue) {
      if let word = value["confidence"]?.string { counts[word, default: 0] += 1 }
      for member in value.members { count(member.value) }
      for element in value.elementList { count(element) }
    }
    let places: [Place] =
      knowledge.diseases.entries.map(\.place) + knowledge.drugs.entries.map(\.place) + knowledge.regimens.entries.map(\.place)
      + knowledge.trials.entries.map(\.place) + knowledge.references.entries.map(\.place)
    for place in places { count(place.value) }
    return Confidence.allCases.map { ($0, counts[$0.rawValue] ?? 0) }
  }
}
