import Clinical
import Knowledge

/// To which drugs a disease is refractory, and to which it may be.
///
/// Source of the rule: the disease's file of the knowledge; here responses are compared and days counted.
struct Refractoriness: Equatable {
  /// Drugs to which it surely is.
  let surely: BitSet
  /// Drugs to which it is or may be.
  let possibly: BitSet

  /// What `therapies` show; `nil`: there is no history. To what an incomplete one does not show, the disease may be refractory.
  init(of therapies: (some Sequence<Snapshot.Therapy>)?, isComplete: Bool, by rule: RefractorinessRule, allDrugs: BitSet) {
    guard let therapies else {
      (surely, possibly) = (BitSet(), allDrugs)
      return
    }
    var (surely, possibly) = (BitSet(), isComplete ? BitSet() : allDrugs)
    for therapy in therapies {
      therapy.allDrugs.forEach { drug in
        let truth = Self.possibleTruth(of: drug, in: therapy, by: rule)
        if truth != .fails { possibly.insert(drug) }
        if truth == .holds { surely.insert(drug) }
      }
    }
    (self.surely, self.possibly) = (surely, possibly)
  }

  func truth(of drug: Int) -> Truth {
    surely.contains(drug) ? .holds : possibly.contains(drug) ? .unknown : .fails
  }

  /// Whether it is refractory to all of the drugs.
  func truth(ofAll group: BitSet) -> Truth {
    group.isSubset(of: surely) ? .holds : group.isSubset(of: possibly) ? .unknown : .fails
  }

  /// How many of the groups of a test it is refractory to.
  func count(of test: Program.RefractoryTest) -> Bounds {
    var (holding, possible) = (surely.intersectionCount(test.single), possibly.intersectionCount(test.single))
    for group in test.choices {
      let truth = truth(ofAll: group)
      if truth == .holds { holding += 1 }
      if truth != .fails { possible += 1 }
    }
    return Bounds(lower: Bounds.End(Magnitude(holding)), upper: Bounds.End(Magnitude(possible)))
  }

  /// Whether one therapy shows refractoriness to a drug that was or may have been part of it.
  static func possibleTruth(of drug: Int, in therapy: Snapshot.Therapy, by rule: RefractorinessRule) -> Truth {
    let truth = truth(of: drug, in: therapy, by: rule)
    return therapy.contains(drug) ? truth : truth && .unknown
  }

  /// Whether one therapy shows refractoriness to a drug that was surely part of it.
  ///
  /// Source: Rajkumar SV et al. Blood 2011;117:4691–5: no response, or progression on therapy or within 60 days of it.
  static func truth(of drug: Int, in therapy: Snapshot.Therapy, by rule: RefractorinessRule) -> Truth {
    progression(under: drug, in: therapy, by: rule) || noResponse(in: therapy, by: rule)
  }

  /// Progression while the drug was given or soon after its last dose.
  static func progression(under drug: Int, in therapy: Snapshot.Therapy, by rule: RefractorinessRule) -> Truth {
    let hasOwnEnd = therapy.daysByDrug[drug] != nil
    let days = therapy.daysByDrug[drug] ?? therapy.days
    switch therapy.outcome {
    case .ongoing, .completed, .stoppedToxicity: return .fails
    case .progressedOnTherapy: return hasOwnEnd ? soon(days, by: rule) : .holds
    case .progressedAfterTherapy: return soon(days, by: rule)
    case nil:
      // Days without an outcome: the drug may still have been given.
      return soon(days, by: rule) == .holds ? .holds : .unknown
    }
  }

  private static func soon(_ days: ClosedRange<Int>?, by rule: RefractorinessRule) -> Truth {
    guard let days else { return .unknown }
    return days.upperBound <= rule.withinDays ? .holds : days.lowerBound > rule.withinDays ? .fails : .unknown
  }

  /// No response after an exposure that was long enough to judge.
  static func noResponse(in therapy: Snapshot.Therapy, by rule: RefractorinessRule) -> Truth {
    guard let response = therapy.bestResponse else { return .unknown }
    if response.isAtLeast(rule.responseFrom) { return .fails }
    switch therapy.outcome {
    case _ where response == .PD: return .holds
    case .completed, .progressedOnTherapy, .progressedAfterTherapy: return .holds
    case .stoppedToxicity, .ongoing, nil:
      // Too short or of unknown length, it can be judged neither way.
      return isAdequate(therapy, by: rule) == .holds ? .holds : .unknown
    }
  }

  /// Whether the exposure was long enough.
  static func isAdequate(_ therapy: Snapshot.Therapy, by rule: RefractorinessRule) -> Truth {
    therapy.durationMonths.lies(in: Bounds(lower: Bounds.End(rule.adequateMonths), upper: nil))
  }
}
