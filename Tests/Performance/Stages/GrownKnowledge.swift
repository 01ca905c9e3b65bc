import JSON
import Knowledge

/// Knowledge with copies of its regimens, trials and references under new ids, to see how work grows.
struct GrownKnowledge {
  /// In whose steps the copies of regimens stand beside their originals.
  enum Place: CaseIterable {
    case noStep
    case stepsOfOthers
    case steps

    var name: String {
      switch self {
      case .noStep: "in no step"
      case .stepsOfOthers: "in the other disease's steps"
      case .steps: "in the same steps"
      }
    }
  }

  /// As many of each kind as there are, originals included.
  let times: Int
  let place: Place
  /// The disease of the case that is measured.
  let disease: String

  /// Trials and references: what copies rest on is copied with them.
  private let sources: Set<String>

  static func files(_ files: [KnowledgeFile], times: Int, place: Place, disease: String) throws -> [KnowledgeFile] {
    let sources = files.filter { ["trials", "references"].contains(folder(of: $0)) }.map(id(of:))
    return try GrownKnowledge(times: times, place: place, disease: disease, sources: Set(sources)).grow(files)
  }

  private func grow(_ files: [KnowledgeFile]) throws -> [KnowledgeFile] {
    try files.flatMap { file -> [KnowledgeFile] in
      switch Self.folder(of: file) {
      case "regimens", "trials", "references":
        let entry = try JSONDocument.parse(file.bytes).root
        return [file] + (1..<times).map { copy(of: file, entry, number: $0) }
      case "pathways": return [try pathway(file)]
      default: return [file]
      }
    }
  }

  private static func folder(of file: KnowledgeFile) -> String { String(file.path.prefix { $0 != "/" }) }

  private static func id(of file: KnowledgeFile) -> String {
    String(file.path.drop { $0 != "/" }.dropFirst().dropLast(".json".count))
  }

  private func name(_ original: String, _ number: Int) -> String { "\(original)-copy-\(number)" }

  private func copy(of file: KnowledgeFile, _ entry: JSONValue, number: Int) -> KnowledgeFile {
    var json = JSONWriter(reserving: file.bytes.count)
    write(entry, in: [], number: number, into: &json)
    return KnowledgeFile(path: "\(Self.folder(of: file))/\(name(Self.id(of: file), number)).json", bytes: json.bytes)
  }

  /// Writes a part of a copy, with new names where it names itself or what it rests on; `path` holds the members around it.
  private func write(_ value: JSONValue, in path: [String], number: Int, into json: inout JSONWriter) {
    switch value.kind {
    case .object:
      json.beginObject()
      for member in value.members {
        json.name(member.name)
        write(member.value, in: path + [member.name], number: number, into: &json)
      }
      json.endObject()
    case .array:
      json.beginArray()
      for element in value.elements { write(element, in: path, number: number, into: &json) }
      json.endArray()
    case .string:
      let text = value.string ?? ""
      json.string(isName(text, at: path) ? name(text, number) : text)
    case .null, .boolean, .number: json.value(value)
    }
  }

  private func isName(_ text: String, at path: [String]) -> Bool {
    if let first = path.first, ["id", "name", "title", "synonyms"].contains(first) { return true }
    return (path.suffix(2) == ["sources", "id"] || path.last == "trial") && sources.contains(text)
  }

  private func pathway(_ file: KnowledgeFile) throws -> KnowledgeFile {
    let root = try JSONDocument.parse(file.bytes).root
    guard place != .noStep, (root["disease"]?.string == disease) == (place == .steps) else { return file }
    var json = JSONWriter(reserving: file.bytes.count)
    json.beginObject()
    for member in root.members {
      json.name(member.name)
      if member.name == "steps" { writeSteps(member.value, into: &json) } else { json.value(member.value) }
    }
    json.endObject()
    return KnowledgeFile(path: file.path, bytes: json.bytes)
  }

  private func writeSteps(_ steps: JSONValue, into json: inout JSONWriter) {
    json.beginArray()
    for step in steps.elements {
      json.beginObject()
      for member in step.members {
        json.name(member.name)
        guard ["preferred", "alternative"].contains(member.name) else {
          json.value(member.value)
          continue
        }
        let ids = member.value.elements.compactMap(\.string)
        json.beginArray()
        for id in ids { json.string(id) }
        for number in 1..<times { for id in ids { json.string(name(id, number)) } }
        json.endArray()
      }
      json.endObject()
    }
    json.endArray()
  }
}
