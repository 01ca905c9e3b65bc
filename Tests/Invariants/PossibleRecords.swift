import Clinical

/// Refractoriness by brute force: every way an incomplete record may be completed is judged with yes or no.
///
/// Written from contract section 5.2 alone, without the evaluator's three-valued rule.
enum PossibleRecords {
  /// Whether each completion shows refractoriness to `drug`; `nil` for what the contract leaves unknown even then.
  static func judgements(of drug: DrugID, in therapy: PriorTherapy) -> Set<Bool?> {
    var judgements: Set<Bool?> = []
    let wholeDays = therapy.daysToProgressionByDrug[drug] ?? therapy.daysToProgression
    for outcome in therapy.outcome.map({ [$0] }) ?? outcomes(of: therapy) {
      for response in therapy.bestResponse.map({ [$0] }) ?? BestResponse.allCases {
        for days in wholeDays.map({ [$0] }) ?? [60, 61] {
          for isMonthOrLonger in therapy.durationMonths?.exact.map({ [$0 >= Magnitude(1)] }) ?? [false, true] {
            judgements.insert(
              isRefractory(
                outcome, response, days, isMonthOrLonger: isMonthOrLonger,
                hasOwnEnd: therapy.daysToProgressionByDrug[drug] != nil))
          }
        }
      }
    }
    return judgements
  }

  /// How a therapy may have ended of which nobody has said: days to progression belong to one that was followed by it, those of
  /// a single drug also to one during which the disease progressed.
  private static func outcomes(of therapy: PriorTherapy) -> [TherapyOutcome] {
    if therapy.daysToProgression != nil { return [.progressedAfterTherapy] }
    return therapy.daysToProgressionByDrug.isEmpty
      ? TherapyOutcome.allCases : [.progressedOnTherapy, .progressedAfterTherapy]
  }

  private static func isRefractory(
    _ outcome: TherapyOutcome, _ response: BestResponse, _ days: Int, isMonthOrLonger: Bool, hasOwnEnd: Bool
  ) -> Bool? {
    let isResponse = [.sCR, .CR, .VGPR, .PR, .MR].contains(response)
    switch outcome {
    case .progressedOnTherapy where !hasOwnEnd: return true
    case .progressedOnTherapy, .progressedAfterTherapy: return days <= 60 || !isResponse
    case .completed: return !isResponse
    case .stoppedToxicity, .ongoing:
      if isResponse { return false }
      return response == .PD || isMonthOrLonger ? true : nil
    }
  }
}
