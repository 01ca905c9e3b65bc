package import Clinical
package import Knowledge

/// A fact of the case that a result rests on. One answer has one object for each: what is the same fact is the same object.
package final class UsedFact: Sendable {
  package enum Content: Hashable, Sendable {
    case value(Value)
    case comorbidities([ComorbidityID])
    case medications([MedicationID])
    /// One therapy of the history.
    case therapy(PriorTherapy)
    /// The drugs of the whole history.
    case history([DrugID])
    case jurisdiction(JurisdictionID)
  }

  package let provenance: Provenance
  package let content: Content
  /// Its number among the facts of the case.
  package let ordinal: Int
  /// Whether it is one member of a list.
  package let isMember: Bool

  init(provenance: Provenance, content: Content, ordinal: Int, isMember: Bool = false) {
    self.provenance = provenance
    self.content = content
    self.ordinal = ordinal
    self.isMember = isMember
  }
}

/// Drugs of a clause that were given, by whether the disease is refractory to them; each in the order of the knowledge.
package struct DrugStanding: Sendable {
  package var refractory: [DrugID] = []
  package var unknown: [DrugID] = []
  package var notRefractory: [DrugID] = []
}

/// Why a condition has its truth: the leaves that alone fix it, the facts they used and what they lack.
package final class Explanation: Sendable {
  /// A clause that decided.
  package final class Leaf: Sendable {
    package let clause: Condition
    /// What has one node says one thing.
    let node: Int
    package let truth: Truth
    package let facts: [UsedFact]
    package let gaps: [Gap]
    /// For a clause on lines: how many there are.
    package let lineCount: Bounds?
    /// For a clause on refractoriness: what it says of the drugs that were given.
    package let standing: DrugStanding?

    /// For what is no node of a program.
    static let ofNoNode = -1

    init(
      clause: Condition, node: Int, truth: Truth, facts: [UsedFact], gaps: [Gap], lineCount: Bounds? = nil,
      standing: DrugStanding? = nil
    ) {
      self.clause = clause
      self.node = node
      self.truth = truth
      self.facts = facts
      self.gaps = gaps
      self.lineCount = lineCount
      self.standing = standing
    }
  }

  /// In the order of the condition.
  package let leaves: [Leaf]
  /// The facts of all leaves, each once.
  package let facts: [UsedFact]
  /// What all leaves lack, each once.
  package let gaps: [Gap]

  init(leaves: [Leaf]) {
    self.leaves = leaves
    guard leaves.count != 1 || leaves[0].facts.count > 1 || leaves[0].gaps.count > 1 else {
      (facts, gaps) = (leaves[0].facts, leaves[0].gaps)
      return
    }
    var (facts, gaps): ([UsedFact], [Gap]) = ([], [])
    for leaf in leaves {
      for fact in leaf.facts where !facts.contains(where: { $0 === fact }) { facts.append(fact) }
      for gap in leaf.gaps where !gaps.contains(gap) { gaps.append(gap) }
    }
    (self.facts, self.gaps) = (facts, gaps)
  }
}
