import Clinical
package import Decision
import EHR
package import JSON
package import Knowledge

/// How much of the reasons an answer carries.
package enum DetailLevel: String, Sendable, CaseIterable {
  case full
  /// Per option only the criteria that fixed the verdict.
  case decisive
  /// Neither criteria nor evidence.
  case summary
  /// Verdicts, cautions and what is missing by their ids alone: for cohorts.
  case verdicts

  /// Room for most answers.
  var usualBytes: Int { self == .verdicts ? 1 << 13 : RecommendationWriter.usualBytes }
}

/// Writes answers to `POST /recommend` for one knowledge base and language.
package struct RecommendationWriter: Sendable {
  /// Room for most full answers.
  package static let usualBytes = 5 << 15

  private let knowledge: KnowledgeBase
  private let renderer: Renderer
  private let maker: FragmentMaker
  private let fragments: [DiseaseID: AnswerFragments]
  private let books: [DiseaseID: PhraseBook]
  /// `knowledgeBase`, a member, and `disclaimer`, a member.
  private let head: [UInt8]
  private let tail: [UInt8]

  package init(engine: DecisionEngine, language: Language) {
    let knowledge = engine.knowledge
    self.knowledge = knowledge
    renderer = Renderer(knowledge: knowledge, language: language)
    maker = FragmentMaker(knowledge: knowledge, language: language)
    fragments = knowledge.diseases.entries.reduce(into: [:]) {
      $0[$1.id] = AnswerFragments(disease: $1, engine: engine, language: language)
    }
    let renderer = renderer
    books = knowledge.diseases.entries.reduce(into: [:]) { $0[$1.id] = engine.phraseBook(of: $1.id, renderer: renderer) }
    var writer = JSONWriter()
    writer.beginObject()
    writer.edition("knowledgeBase", knowledge)
    writer.endObject()
    head = Array(writer.bytes.dropFirst().dropLast())
    writer = JSONWriter()
    writer.beginObject()
    writer.member("disclaimer", knowledge.disclaimer[language])
    writer.endObject()
    tail = Array(writer.bytes.dropFirst().dropLast())
  }

  /// The answer as a JSON document.
  package func write(
    _ recommendation: Recommendation, to request: RecommendRequest, detail: DetailLevel, into writer: inout JSONWriter
  ) {
    guard detail != .verdicts else { return write(Judgement(recommendation), to: request, into: &writer) }
    guard let fragments = fragments[recommendation.disease.id] else { return }
    begin(recommendation.disease, request, &writer)
    var reasons = Reasons(renderer: renderer, book: books[recommendation.disease.id])
    writeAssessment(recommendation, request.record, &reasons, to: &writer)
    writer.name("options")
    writer.beginArray()
    for option in recommendation.options { write(option, detail, fragments, &reasons, to: &writer) }
    writer.endArray()
    writer.name("missingInformation")
    writer.beginArray()
    for missing in recommendation.missing { write(missing, to: &writer) }
    writer.endArray()
    write(recommendation.notices, of: request, fragments, to: &writer)
    if let record = request.record {
      RecordWriter(knowledge: knowledge, language: renderer.language).writeRecord(record, to: &writer)
    }
    writer.rawMembers(tail)
    writer.endObject()
  }

  /// The answer of `DetailLevel.verdicts`.
  package func write(_ judgement: Judgement, to request: RecommendRequest, into writer: inout JSONWriter) {
    guard let fragments = fragments[judgement.disease.id] else { return }
    begin(judgement.disease, request, &writer)
    writer.member("nextLine", judgement.nextLine)
    if let refractoriness = judgement.refractoriness {
      writer.name("refractoriness")
      writer.beginObject()
      writer.member("label", refractoriness.level ?? "unknown")
      writer.member("tripleClass", refractoriness.tripleClass)
      writer.endObject()
    }
    writer.name("verdicts")
    writer.beginObject()
    var options = judgement.options[...]
    for verdict in Verdict.allCases {
      writer.name(verdict.rawValue)
      writer.beginArray()
      while let option = options.first, option.verdict == verdict {
        writer.string(fragments.options[option.ordinal].id)
        options.removeFirst()
      }
      writer.endArray()
    }
    writer.endObject()
    writer.name("cautions")
    writer.beginObject()
    for option in judgement.options where !option.cautions.isEmpty {
      writer.name(fragments.options[option.ordinal].id)
      writer.beginArray()
      for caution in option.cautions { writer.raw(fragments.cautionIDs[caution]) }
      writer.endArray()
    }
    writer.endObject()
    writer.member("missingInformation", judgement.missing.map(\.name))
    write(judgement.notices, of: request, fragments, to: &writer)
    writer.rawMembers(tail)
    writer.endObject()
  }

  private func begin(_ disease: Disease, _ request: RecommendRequest, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.rawMembers(head)
    writer.member("disease", disease.id.text)
    write(request.context, to: &writer)
  }

  private func write(
    _ notices: [Pathway.Notice], of request: RecommendRequest, _ fragments: AnswerFragments, to writer: inout JSONWriter
  ) {
    writer.name("notices")
    writer.beginArray()
    for notice in notices { writer.raw(fragments.notices[notice.id] ?? []) }
    for drug in request.unknownDrugs { writeNotConsidered(drug.name, drug.place, to: &writer) }
    if let record = request.record {
      RecordWriter(knowledge: knowledge, language: renderer.language).writeNotices(of: record, to: &writer)
    }
    writer.endArray()
  }

  private func write(_ context: Context, to writer: inout JSONWriter) {
    writer.name("context")
    writer.beginObject()
    writer.member("asOf", context.asOf.description)
    if let jurisdiction = context.jurisdiction { writer.member("jurisdiction", jurisdiction.text) }
    if let candidates = context.candidates { writer.member("candidates", candidates.map(\.text)) }
    writer.endObject()
  }

  // The assessment.

  private func writeAssessment(
    _ recommendation: Recommendation, _ record: RecordReading?, _ reasons: inout Reasons, to writer: inout JSONWriter
  ) {
    writer.name("assessment")
    writer.beginObject()
    writer.member("summary", renderer.summary(of: recommendation))
    writer.member("nextLine", recommendation.nextLine)
    writer.name("facts")
    writer.beginArray()
    for fact in recommendation.derivedFacts { write(fact, &reasons, to: &writer) }
    writer.endArray()
    writer.name("steps")
    writer.beginArray()
    for step in recommendation.steps { write(step, &reasons, to: &writer) }
    writer.endArray()
    if let refractoriness = recommendation.refractoriness {
      RefractorinessWriter(renderer: renderer).write(refractoriness, &reasons, to: &writer)
    }
    if let record { RecordWriter(knowledge: knowledge, language: renderer.language).writeHistory(of: record, to: &writer) }
    writer.endObject()
  }

  private func write(_ step: Recommendation.StepAssessment, _ reasons: inout Reasons, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("id", step.step.id)
    writer.member("name", step.step.name[renderer.language])
    writer.member("applies", step.truth)
    writer.member("because", utf8: reasons.because(step.explanation))
    if step.truth == .unknown { writer.member("missing", step.explanation.gaps.map(\.name)) }
    writer.endObject()
  }

  private func write(_ fact: Recommendation.DerivedFact, _ reasons: inout Reasons, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("id", fact.definition.id.text)
    writer.member("label", fact.definition.name[renderer.language])
    writer.member("value", fact.truth)
    writer.member("because", utf8: reasons.because(fact.explanation))
    writer.member("from", fact.explanation.facts.places)
    if fact.truth == .unknown { writer.member("missing", fact.explanation.gaps.map(\.name)) }
    writer.endObject()
  }

  // Options.

  private func write(
    _ option: Recommendation.OptionAssessment, _ detail: DetailLevel, _ fragments: AnswerFragments, _ reasons: inout Reasons,
    to writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.member("rank", option.rank)
    writer.name("regimen")
    writer.raw(fragments.options[option.ordinal].regimen)
    writer.member("verdict", option.verdict.rawValue)
    writer.member("summary", utf8: renderer.summary(of: option, &reasons.wording))
    if let step = option.step { writer.member("step", step.id) }
    if detail != .summary {
      writer.name("criteria")
      writer.beginArray()
      for criterion in option.criteria where detail == .full || criterion.isDecisive {
        write(criterion, fragments, &reasons, to: &writer)
      }
      writer.endArray()
    }
    writer.name("cautions")
    writer.beginArray()
    for caution in option.cautions { writer.raw(fragments.cautions[caution.ordinal]) }
    writer.endArray()
    writer.member("verify", option.verify.map(\.name))
    if detail != .summary { writer.rawMembers(fragments.options[option.ordinal].support) }
    writer.endObject()
  }

  private func write(
    _ assessment: Recommendation.CriterionAssessment, _ fragments: AnswerFragments, _ reasons: inout Reasons,
    to writer: inout JSONWriter
  ) {
    let fragment =
      assessment.ordinal.map { fragments.criteria[$0] }
      ?? maker.criterion(assessment.criterion)
    writer.beginObject()
    writer.rawMembers(fragment.heads[assessment.result.number + (assessment.isDecisive ? 3 : 0)])
    writer.rawMembers(reasons.members(for: assessment))
    writer.rawMembers(fragment.sources)
    writer.endObject()
  }

  // What is missing.

  private func write(_ missing: Recommendation.MissingInformation, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("finding", missing.gap.name)
    writer.member("label", renderer.label(of: missing.gap))
    writer.member("essential", missing.isEssential)
    writer.name("wouldChange")
    writer.beginArray()
    for change in missing.changes {
      writer.beginObject()
      writer.member("regimen", change.regimen.text)
      writer.member("when", change.possibility.when)
      writer.name("value")
      write(change.possibility.filling, to: &writer)
      writer.member("from", change.from.rawValue)
      writer.member("to", change.to.rawValue)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  private func write(_ filling: Possibility.Filling, to writer: inout JSONWriter) {
    switch filling {
    case .flag(let flag): writer.boolean(flag)
    case .code(let code): writer.string(code)
    case .codes(let codes): writer.strings(codes)
    case .number(let number): writer.number(number)
    }
  }

  private func writeNotConsidered(_ name: String, _ place: Provenance, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("id", "not-considered")
    writer.member("text", renderer.notConsidered(name))
    writer.write(place)
    writer.endObject()
  }
}

extension JSONWriter {
  /// A number, or null.
  mutating func member(_ name: StaticString, _ number: Int?) {
    self.name(name)
    if let number { integer(number) } else { null() }
  }

  mutating func strings(_ strings: [String]) {
    beginArray()
    for string in strings { self.string(string) }
    endArray()
  }

  mutating func member(_ name: StaticString, _ strings: [String]) {
    self.name(name)
    self.strings(strings)
  }

  /// Where something was stated.
  mutating func write(_ place: Provenance) {
    switch place {
    case .pointer(let pointer): member("pointer", pointer)
    case .resources(let references):
      member("reference", references.first ?? "")
      if references.count > 1 { member("references", references) }
    }
  }

  /// True, false, or null for unknown.
  mutating func member(_ name: StaticString, _ truth: Truth) {
    self.name(name)
    switch truth {
    case .holds: boolean(true)
    case .fails: boolean(false)
    case .unknown: null()
    }
  }

  mutating func number(_ number: Magnitude) {
    guard let number = JSONNumber(significand: number.significand, scale: number.scale) else {
      preconditionFailure("a magnitude has at most 18 digits after the point")
    }
    self.number(number)
  }
}
