import JSON
import Knowledge

/// Drafts of orders for the drugs of a regimen.
struct MedicationDraft {
  let knowledge: KnowledgeBase
  let language: Language
  /// The patient's FHIR id, and that of the encounter.
  let patient: String
  let encounter: String?

  /// An action for each drug; the orders of one regimen share `group`.
  func actions(for regimen: Regimen, group: String) -> [Card.Suggestion.Action] {
    regimen.components.compactMap { component in
      guard let drug = knowledge.drugs[component.drug] else { return nil }
      let dose = "\(component.dose[language]), \(component.schedule[language])"
      return .create(
        description: "\(CardWords.order[language]): \(drug.name[language]) \(dose)",
        resource: resource(drug, dosage: dose, of: regimen, group: group))
    }
  }

  /// A MedicationRequest of FHIR R4.
  private func resource(_ drug: Drug, dosage: String, of regimen: Regimen, group: String) -> [UInt8] {
    var writer = JSONWriter(reserving: 1024)
    writer.beginObject()
    writer.member("resourceType", "MedicationRequest")
    writer.member("status", "draft")
    writer.member("intent", "order")
    writer.name("medicationCodeableConcept")
    writer.beginObject()
    let codings = codings(of: drug)
    if !codings.isEmpty {
      writer.name("coding")
      writer.beginArray()
      for coding in codings { writer.writeCoding(coding.system, coding.code, drug.name.en) }
      writer.endArray()
    }
    writer.member("text", drug.name[language])
    writer.endObject()
    writer.name("subject")
    writer.beginObject()
    writer.member("reference", "Patient/" + patient)
    writer.endObject()
    if let encounter {
      writer.name("encounter")
      writer.beginObject()
      writer.member("reference", "Encounter/" + encounter)
      writer.endObject()
    }
    writer.name("groupIdentifier")
    writer.beginObject()
    writer.member("system", "urn:ietf:rfc:3986")
    writer.member("value", "urn:uuid:" + group)
    writer.endObject()
    writer.name("note")
    writer.beginArray()
    writer.beginObject()
    writer.member("text", regimen.name[language])
    writer.endObject()
    writer.endArray()
    writer.name("dosageInstruction")
    writer.beginArray()
    writer.beginObject()
    writer.member("text", dosage)
    writer.endObject()
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }

  /// RxNorm and ATC, of each the first: others are of other uses, or retired.
  private func codings(of drug: Drug) -> [(system: String, code: String)] {
    [Terminology.rxNorm, .atc].compactMap { terminology in
      guard let term = drug.terms.first(where: { $0.system == terminology }),
        let system = knowledge.recordRules?.systems.first(where: { $0.terminology == terminology })?.uris.first
      else { return nil }
      return (system, term.code)
    }
  }
}
