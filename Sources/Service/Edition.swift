import Clinical
package import Decision
import JSON
import Knowledge

/// One loaded knowledge base with all that is served of it; immutable, replaced as a whole.
package final class Edition: Sendable {
  let engine: DecisionEngine
  let collections: KnowledgeCollections
  private let writers: [Language: RecommendationWriter]

  package init(engine: DecisionEngine) {
    self.engine = engine
    collections = KnowledgeCollections(knowledge: engine.knowledge)
    writers = Language.allCases.reduce(into: [:]) { $0[$1] = RecommendationWriter(engine: engine, language: $1) }
  }

  func writer(for language: Language) -> RecommendationWriter {
    guard let writer = writers[language] else { preconditionFailure("a language without a writer") }
    return writer
  }

  /// A strong entity tag: what is served follows from the knowledge, the program, the language and the target alone.
  func entityTag(_ parts: String...) -> String {
    let hash = Fingerprint.of(([ServiceVersion.text] + parts).joined(separator: "\u{0}").utf8)
    return "\"\(engine.knowledge.digest.prefix(16))-\(String(hash, radix: 16))\""
  }
}
