import Clinical

/// The rules that regimens inherit from their drugs and the classes of these.
package struct DrugRuleBook: Sendable {
  private let rulesOfDrug: [DrugID: [DrugRule]]

  init(drugs: [Drug], classes: [DrugClass]) {
    let classes = Dictionary(classes.map { ($0.id, $0) }) { first, _ in first }
    rulesOfDrug = Dictionary(drugs.map { ($0.id, Self.rules(of: $0, classes)) }) { first, _ in first }
  }

  /// The widest class first, the drug's own rules last.
  private static func rules(of drug: Drug, _ classes: [DrugClassID: DrugClass]) -> [DrugRule] {
    var (waiting, closed) = (drug.classes, [DrugClass]())
    while let next = waiting.popLast() {
      guard let drugClass = classes[next], !closed.contains(where: { $0.id == next }) else { continue }
      closed.append(drugClass)
      waiting += drugClass.within
    }
    return closed.reversed().flatMap(\.rules) + drug.rules
  }

  /// What holds for an option with these drugs, each rule once.
  ///
  /// Where one of several drugs is chosen, a criterion counts only when every choice has it, a caution when any does.
  package func rules(of regimen: Regimen) -> (criteria: [Criterion], cautions: [Caution]) {
    var (criteria, cautions) = ([Criterion](), [Caution]())
    for component in regimen.components {
      let choices = ([component.drug] + component.alternatives).map { rules(of: $0, in: regimen.disease) }
      for rule in choices.joined() {
        switch rule.content {
        case .criterion(let criterion):
          let isShared = choices.allSatisfy { $0.contains { $0.id == criterion.id } }
          if isShared, !criteria.contains(where: { $0.id == criterion.id }) { criteria.append(criterion) }
        case .caution(let caution):
          if !cautions.contains(where: { $0.id == caution.id }) { cautions.append(caution) }
        }
      }
    }
    return (criteria, cautions)
  }

  private func rules(of drug: DrugID, in disease: DiseaseID) -> [DrugRule] {
    (rulesOfDrug[drug] ?? []).filter { $0.disease == nil || $0.disease == disease }
  }
}
