import Clinical
package import Decision
import JSON
import Knowledge

/// One loaded knowledge base with all that is served of it; immutable, replaced as a whole.
package final class Edition: Sendable {
  let engine: DecisionEngine
  let collections: KnowledgeCollections
  let tags: EntityTags
  private let deferredRecords: Deferred<RecordRequestReader>
  private let writers: PerLanguage<Deferred<RecommendationWriter>>

  package init(engine: DecisionEngine) {
    self.engine = engine
    deferredRecords = Deferred { RecordRequestReader(engine: engine) }
    tags = EntityTags(digest: engine.knowledge.digest)
    collections = KnowledgeCollections(knowledge: engine.knowledge, tags: tags)
    writers = PerLanguage { language in Deferred { RecommendationWriter(engine: engine, language: language) } }
  }

  /// Makes ahead of the requests what they will ask for.
  func prepare() {
    for language in Language.allCases { _ = writer(for: language) }
    _ = records
    collections.prepare()
  }

  /// The reader of health records.
  var records: RecordRequestReader { deferredRecords.value }

  func writer(for language: Language) -> RecommendationWriter {
    writers[language].value
  }
}
