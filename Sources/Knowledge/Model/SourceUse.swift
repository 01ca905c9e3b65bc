import Clinical

/// What a statement rests on, and where in it.
package struct SourceUse: Sendable {
  /// A reference or a trial.
  package let source: SourceID
  package let locator: Text?
}

/// How far a number can be trusted.
package enum Confidence: String, Sendable, CaseIterable {
  /// Seen in the publication's abstract, a registry record or a label.
  case confirmed
  /// Seen in a review, a news report or a manufacturer's page.
  case secondary
  /// Recalled from the publication, which was not opened.
  case recalled
  /// Found only in the seed.
  case seedOnly = "seed-only"
}

/// Whether the seeds say it or it was added.
package enum Origin: String, Sendable, CaseIterable {
  case seed
  case beyondSeed = "beyond-seed"
}

/// A place where a seed and its publication differ; the published value counts.
package struct Discrepancy: Sendable {
  package enum Severity: String, Sendable, CaseIterable {
    case critical, major, moderate, minor
  }

  package let id: String
  /// An RFC 6901 pointer into the entry's file; `nil`: the whole entry.
  package let target: String?
  package let place: Text
  package let seedSays: Text
  package let published: Text
  package let severity: Severity
  package let confidence: Confidence
  package let action: Text
  package let sources: [SourceUse]
}

extension [SourceUse] {
  /// The ids of the sources, each once.
  package var ids: [String] {
    var ids: [String] = []
    for use in self where !ids.contains(use.source.text) { ids.append(use.source.text) }
    return ids
  }
}
