import Clinical
import Decision
import Foundation
import Knowledge
import Service

/// The knowledge at the package's root with all that is made of it once.
struct Subject: Sendable {
  static let shared = Subject()

  let knowledge: KnowledgeBase
  let engine: DecisionEngine
  let reader: RequestReader
  let vocabulary: CaseVocabulary
  let writers: [Language: RecommendationWriter]

  private init() {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Resources").path
    guard let files = try? KnowledgeDirectory(path: root).files(), let knowledge = KnowledgeLoader.load(files).knowledge,
      let today = CalendarDate("2026-01-15")
    else { fatalError("the knowledge in \(root) does not load: run nextline check") }
    self.knowledge = knowledge
    let engine = DecisionEngine(knowledge: knowledge)
    self.engine = engine
    reader = RequestReader(engine: engine, today: today)
    vocabulary = CaseVocabulary(knowledge)
    writers = Language.allCases.reduce(into: [:]) { $0[$1] = RecommendationWriter(engine: engine, language: $1) }
  }
}
