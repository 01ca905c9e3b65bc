import Clinical

/// Whether a therapy is of one of these drugs.
struct DrugTest: Equatable, Sendable {
  /// None where any drug will do.
  let drugs: BitSet
  let isAny: Bool

  /// `nil`: any drug.
  init(_ drugs: BitSet?) {
    (self.drugs, isAny) = (drugs ?? BitSet(), drugs == nil)
  }

  /// Whether a therapy surely is.
  func surelyHolds(for therapy: Snapshot.Therapy) -> Bool {
    isAny || therapy.content.drugs.intersects(drugs)
  }

  func truth(for therapy: Snapshot.Therapy) -> Truth {
    if surelyHolds(for: therapy) { return .holds }
    if therapy.content.uncertain.isEmpty { return .fails }
    var truth = Truth.fails
    for choices in therapy.content.uncertain {
      if choices.isSubset(of: drugs) { return .holds }
      if choices.intersects(drugs) { truth = .unknown }
    }
    return truth
  }
}
