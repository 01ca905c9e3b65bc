import Clinical
import Knowledge

extension Explainer {
  /// A clause on refractoriness with the records that decided it, drug by drug.
  func leaf(_ clause: Condition, node: Int, of test: Program.RefractoryTest, _ truth: Truth) -> Explanation.Leaf {
    guard let evidence = RefractoryEvidence(of: test, truth, in: snapshot, program) else {
      return Explanation.Leaf(clause: clause, node: node, truth: truth, facts: [], gaps: [.priorTherapies])
    }
    var standing = DrugStanding()
    for drug in evidence.given {
      let id = knowledge.drugs.entries[drug].id
      switch evidence.known.truth(of: drug) {
      case .holds: standing.refractory.append(id)
      case .unknown: standing.unknown.append(id)
      case .fails: standing.notRefractory.append(id)
      }
    }
    return Explanation.Leaf(
      clause: clause, node: node, truth: truth,
      facts: evidence.records.isEmpty ? [facts.wholeHistory] : evidence.records.map { facts.therapies[$0] },
      gaps: truth == .unknown ? lacking.gaps(of: evidence) : [], standing: standing)
  }
}
