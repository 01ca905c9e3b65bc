/// Puts the explanations of one answer into words, each clause once: conditions share most of their clauses.
package struct Wording {
  private let renderer: Renderer
  private let book: PhraseBook
  /// By node of a clause.
  private var phrases = Memo()
  /// By node of a criterion.
  private var reasons = Memo()

  /// `book`: that of the answer's disease in the renderer's language, where many answers are written.
  package init(renderer: Renderer, book: PhraseBook? = nil) {
    self.renderer = renderer
    self.book = book ?? .empty
  }

  /// The decisive clauses in words, each once, in UTF-8.
  package mutating func because(_ explanation: Explanation) -> [UInt8] {
    guard let first = explanation.leaves.first else { return [] }
    guard explanation.leaves.count > 1 else { return phrase(for: first) }
    var phrases: [[UInt8]] = []
    for leaf in explanation.leaves {
      let phrase = phrase(for: leaf)
      if !phrases.contains(phrase) { phrases.append(phrase) }
    }
    return Array(phrases.joined(separator: "; ".utf8))
  }

  /// Why a criterion has its result, in UTF-8.
  package mutating func because(_ assessment: Recommendation.CriterionAssessment) -> [UInt8] {
    guard let node = assessment.node else { return because(assessment.explanation) }
    if let reason = reasons[node] { return reason }
    let reason = because(assessment.explanation)
    reasons[node] = reason
    return reason
  }

  /// A criterion's text in quotes and its result, in UTF-8.
  func result(of assessment: Recommendation.CriterionAssessment) -> [UInt8] {
    book.words(for: assessment) ?? renderer.result(assessment.result, of: assessment.criterion)
  }

  private mutating func phrase(for leaf: Explanation.Leaf) -> [UInt8] {
    if let words = book.words(for: leaf) { return words }
    if let phrase = phrases[leaf.node] { return phrase }
    let phrase = Array(renderer.phrase(for: leaf).utf8)
    phrases[leaf.node] = phrase
    return phrase
  }
}
