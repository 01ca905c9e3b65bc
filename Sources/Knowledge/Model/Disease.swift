package import Clinical

/// A disease the service answers for.
package struct Disease: Sendable {
  /// When in the course of the disease a therapy was given.
  package struct Setting: Sendable {
    package let id: SettingID
    package let name: Text
    /// Entries of one line of therapy must be of one group; `nil` goes with any.
    package let group: String?
    package let countsAsLine: Bool
  }

  package let id: DiseaseID
  package let name: Text
  package let synonyms: [String]
  /// The codes of diagnoses that are this disease.
  package let terms: [TerminologyCode]
  package let evidenceThrough: CalendarDate
  package let settings: [Setting]
  package let pathway: PathwayID
  /// `nil`: refractoriness has no meaning in this disease.
  package let refractoriness: RefractorinessRule?
  package let place: Place
}
