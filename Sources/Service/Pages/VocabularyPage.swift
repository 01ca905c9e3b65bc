import Clinical
import Decision
import JSON
import Knowledge

/// What can be asked and answered for a disease, so that a form can be drawn from it.
struct VocabularyPage {
  let knowledge: KnowledgeBase
  let language: Language

  /// The page for one disease, or for all.
  func bytes(for disease: DiseaseID?) -> [UInt8] {
    var writer = JSONWriter()
    let localizer = Localizer(language: language)
    let vocabulary = knowledge.vocabulary
    func list(_ name: StaticString, _ places: [Place]) {
      writer.name(name)
      writer.beginArray()
      for place in places { localizer.write(place.value, to: &writer) }
      writer.endArray()
    }
    writer.beginObject()
    if let disease { writer.member("disease", disease.text) }
    list("findings", vocabulary.findings.filter { $0.disease == nil || disease == nil || $0.disease == disease }.map(\.place))
    list("comorbidities", vocabulary.comorbidities.map(\.place))
    list("medications", vocabulary.medications.map(\.place))
    list("jurisdictions", vocabulary.jurisdictions.map(\.place))
    writer.name("settings")
    writer.beginArray()
    for entry in knowledge.diseases.entries where disease == nil || entry.id == disease {
      for setting in entry.place.value["settings"]?.elementList ?? [] {
        writer.beginObject()
        writer.member("disease", entry.id.text)
        localizer.writeMembers(of: setting, to: &writer)
        writer.endObject()
      }
    }
    writer.endArray()
    writeWords("outcomes", TherapyOutcome.allCases.map { ($0.rawValue, Phrases.outcome($0)[language]) }, to: &writer)
    writer.name("bestResponses")
    writer.strings(BestResponse.allCases.map(\.rawValue))
    list("drugClasses", knowledge.classes.entries.map(\.place))
    writer.name("drugs")
    writer.beginArray()
    for drug in knowledge.drugs.entries {
      writer.beginObject()
      writer.member("id", drug.id.text)
      writer.member("name", drug.name[language])
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }

  private func writeWords(_ name: StaticString, _ words: [(id: String, label: String)], to writer: inout JSONWriter) {
    writer.name(name)
    writer.beginArray()
    for (id, label) in words {
      writer.beginObject()
      writer.member("id", id)
      writer.member("label", label)
      writer.endObject()
    }
    writer.endArray()
  }
}
