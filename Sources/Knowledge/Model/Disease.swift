package import Clinical

/// A disease the service answers for.
package final class Disease: Sendable {
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

  init(
    id: DiseaseID, name: Text, synonyms: [String], terms: [TerminologyCode], evidenceThrough: CalendarDate, settings: [Setting],
    pathway: PathwayID, refractoriness: RefractorinessRule?, place: Place
  ) {
    self.id = id
    self.name = name
    self.synonyms = synonyms
    self.terms = terms
    self.evidenceThrough = evidenceThrough
    self.settings = settings
    self.pathway = pathway
    self.refractoriness = refractoriness
    self.place = place
  }
}
