/// How a prior therapy ended.
package enum TherapyOutcome: String, Sendable, Hashable, CaseIterable {
  case ongoing
  case completed
  case stoppedToxicity = "stopped-toxicity"
  case progressedOnTherapy = "progressed-on-therapy"
  case progressedAfterTherapy = "progressed-after-therapy"
}

/// The best response reached, from best to worst.
///
/// Source: Kumar S et al. Lancet Oncol 2016;17:e328–46 (IMWG response criteria).
package enum BestResponse: String, Sendable, Hashable, CaseIterable {
  case sCR, CR, VGPR, PR, MR, SD, PD

  /// Whether this is `other` or better.
  package func isAtLeast(_ other: BestResponse) -> Bool {
    rank <= other.rank
  }

  /// 0 is the best.
  package var rank: Int {
    switch self {
    case .sCR: 0
    case .CR: 1
    case .VGPR: 2
    case .PR: 3
    case .MR: 4
    case .SD: 5
    case .PD: 6
    }
  }
}

/// One entry of the treatment history; what is `nil` was not stated.
package struct PriorTherapy: Sendable, Hashable {
  package var setting: SettingID
  /// The number of the line, counted from 1 within the disease's advanced setting.
  package var line: Int?
  package var drugs: [DrugID]
  /// For each drug that is not known exactly, those it may have been.
  package var uncertainDrugs: [[DrugID]] = []
  /// Drugs of the real world that the knowledge does not have, as they were named.
  package var unknownDrugs: [String] = []
  package var outcome: TherapyOutcome?
  package var bestResponse: BestResponse?
  package var durationMonths: Bounds?
  package var ended: CalendarDate?
  package var progressed: CalendarDate?
  package var daysToProgression: Int?
  /// Last days of drugs that ended on another day than the therapy.
  package var endedByDrug: [DrugID: CalendarDate] = [:]
  package var daysToProgressionByDrug: [DrugID: Int] = [:]
  package let provenance: Provenance

  package init(setting: SettingID, drugs: [DrugID], provenance: Provenance) {
    self.setting = setting
    self.drugs = drugs
    self.provenance = provenance
  }
}
