import Clinical
import Decision
import EHR
import JSON
import Knowledge

/// Writes what an answer says of the health record it was given: the history with its events, and what was not understood.
struct RecordWriter {
  let knowledge: KnowledgeBase
  let language: Language

  /// `history`, a member of the assessment.
  func writeHistory(of record: RecordReading, to writer: inout JSONWriter) {
    guard let history = record.history else { return }
    writer.name("history")
    writer.beginObject()
    writer.member("complete", record.patient.priorTherapies != nil && record.patient.isHistoryComplete)
    writer.name("therapies")
    writer.beginArray()
    for line in history { write(line, to: &writer) }
    writer.endArray()
    writer.name("rules")
    writer.beginArray()
    let used = Set(history.flatMap(\.rules))
    for kind in TherapyRules.Kind.allCases where used.contains(kind) {
      guard let rule = knowledge.therapyRules?.rules[kind] else { continue }
      writer.beginObject()
      writer.member("id", kind.rawValue)
      writer.member("text", rule.text[language])
      writer.member("sources", rule.sources.ids)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  private func write(_ line: TherapyLine, to writer: inout JSONWriter) {
    let therapy = line.therapy
    writer.beginObject()
    writer.member("setting", therapy.setting.text)
    if let number = therapy.line { writer.member("line", number) }
    if let regimen = line.regimen { writer.member("regimen", regimen.text) }
    writer.name("drugs")
    writer.beginArray()
    for drug in line.drugs {
      writer.beginObject()
      if let id = drug.drug { writer.member("id", id.text) }
      writer.member("name", drug.drug.flatMap { knowledge.drugs[$0]?.name[language] } ?? drug.name)
      writer.member("started", drug.started)
      if let ended = drug.ended { writer.member("ended", ended) }
      writer.member("events", drug.events)
      writer.endObject()
    }
    writer.endArray()
    if let outcome = therapy.outcome { writer.member("outcome", outcome.rawValue) }
    if let response = therapy.bestResponse { writer.member("bestResponse", response.rawValue) }
    if let ended = therapy.ended { writer.member("ended", ended.description) }
    if let progressed = therapy.progressed { writer.member("progressed", progressed.description) }
    if !line.statuses.isEmpty { writer.member("statuses", line.statuses) }
    writer.member("rules", line.rules.map(\.rawValue))
    writer.endObject()
  }

  /// The record's own notices, elements of `notices`.
  func writeNotices(of record: RecordReading, to writer: inout JSONWriter) {
    for notice in record.notices {
      writer.beginObject()
      writer.member("id", notice.id)
      writer.member("text", notice.text[language])
      if !notice.references.isEmpty { writer.member("references", notice.references) }
      writer.endObject()
    }
  }

  /// `record`, a member of the answer.
  func writeRecord(_ record: RecordReading, to writer: inout JSONWriter) {
    writer.name("record")
    writer.beginObject()
    writer.member("resources", record.resourceCount)
    writer.name("notUnderstood")
    writer.beginArray()
    for entry in record.notUnderstood {
      writer.beginObject()
      writer.member("what", entry.what)
      writer.member("reason", entry.reason[language])
      writer.member("count", entry.count)
      writer.member("references", entry.references)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}

/// What a person at a terminal is told of a health record.
struct RecordText {
  let knowledge: KnowledgeBase
  let language: Language

  private enum Heading {
    static let history = Text(en: "Prior therapy by the record", ru: "Лечение по данным записи")
    static let notUnderstood = Text(en: "Not understood", ru: "Не распознано")
  }

  func lines(of record: RecordReading) -> [String] {
    let history = record.history ?? []
    var lines = history.isEmpty ? [] : ["", Heading.history[language]]
    for line in history {
      let drugs = line.drugs.map { drug in
        let name = drug.drug.flatMap { knowledge.drugs[$0]?.name[language] } ?? drug.name
        return "\(name) \(drug.started)–\(drug.ended ?? "")"
      }
      let therapy = line.therapy
      let setting = name(of: therapy.setting, in: record.patient.disease)
      let number = therapy.line.map { ", \(Phrases.line[language]) \($0)" } ?? ""
      let words = [therapy.outcome.map(Phrases.outcome), therapy.bestResponse.map(Phrases.response)].compactMap { $0?[language] }
      let ending = words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
      lines.append("  \(setting)\(number): \(drugs.joined(separator: " + "))\(ending)")
    }
    guard !record.notUnderstood.isEmpty else { return lines }
    lines += ["", Heading.notUnderstood[language]]
    for entry in record.notUnderstood {
      let places = entry.references.isEmpty ? "" : " (\(entry.references.joined(separator: ", ")))"
      lines.append("  • \(entry.what): \(entry.reason[language])\(places)")
    }
    return lines
  }

  private func name(of setting: SettingID, in disease: DiseaseID) -> String {
    knowledge.diseases[disease]?.settings.first { $0.id == setting }?.name[language] ?? setting.text
  }
}
