import Audit
import Clinical
package import Decision
import JSON
import Knowledge

/// One loaded knowledge base with all that is served of it; immutable, replaced as a whole.
package final class Edition: Sendable {
  let engine: DecisionEngine
  let collections: KnowledgeCollections
  let tags: EntityTags
  /// When it was made.
  let loaded = Timestamp()
  /// How many of its statements have which confidence.
  let confidence: Deferred<[(Confidence, Int)]>
  private let deferredRecords: Deferred<RecordRequestReader>
  private let deferredPrefetch: Deferred<PrefetchTemplates?>
  private let writers: PerLanguage<Deferred<RecommendationWriter>>

  package init(engine: DecisionEngine) {
    self.engine = engine
    deferredRecords = Deferred { RecordRequestReader(engine: engine) }
    deferredPrefetch = Deferred {
      engine.knowledge.recordRules.map { PrefetchTemplates(knowledge: engine.knowledge, rules: $0) }
    }
    confidence = Deferred { ConfidenceCount.of(engine.knowledge) }
    tags = EntityTags(digest: engine.knowledge.digest)
    collections = KnowledgeCollections(knowledge: engine.knowledge, tags: tags)
    writers = PerLanguage { language in Deferred { RecommendationWriter(engine: engine, language: language) } }
  }

  /// Makes ahead of the requests what they will ask for.
  func prepare() {
    for language in Language.allCases { _ = writer(for: language) }
    _ = (records, prefetch)
    collections.prepare()
    _ = confidence.value
  }

  /// The reader of health records.
  var records: RecordRequestReader { deferredRecords.value }

  /// What CDS clients gather; `nil`: records are not read.
  var prefetch: PrefetchTemplates? { deferredPrefetch.value }

  func writer(for language: Language) -> RecommendationWriter {
    writers[language].value
  }
}
