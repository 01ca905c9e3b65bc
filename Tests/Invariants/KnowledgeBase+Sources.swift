import Clinical
import Knowledge

extension KnowledgeBase {
  /// Whether a source, a reference or a trial, is one that the knowledge holds.
  func holdsSource(_ id: String) -> Bool {
    references[Identifier(id)] != nil || trials[Identifier(id)] != nil
  }
}
