/// Everything known of one patient; what is absent is unknown.
package struct PatientCase: Sendable, Hashable {
  package let disease: DiseaseID
  package var facts: [Fact]
  /// `nil`: nobody has said; a list is complete.
  package var comorbidities: Listing<ComorbidityID>?
  package var medications: Listing<MedicationID>?
  /// In order of time. `nil`: nobody has said; `[]`: none.
  package var priorTherapies: [PriorTherapy]?
  /// Whether there was no therapy beside those listed; a record of dated events may lack some.
  package var isHistoryComplete = true

  /// Where the history as a whole stands.
  package var historyProvenance = Provenance.pointer("/priorTherapies")

  package init(disease: DiseaseID, facts: [Fact] = []) {
    self.disease = disease
    self.facts = facts
  }
}

/// What is asked, not what the patient is; an absent member was not asked.
package struct Context: Sendable, Hashable {
  package var jurisdiction: JurisdictionID?
  /// Answer just these regimens, judged as among all.
  package var candidates: [RegimenID]?
  /// The day from which windows count.
  package let asOf: CalendarDate

  package init(asOf: CalendarDate) {
    self.asOf = asOf
  }
}
