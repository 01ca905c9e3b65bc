import Clinical
package import JSON
package import Knowledge

/// What changed between two editions of the knowledge, entry by entry; which file holds what, and in which order, is no change.
package struct KnowledgeDiff: Sendable {
  package enum Change: Sendable {
    case added, removed
    /// In the order of the entry.
    case changed([JSONDifference])

    /// The word for the change.
    package var name: String {
      switch self {
      case .added: "added"
      case .removed: "removed"
      case .changed: "changed"
      }
    }
  }

  package struct Entry: Sendable {
    package let kind: String
    package let id: String
    package let change: Change
  }

  /// By kind, then by id.
  package let entries: [Entry]

  /// Compares what was loaded; no file is read.
  package init(from old: KnowledgeBase, to new: KnowledgeBase) {
    entries = zip(Self.kinds(of: old), Self.kinds(of: new)).flatMap { before, after in Self.changes(from: before, to: after) }
  }

  /// The entries of one kind by id.
  private typealias Kind = (name: String, entries: [String: JSONValue])

  private static func changes(from old: Kind, to new: Kind) -> [Entry] {
    let ids = Set(old.entries.keys).union(new.entries.keys)
    return ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap { id in
      switch (old.entries[id], new.entries[id]) {
      case (let before?, let after?):
        let differences = JSONDifference.all(from: before, to: after)
        return differences.isEmpty ? nil : Entry(kind: new.name, id: id, change: .changed(differences))
      case (nil, .some): return Entry(kind: new.name, id: id, change: .added)
      case (.some, nil): return Entry(kind: new.name, id: id, change: .removed)
      case (nil, nil): return nil
      }
    }
  }

  /// Every kind, in the order of a report.
  private static func kinds(of knowledge: KnowledgeBase) -> [Kind] {
    let vocabulary = knowledge.vocabulary
    return [
      ("knowledge", ["knowledge": knowledge.place.value]),
      kind(.disease, knowledge.diseases.entries) { ($0.id.text, $0.place) },
      kind(.finding, vocabulary.findings) { ($0.id.text, $0.place) },
      kind(.comorbidity, vocabulary.comorbidities) { ($0.id.text, $0.place) },
      kind(.medication, vocabulary.medications) { ($0.id.text, $0.place) },
      kind(.jurisdiction, vocabulary.jurisdictions) { ($0.id.text, $0.place) },
      kind(.drugClass, knowledge.classes.entries) { ($0.id.text, $0.place) },
      kind(.drug, knowledge.drugs.entries) { ($0.id.text, $0.place) },
      kind(.reference, knowledge.references.entries) { ($0.id.text, $0.place) },
      kind(.trial, knowledge.trials.entries) { ($0.id.text, $0.place) },
      kind(.regimen, knowledge.regimens.entries) { ($0.id.text, $0.place) },
      kind(.definition, knowledge.definitions.entries) { ($0.id.text, $0.place) },
      kind(.pathway, knowledge.pathways.entries) { ($0.id.text, $0.place) },
      kind(.workedCase, knowledge.cases.entries) { ($0.id.text, $0.place) },
      kind(.recordedCase, knowledge.recordedCases.entries) { ($0.id.text, $0.place) },
      kind(.cohort, knowledge.cohorts.entries) { ($0.id.text, $0.place) },
      (
        "rules for records",
        ["reading": knowledge.recordRules?.place.value, "therapies": knowledge.therapyRules?.place.value].compactMapValues(\.self)
      ),
    ]
  }

  private static func kind<Entry>(_ kind: EntryKind, _ entries: [Entry], _ key: (Entry) -> (id: String, place: Place)) -> Kind {
    (
      kind.phrase,
      entries.reduce(into: [:]) { values, entry in
        let (id, place) = key(entry)
        values[id] = place.value
      }
    )
  }
}

// As JSON.
extension KnowledgeDiff {
  /// Writes the changes as a list.
  package func write(to writer: inout JSONWriter) {
    writer.beginArray()
    for entry in entries {
      writer.beginObject()
      writer.member("kind", entry.kind)
      writer.member("id", entry.id)
      writer.member("change", entry.change.name)
      if case .changed(let differences) = entry.change {
        writer.name("differences")
        writer.beginArray()
        for difference in differences {
          writer.beginObject()
          writer.member("pointer", difference.pointer)
          if let old = difference.old { writer.member("old", old) }
          if let new = difference.new { writer.member("new", new) }
          writer.endObject()
        }
        writer.endArray()
      }
      writer.endObject()
    }
    writer.endArray()
  }
}
