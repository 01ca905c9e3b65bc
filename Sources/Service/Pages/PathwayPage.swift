import Decision
import JSON
import Knowledge

/// A disease's pathway and definitions as they are written, each condition also as a tree in words (`reads`).
struct PathwayPage {
  let knowledge: KnowledgeBase
  let localizer: Localizer
  private let renderer: Renderer

  init(knowledge: KnowledgeBase, localizer: Localizer) {
    self.knowledge = knowledge
    self.localizer = localizer
    renderer = Renderer(knowledge: knowledge, language: localizer.language)
  }

  /// Writes `pathway` and `definitions`, members of the object that is open.
  func write(of disease: Disease, to writer: inout JSONWriter) {
    if let pathway = knowledge.pathways[disease.pathway] {
      writer.name("pathway")
      write(pathway, to: &writer)
    }
    writer.name("definitions")
    writer.beginArray()
    for definition in knowledge.definitions.entries where definition.disease == disease.id { write(definition, to: &writer) }
    writer.endArray()
  }

  private func write(_ pathway: Pathway, to writer: inout JSONWriter) {
    writer.beginObject()
    localizer.writeMembers(of: pathway.place.value, except: ["criteria", "steps", "notices"], to: &writer)
    writer.name("criteria")
    writer.beginArray()
    for criterion in pathway.criteria { write(criterion.place, reading: criterion.condition, to: &writer) }
    writer.endArray()
    writer.name("steps")
    writer.beginArray()
    for step in pathway.steps { write(step.place, reading: step.criterion.condition, to: &writer) }
    writer.endArray()
    writer.name("notices")
    writer.beginArray()
    for notice in pathway.notices { write(notice.place, reading: notice.condition, to: &writer) }
    writer.endArray()
    writer.endObject()
  }

  private func write(_ place: Place, reading condition: Condition?, to writer: inout JSONWriter) {
    writer.beginObject()
    localizer.writeMembers(of: place.value, to: &writer)
    if let condition {
      writer.name("reads")
      write(renderer.outline(of: condition), to: &writer)
    }
    writer.endObject()
  }

  private func write(_ definition: Definition, to writer: inout JSONWriter) {
    guard case .value(let cases, _) = definition.content else {
      return write(definition.place, reading: definition.conditions.first, to: &writer)
    }
    writer.beginObject()
    localizer.writeMembers(of: definition.place.value, except: ["cases"], to: &writer)
    writer.name("cases")
    writer.beginArray()
    for (value, element) in zip(cases, definition.place.value["cases"]?.elementList ?? []) {
      write(Place(file: definition.place.file, value: element), reading: value.condition, to: &writer)
    }
    writer.endArray()
    writer.endObject()
  }

  private func write(_ outline: Outline, to writer: inout JSONWriter) {
    switch outline {
    case .line(let text): writer.string(text)
    case .group(let heading, let parts):
      writer.beginObject()
      writer.member("heading", heading)
      writer.name("parts")
      writer.beginArray()
      for part in parts { write(part, to: &writer) }
      writer.endArray()
      writer.endObject()
    }
  }
}
