import Clinical
import Decision
import JSON
import Knowledge

/// What the decision log keeps of an answer: enough to decide the case again, and to tell what would differ.
struct DecisionRecord: Sendable {
  /// An option with what fixed its verdict.
  struct Option: Sendable, Hashable {
    struct Reason: Sendable, Hashable {
      let criterion: String
      let result: String
    }

    let regimen: String
    let verdict: String
    let because: [Reason]
  }

  /// A call of CDS Hooks: its body, and which of the diseases in it this decision is on.
  struct Call: Sendable, Hashable {
    let service: HookService
    let disease: DiseaseID
  }

  let id: String
  let time: String
  /// The version and the digest of the knowledge.
  let version: String
  let digest: String
  /// The day windows counted from.
  let asOf: CalendarDate
  /// `nil`: what was asked is a case or a bundle.
  let call: Call?
  /// The body that was asked, and the query that belongs to it.
  let body: JSONValue
  let query: [(name: String, value: String)]
  let options: [Option]

  static func options(of recommendation: Recommendation) -> [Option] {
    recommendation.options.map { option in
      Option(
        regimen: option.regimen.id.text, verdict: option.verdict.rawValue,
        because: option.criteria.filter(\.isDecisive).map { .init(criterion: $0.criterion.id, result: $0.result.rawValue) })
    }
  }
}

// As a line.
extension DecisionRecord {
  /// The record as JSON, with who asked.
  func line(client: String?) -> [UInt8] {
    var writer = JSONWriter(reserving: 16_384)
    writer.beginObject()
    writer.member("id", id)
    writer.member("time", time)
    if let client { writer.member("client", client) }
    writer.name("knowledgeBase")
    writer.beginObject()
    writer.member("version", version)
    writer.member("digest", digest)
    writer.endObject()
    writer.member("asOf", asOf.description)
    if let call {
      writer.name("call")
      writer.beginObject()
      writer.member("service", call.service.rawValue)
      writer.member("disease", call.disease.text)
      writer.endObject()
    }
    if !query.isEmpty {
      writer.name("query")
      writer.beginArray()
      for (name, value) in query { writer.strings([name, value]) }
      writer.endArray()
    }
    writer.name("options")
    writer.beginArray()
    for option in options { write(option, to: &writer) }
    writer.endArray()
    writer.name("case")
    writeBody(to: &writer)
    writer.endObject()
    return writer.bytes
  }

  /// The body as it came, but for what lets a hook's service into the EHR.
  private func writeBody(to writer: inout JSONWriter) {
    guard call != nil else { return writer.value(body) }
    writer.beginObject()
    for member in body.members where member.name != HookRequestReader.authorization {
      writer.name(member.name)
      writer.value(member.value)
    }
    writer.endObject()
  }

  private func write(_ option: Option, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("regimen", option.regimen)
    writer.member("verdict", option.verdict)
    writer.name("because")
    writer.beginArray()
    for reason in option.because { writer.strings([reason.criterion, reason.result]) }
    writer.endArray()
    writer.endObject()
  }

  /// Reads a line; `nil` when it is no record.
  init?(_ line: JSONValue) {
    guard let id = line["id"]?.string, let time = line["time"]?.string, let knowledge = line["knowledgeBase"],
      let version = knowledge["version"]?.string, let digest = knowledge["digest"]?.string,
      let asOf = line["asOf"]?.string.flatMap({ CalendarDate($0) }), let body = line["case"],
      let options = line["options"]?.elementList.map(Self.option), !options.contains(nil)
    else { return nil }
    if let value = line["call"] {
      guard let call = Self.call(value) else { return nil }
      self.call = call
    } else {
      call = nil
    }
    (self.id, self.time, self.version, self.digest, self.asOf, self.body) = (id, time, version, digest, asOf, body)
    self.options = options.compactMap { $0 }
    query = (line["query"]?.elementList ?? []).compactMap { pair in
      let words = pair.elementList.compactMap(\.string)
      return words.count == 2 ? (words[0], words[1]) : nil
    }
  }

  private static func call(_ value: JSONValue) -> Call? {
    guard let service = value["service"]?.string.flatMap(HookService.init(rawValue:)), let disease = value["disease"]?.string
    else { return nil }
    return Call(service: service, disease: DiseaseID(disease))
  }

  private static func option(_ value: JSONValue) -> Option? {
    guard let regimen = value["regimen"]?.string, let verdict = value["verdict"]?.string else { return nil }
    let because = (value["because"]?.elementList ?? []).compactMap { pair -> Option.Reason? in
      let words = pair.elementList.compactMap(\.string)
      return words.count == 2 ? Option.Reason(criterion: words[0], result: words[1]) : nil
    }
    return Option(regimen: regimen, verdict: verdict, because: because)
  }
}
