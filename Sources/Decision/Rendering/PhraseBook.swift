import Clinical
import Knowledge

/// What clauses of a program say in a language whatever the case, put into words once.
package struct PhraseBook: Sendable {
  /// The words of one clause, in UTF-8.
  private struct Entry {
    /// By truth, where that alone decides the words.
    var byTruth: [[UInt8]?] = [nil, nil, nil]
    /// Of a finding nobody has stated.
    var missing: [UInt8]?
    /// Of a flag or a code that decides, and of one that is not precise enough to.
    var byValue: [Value: (decided: [UInt8], undecided: [UInt8])] = [:]
  }

  private let entries: [Entry?]
  /// By ordinal of the criterion and number of the result: its text in quotes and its result.
  private let results: [[[UInt8]]]

  /// A book that knows nothing.
  static let empty = PhraseBook(entries: [], results: [])

  private init(entries: [Entry?], results: [[[UInt8]]]) {
    self.entries = entries
    self.results = results
  }

  init(program: Program, renderer: Renderer) {
    self.init(
      entries: program.leaves.enumerated().map { node, clause in clause.flatMap { Self.entry(for: $0, node, renderer) } },
      results: program.criteria.map { criterion in
        CriterionResult.allCases.sorted { $0.number < $1.number }.map { renderer.result($0, of: criterion) }
      })
  }

  /// A criterion's text and result; `nil` for one that is written nowhere.
  func words(for assessment: Recommendation.CriterionAssessment) -> [UInt8]? {
    guard let ordinal = assessment.ordinal, results.indices.contains(ordinal) else { return nil }
    return results[ordinal][assessment.result.number]
  }

  /// The words for a leaf; `nil` when they depend on the case.
  func words(for leaf: Explanation.Leaf) -> [UInt8]? {
    guard entries.indices.contains(leaf.node), let entry = entries[leaf.node] else { return nil }
    if let words = entry.byTruth[Int(leaf.truth.rawValue)] { return words }
    guard let fact = leaf.facts.first else { return entry.missing }
    guard case .value(let value) = fact.content, let words = entry.byValue[value] else { return nil }
    return leaf.truth == .unknown ? words.undecided : words.decided
  }

  private static func entry(for clause: Condition, _ node: Int, _ renderer: Renderer) -> Entry? {
    func words(_ truth: Truth, _ facts: [UsedFact] = []) -> [UInt8] {
      Array(renderer.phrase(for: Explanation.Leaf(clause: clause, node: node, truth: truth, facts: facts, gaps: [])).utf8)
    }
    var entry = Entry()
    switch clause {
    case .finding(let asked):
      entry.missing = words(.unknown)
      for value in values(of: asked, renderer.knowledge) {
        let fact = UsedFact(provenance: .pointer(""), content: .value(value), ordinal: 0)
        entry.byValue[value] = (words(.holds, [fact]), words(.unknown, [fact]))
      }
    case .comorbidity, .medication:
      for truth in [Truth.fails, .unknown] { entry.byTruth[Int(truth.rawValue)] = words(truth) }
    case .therapy: entry.byTruth[Int(Truth.fails.rawValue)] = words(.fails)
    case .undetermined, .option:
      for truth in Truth.allCases { entry.byTruth[Int(truth.rawValue)] = words(truth) }
    default: return nil
    }
    return entry
  }

  /// The values a clause on a flag or a code may meet.
  private static func values(of clause: FindingClause, _ knowledge: KnowledgeBase) -> [Value] {
    guard let finding = knowledge.vocabulary[clause.finding] else { return [] }
    return switch finding.kind {
    case .flag: [.flag(true), .flag(false)]
    case .code: finding.codes.map { .code($0.id) }
    case .codes, .number, .integer: []
    }
  }
}
