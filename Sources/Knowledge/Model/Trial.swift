package import Clinical

/// A clinical trial or a series, with what it found.
package struct Trial: Sendable {
  /// One of the compared groups.
  package struct Arm: Sendable {
    package let id: String
    package let label: Text
    package let regimen: RegimenID?
  }

  /// A value of one arm.
  package struct ArmValue: Sendable {
    package let arm: String
    package let amount: Amount
  }

  /// The effect of one arm against another; below 1 a hazard ratio favours the first.
  package struct Comparison: Sendable {
    package let measure: String
    package let estimate: Magnitude?
    package let interval: Interval?
    package let probability: String?
    package let isSignificant: Bool?
  }

  /// What was measured in one population at one analysis.
  package struct Endpoint: Sendable {
    package let id: String
    package let measure: String
    package let name: Text?
    package let isPrimary: Bool
    package let population: Text
    package let analysis: Text?
    package let assessment: Text?
    /// `months`, `weeks`, `patients` or `%`.
    package let unit: String
    /// In the order of the file, the experimental arm first.
    package let values: [ArmValue]
    package let comparison: Comparison?
    package let confidence: Confidence
    package let sources: [SourceUse]
  }

  /// Outcomes of which each patient has one: their shares make up that of another endpoint, or all patients.
  package struct Exclusive: Sendable {
    /// Ids of endpoints.
    package let endpoints: [String]
    /// `nil`: 100 %.
    package let total: String?
    package let place: Place
  }

  /// Something that a check finds odd and the source states so.
  package struct Oddity: Sendable {
    /// An RFC 6901 pointer into the trial's file: to the figure or to what holds it.
    package let target: String
    package let check: ArithmeticCheck
    package let place: Place
  }

  package let id: TrialID
  package let disease: DiseaseID
  package let origin: Origin
  package let name: String
  package let synonyms: [String]
  package let title: Text?
  /// Whether its arms were formed by chance.
  package let isRandomised: Bool
  /// 1, 2 or 3; `nil` for series outside trials.
  package let phase: Int?
  /// The phase as it is written, when it is not just that number.
  package let phaseLabel: String?
  package let year: Int
  package let participants: Int?
  package let population: Text
  /// What must be said wherever its figures are shown.
  package let caveat: Text?
  package let arms: [Arm]
  package let endpoints: [Endpoint]
  package let takeaway: Text
  package let exclusive: [Exclusive]
  package let asStated: [Oddity]
  package let place: Place

  package func endpoint(_ id: String) -> Endpoint? {
    endpoints.first { $0.id == id }
  }
}
