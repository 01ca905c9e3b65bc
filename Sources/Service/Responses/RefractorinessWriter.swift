import Clinical
import Decision
import JSON
import Knowledge

/// Writes `assessment.refractoriness`: the label, and drug by drug and definition by definition what proves it.
struct RefractorinessWriter {
  let renderer: Renderer

  private var language: Language { renderer.language }

  /// As a member of the object that is open.
  func write(
    _ assessment: Recommendation.RefractorinessAssessment, _ reasons: inout Reasons, to writer: inout JSONWriter
  ) {
    writer.name("refractoriness")
    writer.beginObject()
    writer.member("label", assessment.level.value?.id ?? "unknown")
    writer.member("labelName", renderer.name(of: assessment.level))
    if !assessment.level.possible.isEmpty { writer.member("possible", assessment.level.possible.map(\.id)) }
    writer.member("tripleClass", assessment.tripleClass)
    write("drugs", assessment.drugs.filter { $0.truth == .holds && $0.isCounted }, to: &writer)
    write("otherDrugs", assessment.drugs.filter { $0.truth == .holds && !$0.isCounted }, to: &writer)
    write("undetermined", assessment.drugs.filter { $0.truth == .unknown }, to: &writer)
    write("notRefractory", assessment.drugs.filter { $0.truth == .fails }, to: &writer)
    writer.name("classes")
    writer.beginArray()
    for status in assessment.classes where status.truth != .fails { write(status, to: &writer) }
    writer.endArray()
    writer.name("definitions")
    writer.beginArray()
    for fact in assessment.definitions { write(fact, &reasons, to: &writer) }
    writer.endArray()
    writer.name("rule")
    writer.beginObject()
    writer.member("name", assessment.rule.name[language])
    writer.member("text", assessment.rule.text[language])
    writer.member("sources", assessment.rule.sources.ids)
    writer.endObject()
    writer.endObject()
  }

  private func write(
    _ name: StaticString, _ drugs: [Recommendation.RefractorinessAssessment.DrugStatus], to writer: inout JSONWriter
  ) {
    writer.name(name)
    writer.beginArray()
    for status in drugs { write(status, to: &writer) }
    writer.endArray()
  }

  private func write(_ status: Recommendation.RefractorinessAssessment.DrugStatus, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("id", status.drug.id.text)
    writer.member("name", status.drug.name[language])
    writer.member("because", renderer.phrase(for: status.leaf))
    writer.member("from", status.leaf.facts.places)
    if status.truth == .unknown { writer.member("missing", status.leaf.gaps.map(\.name)) }
    writer.endObject()
  }

  private func write(_ status: Recommendation.RefractorinessAssessment.ClassStatus, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("id", status.drugClass.id.text)
    writer.member("name", status.drugClass.name[language])
    writer.member("value", status.truth)
    writer.member("drugs", status.drugs.map(\.drug.id.text))
    var records: [String] = []
    for record in status.drugs.flatMap(\.leaf.facts).places where !records.contains(record) {
      records.append(record)
    }
    writer.member("from", records)
    writer.endObject()
  }

  private func write(_ fact: Recommendation.DerivedFact, _ reasons: inout Reasons, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("id", fact.definition.id.text)
    writer.member("name", fact.definition.name[language])
    if let text = fact.definition.text { writer.member("text", text[language]) }
    if case .value = fact.definition.content {
      writer.member("value", fact.value?.id ?? "unknown")
      writer.member("valueName", renderer.name(of: fact))
    } else {
      writer.member("value", fact.truth)
    }
    writer.member("because", utf8: reasons.because(fact.explanation))
    writer.member("from", fact.explanation.facts.places)
    if fact.truth == .unknown { writer.member("missing", fact.explanation.gaps.map(\.name)) }
    writer.member("sources", fact.definition.sources.ids)
    writer.endObject()
  }
}
