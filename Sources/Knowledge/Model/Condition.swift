package import Clinical

/// An expression over the case whose truth is *holds*, *fails* or *unknown*.
package indirect enum Condition: Sendable {
  case all([Condition])
  case any([Condition])
  case not(Condition)
  /// At least so many of them.
  case atLeast(Int, of: [Condition])
  case reference(DefinitionID)
  /// Unknown whatever is known, for the reason given.
  case undetermined(because: Text)
  /// Holds when the inner condition is unknown. Not monotone, hence allowed in notices only.
  case unknown(Condition)
  case finding(FindingClause)
  case comorbidity(RosterClause<ComorbidityID>)
  case medication(RosterClause<MedicationID>)
  case therapy(TherapyClause)
  case line(LineClause)
  case jurisdiction(JurisdictionID)
  case refractory(RefractoryClause)
  /// A test of the option that is judged, known before any case is.
  case option(OptionClause)
  /// Holds when the inner condition is known to hold; what it lacks is to be verified.
  case known(Condition)
  /// No option of an earlier step stands.
  case noneStands(StepClause)
}

/// A test of one finding.
package struct FindingClause: Sendable {
  package enum Test: Sendable {
    case flag(Bool)
    case anyOf([CodeID])
    /// For a set of codes: one of these is in it.
    case includesAny([CodeID])
    case within(Bounds, unit: String?)
  }

  package let finding: FindingID
  package let test: Test
  package let place: Place
}

/// One of these is on the list.
package struct RosterClause<Member: Hashable & Sendable>: Sendable {
  package let anyOf: [Member]
  package let place: Place
}

/// Which drugs a clause on the history speaks of.
package enum DrugSelection: Sendable {
  case anyDrug
  case named(drugs: [DrugID], classes: [DrugClassID])
  /// The drugs of the option that is judged, save those of the classes.
  case ofOption(except: [DrugClassID])
}

/// Some prior therapy satisfies all that is given.
package struct TherapyClause: Sendable {
  package let selection: DrugSelection
  /// Empty: any setting.
  package let settings: [SettingID]
  /// Empty: any outcome.
  package let outcomes: [TherapyOutcome]
  /// Empty: any response.
  package let bestResponses: [BestResponse]
  /// Only the last line counts.
  package let isLatestLine: Bool
  package let durationMonths: Bounds?
  package let place: Place
}

/// The number of drugs of the selection to which the disease is refractory, by the rule of the disease, lies within `count`.
package struct RefractoryClause: Sendable {
  package let selection: DrugSelection
  /// Only what the records of the last line show.
  package let isLatestLine: Bool
  package let count: Bounds
  package let place: Place

  package init(selection: DrugSelection, isLatestLine: Bool, count: Bounds, place: Place) {
    self.selection = selection
    self.isLatestLine = isLatestLine
    self.count = count
    self.place = place
  }
}

/// A test of the option that is judged.
package struct OptionClause: Sendable {
  package enum Test: Sendable {
    /// It contains one of these.
    case contains(drugs: [DrugID], classes: [DrugClassID])
    /// The number of its drugs.
    case drugs(Bounds)
  }

  package let test: Test
  package let place: Place
}

/// A step of the same pathway, by its id.
package struct StepClause: Sendable {
  package let step: String
  package let place: Place
}

/// The number of distinct prior lines in `settings` with a drug of the selection lies within `count`.
package struct LineClause: Sendable {
  package let settings: [SettingID]
  package let selection: DrugSelection
  package let exceptClasses: [DrugClassID]
  package let count: Bounds
  package let place: Place
}
