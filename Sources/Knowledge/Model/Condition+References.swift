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

  /// Whether it depends on the option that is judged.
  package var speaksOfOption: Bool {
    func isOfOption(_ selection: DrugSelection) -> Bool {
      if case .ofOption = selection { true } else { false }
    }
    return switch self {
    case .all(let children), .any(let children), .atLeast(_, let children): children.contains(where: \.speaksOfOption)
    case .not(let child), .unknown(let child), .known(let child): child.speaksOfOption
    case .option: true
    case .therapy(let clause): isOfOption(clause.selection)
    case .refractory(let clause): isOfOption(clause.selection)
    case .line(let clause): isOfOption(clause.selection)
    case .reference, .undetermined, .finding, .comorbidity, .medication, .jurisdiction, .noneStands: false
    }
  }
}
