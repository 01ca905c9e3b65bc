import JSON
import Knowledge

/// Which editions of the knowledge a case may ask to be decided with.
package enum EditionNames: Sendable {
  /// The versions of those that are held; the right one has been chosen.
  case held([String])
  /// Whatever is said: decisions of the past are looked at with the present knowledge.
  case any

  /// No other than this.
  static func only(_ knowledge: KnowledgeBase) -> EditionNames { .held([knowledge.version]) }

  /// Records that an edition is asked for which is not the one in use.
  func check(_ cursor: Cursor, _ knowledge: KnowledgeBase) {
    guard !cursor.value.isNull, let name = cursor.words(), let message = objection(to: name, knowledge) else { return }
    cursor.error(message, suggestion: suggestion(for: name))
  }

  /// Why `name` is not the edition in use; `nil` when it is.
  func objection(to name: String, _ knowledge: KnowledgeBase) -> String? {
    guard case .held(let versions) = self, !knowledge.isNamed(name) else { return nil }
    return "no edition `\(name)` of the knowledge is held: \(versions.joined(separator: ", ")), or one by its digest"
  }

  func suggestion(for name: String) -> String? {
    guard case .held(let versions) = self else { return nil }
    return Spelling.nearest(to: name, among: versions)
  }
}
