/// Puts the explanations of one answer into words, each clause once: conditions share most of their clauses.
package struct Wording {
  private let renderer: Renderer
  /// By node.
  private var phrases: [Int: String] = [:]

  package init(renderer: Renderer) {
    self.renderer = renderer
  }

  /// The decisive clauses in words, each once.
  package mutating func because(_ explanation: Explanation) -> String {
    var phrases: [String] = []
    for leaf in explanation.leaves {
      let phrase = phrase(for: leaf)
      if !phrases.contains(phrase) { phrases.append(phrase) }
    }
    return phrases.joined(separator: "; ")
  }

  private mutating func phrase(for leaf: Explanation.Leaf) -> String {
    if let phrase = phrases[leaf.node] { return phrase }
    let phrase = renderer.phrase(for: leaf)
    phrases[leaf.node] = phrase
    return phrase
  }
}
