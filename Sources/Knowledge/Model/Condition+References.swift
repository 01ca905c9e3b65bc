import Clinical

extension Condition {
  /// The definitions it refers to directly, in order.
  var references: [DefinitionID] {
    switch self {
    case .all(let children), .any(let children), .atLeast(_, let children): children.flatMap(\.references)
    case .not(let child), .unknown(let child), .known(let child): child.references
    case .reference(let id): [id]
    case .undetermined, .finding, .comorbidity, .medication, .therapy, .refractory, .line, .option, .jurisdiction, .noneStands: []
    }
  }

  /// The steps it speaks of, in order.
  var steps: [StepClause] {
    switch self {
    case .all(let children), .any(let children), .atLeast(_, let children): children.flatMap(\.steps)
    case .not(let child), .unknown(let child), .known(let child): child.steps
    case .noneStands(let clause): [clause]
    case .reference, .undetermined, .finding, .comorbidity, .medication, .therapy, .refractory, .line, .option, .jurisdiction: []
    }
  }
}
