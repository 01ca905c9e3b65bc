package import Clinical

/// A body of `POST /recommend` that was understood.
package struct RecommendRequest: Sendable {
  package let patient: PatientCase
  package let context: Context
  /// Drugs that were named and that the knowledge does not have, with the pointer to each.
  package let unknownDrugs: [(name: String, pointer: String)]
}
