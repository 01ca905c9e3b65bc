import Clinical
import Knowledge

extension Program {
  /// The results each criterion can have for some case, by ordinal: what is said of the option alone is never unknown.
  func possibleResults() -> [Set<CriterionResult>] {
    let truths = possibleTruths()
    var results = [Set<CriterionResult>](repeating: [], count: criteria.count)
    for check in options.flatMap(\.checks) + steps {
      results[check.ordinal].formUnion(truths[check.node].map { CriterionResult($0) })
    }
    return results
  }

  /// The truths each node can have, as if its children knew nothing of each other.
  private func possibleTruths() -> [Set<Truth>] {
    var possible: [Set<Truth>] = []
    for node in operations.indices {
      let children = children(of: node).map { possible[$0] }
      switch operations[node] {
      case .constant(let holds): possible.append([Truth(holds)])
      case .jurisdiction: possible.append([.holds, .fails])
      case .undetermined: possible.append([.unknown])
      case .not: possible.append(Set(children[0].map { !$0 }))
      case .isUnknown: possible.append(Set(children[0].map { Truth($0 == .unknown) }))
      case .isKnown: possible.append(Set(children[0].map { Truth($0 == .holds) }))
      case .all: possible.append(Self.combinations(of: children, from: .holds) { $0 && $1 })
      case .any: possible.append(Self.combinations(of: children, from: .fails) { $0 || $1 })
      case .atLeast, .oneOf, .includes, .within, .comorbidity, .medication, .therapy, .line, .refractory:
        possible.append(Set(Truth.allCases))
      }
    }
    return possible
  }

  private static func combinations(
    of children: [Set<Truth>], from start: Truth, _ combine: (Truth, Truth) -> Truth
  ) -> Set<Truth> {
    children.reduce([start]) { known, child in
      Set(known.flatMap { left in child.map { combine(left, $0) } })
    }
  }
}
