import Clinical

/// A case and what is asked about it.
struct Consultation: Hashable, Sendable {
  var patient: PatientCase
  var jurisdiction: JurisdictionID?
  /// Answer just these.
  var candidates: [RegimenID]?

  init(_ patient: PatientCase, jurisdiction: JurisdictionID? = nil) {
    (self.patient, self.jurisdiction) = (patient, jurisdiction)
  }

  /// The day windows count from, so that no answer depends on the day of the test.
  static let asOf: CalendarDate = {
    guard let date = CalendarDate("2026-07-01") else { preconditionFailure("a day of the calendar") }
    return date
  }()

  var context: Context {
    var context = Context(asOf: Self.asOf)
    context.jurisdiction = jurisdiction
    context.candidates = candidates
    return context
  }

  /// The same question of a patient of whom something else is known.
  func with(_ patient: PatientCase) -> Consultation {
    var consultation = self
    consultation.patient = patient
    return consultation
  }
}
