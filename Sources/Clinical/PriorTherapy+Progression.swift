extension PriorTherapy {
  /// Whether the drug has a last day of its own, apart from that of the therapy.
  package func hasOwnEnd(_ drug: DrugID) -> Bool {
    hasOwnEnds && (endedByDrug[drug] != nil || daysToProgressionByDrug[drug] != nil)
  }

  /// Whether some drug may have.
  package var hasOwnEnds: Bool { !endedByDrug.isEmpty || !daysToProgressionByDrug.isEmpty }

  /// Days from the last dose of `drug` to progression, from the lowest possible to the highest; `nil`: nothing is stated.
  ///
  /// Below zero when the drug was still being given. Each drug of a combination counts from its own last dose
  /// (Rajkumar SV et al. Blood 2011;117:4691–5: progression within 60 days of the last therapy).
  package func daysToProgression(of drug: DrugID) -> ClosedRange<Int>? {
    if let days = daysToProgressionByDrug[drug] { return days...days }
    let ownEnd = endedByDrug[drug]
    if ownEnd == nil, let daysToProgression { return daysToProgression...daysToProgression }
    guard let end = (ownEnd ?? ended)?.days, let progression = daysOfProgression else { return nil }
    return (progression.lowerBound - end.upperBound)...(progression.upperBound - end.lowerBound)
  }

  /// Days since 1970-01-01 on which the disease may have progressed.
  private var daysOfProgression: ClosedRange<Int>? {
    if let progressed { return progressed.days }
    guard let ended else { return nil }
    if let daysToProgression {
      return (ended.days.lowerBound + daysToProgression)...(ended.days.upperBound + daysToProgression)
    }
    // Progression on therapy came before its end, nobody says when.
    return outcome == .progressedOnTherapy ? Self.longAgo...ended.days.upperBound : nil
  }

  /// Earlier than any date of a history, with room for differences.
  private static let longAgo = -1_000_000
}
