import Clinical
package import Decision
import JSON
import Knowledge

/// One loaded knowledge base with all that is served of it; immutable, replaced as a whole.
package final class Edition: Sendable {
  let engine: DecisionEngine
  let collections: KnowledgeCollections
  private let writers: [Language: Deferred<RecommendationWriter>]

  package init(engine: DecisionEngine) {
    self.engine = engine
    collections = KnowledgeCollections(knowledge: engine.knowledge)
    writers = Language.allCases.reduce(into: [:]) { writers, language in
      writers[language] = Deferred { RecommendationWriter(engine: engine, language: language) }
    }
  }

  /// Makes ahead of the requests what they will ask for.
  func prepare() {
    for writer in writers.values { _ = writer.value }
    collections.prepare()
  }

  func writer(for language: Language) -> RecommendationWriter {
    guard let writer = writers[language] else { preconditionFailure("a language without a writer") }
    return writer.value
  }

  /// A strong entity tag: what is served follows from the knowledge, the program, the language and the target alone.
  func entityTag(_ parts: String...) -> String {
    let hash = Fingerprint.of(([ServiceVersion.text] + parts).joined(separator: "\u{0}").utf8)
    return "\"\(engine.knowledge.digest.prefix(16))-\(String(hash, radix: 16))\""
  }
}
