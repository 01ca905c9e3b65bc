package import Clinical
package import Decision
package import EHR

/// A body of `POST /recommend` that was understood.
package struct RecommendRequest: Sendable {
  package let patient: PatientCase
  package let context: Context
  /// Assesses the case; `nil`: the knowledge has no pathway for the disease.
  package let assessor: Assessor?
  /// Drugs that were named and that the knowledge does not have, with the place of each.
  package let unknownDrugs: [(name: String, place: Provenance)]
  /// The health record the case was read from; `nil`: it was stated as a case.
  package let record: RecordReading?

  /// The recommendation; `nil`: the knowledge has no pathway for the disease.
  package func recommend() -> Recommendation? {
    assessor?.recommend()
  }
}
