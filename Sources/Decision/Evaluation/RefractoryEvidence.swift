import Clinical
import Knowledge

/// What decides a clause on refractoriness: the drugs that were given, and the therapies that show it or may.
struct RefractoryEvidence {
  let known: Refractoriness
  /// Those of the clause that were given, or may have been, in its order.
  let given: [Int]
  /// Those of the given that decide.
  let deciding: [Int]
  /// The therapies that decide, by their places in the history.
  let records: [Int]

  /// `nil`: the history the clause asks about is not known.
  init?(of test: Program.RefractoryTest, _ truth: Truth, in snapshot: Snapshot, _ program: Program) {
    guard let therapies = snapshot.therapies, snapshot.isHistoryComplete || !test.isLatestLine,
      let rule = program.disease.refractoriness
    else { return nil }
    let asked = test.isLatestLine ? Snapshot.latestLine(of: therapies).indices : therapies.indices
    let known = Refractoriness(
      of: therapies[asked], isComplete: snapshot.isHistoryComplete, by: rule, allDrugs: program.allDrugs)
    let given = test.groups.flatMap(\.members).filter { drug in asked.contains { therapies[$0].mayContain(drug) } }
    // What holds rests on the drugs that failed, what is unknown on those not known, what fails on all that were given.
    let deciding = given.filter { truth == .fails || known.truth(of: $0) == truth }
    records = asked.filter { index in
      deciding.contains { drug in
        therapies[index].mayContain(drug)
          && (truth == .fails || Refractoriness.possibleTruth(of: drug, in: therapies[index], by: rule) == truth)
      }
    }
    (self.known, self.given, self.deciding) = (known, given, deciding)
  }
}

extension Snapshot.Therapy {
  /// Those that were part of the therapy, and those that may have been.
  var allDrugs: BitSet { uncertain.reduce(drugs) { $0.union($1) } }

  /// Whether a drug surely was part of the therapy.
  func contains(_ drug: Int) -> Bool {
    drugs.contains(drug) || uncertain.contains { $0.isSubset(of: BitSet([drug])) }
  }

  /// Whether a drug was part of the therapy or may have been.
  func mayContain(_ drug: Int) -> Bool {
    drugs.contains(drug) || uncertain.contains { $0.contains(drug) }
  }
}
