import Clinical
import Knowledge

extension Explainer {
  /// A clause on refractoriness with the records that decided it, drug by drug.
  func leaf(_ clause: Condition, node: Int, of test: Program.RefractoryTest, _ truth: Truth) -> Explanation.Leaf {
    guard let therapies = snapshot.therapies, snapshot.isHistoryComplete || !test.isLatestLine,
      let rule = program.disease.refractoriness
    else {
      return Explanation.Leaf(clause: clause, node: node, truth: truth, facts: [], gaps: [.priorTherapies])
    }
    let asked = test.isLatestLine ? Snapshot.latestLine(of: therapies).indices : therapies.indices
    let known = Refractoriness(
      of: therapies[asked], isComplete: snapshot.isHistoryComplete, by: rule, drugCount: program.drugCount)
    let drugs = test.groups.flatMap(\.members)
    let given = drugs.filter { drug in asked.contains { therapies[$0].mayContain(drug) } }
    var standing = DrugStanding()
    for drug in given {
      let id = knowledge.drugs.entries[drug].id
      switch known.truth(of: drug) {
      case .holds: standing.refractory.append(id)
      case .unknown: standing.unknown.append(id)
      case .fails: standing.notRefractory.append(id)
      }
    }
    // What holds rests on the drugs that failed, what is unknown on those not known, what fails on all that were given.
    let deciding = given.filter { truth == .fails || known.truth(of: $0) == truth }
    let records = asked.filter { index in
      deciding.contains { drug in
        therapies[index].mayContain(drug)
          && (truth == .fails || Refractoriness.possibleTruth(of: drug, in: therapies[index], by: rule) == truth)
      }
    }
    var gaps = truth == .unknown ? records.flatMap { index in deciding.flatMap { self.gaps(of: $0, at: index, by: rule) } } : []
    if truth == .unknown, !snapshot.isHistoryComplete { gaps.append(.priorTherapies) }
    return Explanation.Leaf(
      clause: clause, node: node, truth: truth,
      facts: records.isEmpty ? [facts.wholeHistory] : records.map { facts.therapies[$0] }, gaps: gaps, standing: standing)
  }

  /// What would settle whether a therapy shows refractoriness to a drug.
  private func gaps(of drug: Int, at index: Int, by rule: RefractorinessRule) -> [Gap] {
    guard let therapy = snapshot.therapies?[index], therapy.mayContain(drug) else { return [] }
    guard Refractoriness.possibleTruth(of: drug, in: therapy, by: rule) == .unknown else { return [] }
    var gaps: [Gap] = []
    if !therapy.contains(drug) { gaps.append(.therapy(index, .drugs)) }
    if therapy.outcome == nil { gaps.append(.therapy(index, .outcome)) }
    if therapy.outcome != nil, Refractoriness.progression(under: drug, in: therapy, by: rule) == .unknown {
      let hasOwnEnd = therapy.daysByDrug[drug] != nil
      gaps.append(
        hasOwnEnd
          ? .daysToProgression(index, of: knowledge.drugs.entries[drug].id) : .therapy(index, .daysToProgression))
    }
    if therapy.bestResponse == nil { gaps.append(.therapy(index, .bestResponse)) }
    if let response = therapy.bestResponse, !response.isAtLeast(rule.responseFrom),
      Refractoriness.isAdequate(therapy, by: rule) == .unknown
    {
      gaps.append(.therapy(index, .durationMonths))
    }
    return gaps
  }
}

extension Snapshot.Therapy {
  /// Whether a drug surely was part of the therapy.
  func contains(_ drug: Int) -> Bool {
    drugs.contains(drug) || uncertain.contains { $0.isSubset(of: BitSet([drug])) }
  }

  /// Whether a drug was part of the therapy or may have been.
  func mayContain(_ drug: Int) -> Bool {
    drugs.contains(drug) || uncertain.contains { $0.contains(drug) }
  }
}
