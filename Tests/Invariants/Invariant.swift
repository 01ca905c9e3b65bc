/// A sentence that must be true of every case, and how a case is seen to break it.
struct Invariant: Sendable {
  /// What a look at one case takes.
  enum Cost: Int, CaseIterable, Sendable {
    /// Its verdicts.
    case verdicts
    /// Its reasons.
    case reasons
    /// The verdicts, the reasons or the answers of many other cases made from it.
    case others
  }

  let id: String
  let sentence: String
  let cost: Cost
  /// What is not as the sentence says. Cases that cannot be are put to `impossibleIsRefused` alone.
  let violation: @Sendable (Examination) -> String?

  static let all: [Invariant] = [
    noFailedDrug, nothingWithoutItsIndication, noContraindicatedDrug, oneFirstChoice, nothingUnknownIsPassedOver,
    verdictFollowsFromCriteria, everyVerdictHasAReason, knownStaysKnown, contraindicationNeverImproves, predictionsComeTrue,
    nothingElseMatters, orderMattersNot, languageMattersNot, candidatesAreJudgedAmongAll, impossibleIsRefused,
  ]

  /// The first violation of those that cost at most so much.
  static func violation(
    in examination: Examination, upTo cost: Cost, of invariants: [Invariant] = all
  ) -> (invariant: Invariant, reason: String)? {
    for invariant in invariants where invariant.cost.rawValue <= cost.rawValue {
      if examination.isImpossible, invariant.id != impossibleIsRefused.id { continue }
      if let reason = invariant.violation(examination) { return (invariant, reason) }
    }
    return nil
  }
}
