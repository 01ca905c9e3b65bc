/// What a resource is, as far as it matters here which one of the others it is.
package enum ResourceType: String, CaseIterable, Sendable {
  case observation = "Observation"
  case condition = "Condition"
  case list = "List"
  case procedure = "Procedure"
  case patient = "Patient"
  case familyMemberHistory = "FamilyMemberHistory"

  case medication = "Medication"
  case medicationAdministration = "MedicationAdministration"
  case medicationRequest = "MedicationRequest"
  case medicationStatement = "MedicationStatement"
  case medicationKnowledge = "MedicationKnowledge"
  /// A dispensing among others.
  case otherMedication = "Medication…"

  // What holds others.
  case bundle = "Bundle"
  case parameters = "Parameters"
  case operationOutcome = "OperationOutcome"

  // What supports others.
  case practitioner = "Practitioner"
  case practitionerRole = "PractitionerRole"
  case organization = "Organization"
  case location = "Location"
  case encounter = "Encounter"
  case specimen = "Specimen"
  case device = "Device"
  case bodyStructure = "BodyStructure"
  case provenance = "Provenance"
  case careTeam = "CareTeam"
  case relatedPerson = "RelatedPerson"
  case episodeOfCare = "EpisodeOfCare"
  case healthcareService = "HealthcareService"
  case endpoint = "Endpoint"

  /// Any other, of FHIR or not.
  case other = "…"

  /// As it is written; `nil` where that is not known.
  var name: String? {
    switch self {
    case .otherMedication, .other: nil
    default: rawValue
    }
  }

  /// Whether it carries nothing a case is made of, or is read where others refer to it.
  var isSupporting: Bool {
    switch self {
    case .patient, .medication, .practitioner, .practitionerRole, .organization, .location, .encounter, .specimen, .device,
      .bodyStructure, .provenance, .careTeam, .relatedPerson, .episodeOfCare, .healthcareService, .endpoint:
      true
    default: false
    }
  }

  /// Whether it may say that a drug is given.
  var isOfMedications: Bool {
    switch self {
    case .medicationAdministration, .medicationRequest, .medicationStatement, .medicationKnowledge, .otherMedication: true
    default: false
    }
  }
}
