import Clinical
import Decision
import JSON
import Knowledge

/// The reasons of one answer, each rendered once: options share most of their criteria.
struct Reasons {
  var wording: Wording
  /// `because`, `facts` and `missing` of criteria, members, by node.
  private var known = Memo()
  /// Fact objects, by ordinal.
  private var facts = Memo()

  init(renderer: Renderer, book: PhraseBook?) {
    wording = Wording(renderer: renderer, book: book)
  }

  mutating func because(_ explanation: Explanation) -> [UInt8] { wording.because(explanation) }

  /// Why a criterion has its result: `because`, `facts` and `missing`, members.
  mutating func members(for assessment: Recommendation.CriterionAssessment) -> [UInt8] {
    guard let node = assessment.node else { return rendered(assessment) }
    if let members = known[node] { return members }
    let members = rendered(assessment)
    known[node] = members
    return members
  }

  private mutating func rendered(_ assessment: Recommendation.CriterionAssessment) -> [UInt8] {
    let because = wording.because(assessment)
    var writer = JSONWriter(reserving: 256 + because.count)
    writer.member("because", utf8: because)
    writer.name("facts")
    writer.beginArray()
    for fact in assessment.explanation.facts { writer.raw(rendered(fact)) }
    writer.endArray()
    if assessment.result == .unknown { writer.member("missing", assessment.explanation.gaps.map(\.name)) }
    return writer.bytes
  }

  private mutating func rendered(_ fact: UsedFact) -> [UInt8] {
    if let known = facts[fact.ordinal] { return known }
    var writer = JSONWriter(reserving: 128)
    write(fact, to: &writer)
    facts[fact.ordinal] = writer.bytes
    return writer.bytes
  }

  private func write(_ fact: UsedFact, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.write(fact.provenance)
    writer.name("value")
    switch fact.content {
    case .value(let value): write(value, to: &writer)
    case .comorbidities(let ids): write(ids.map(\.text), isElement: fact.isMember, to: &writer)
    case .medications(let ids): write(ids.map(\.text), isElement: fact.isMember, to: &writer)
    case .therapy(let therapy): write(therapy.drugs.map(\.text), isElement: false, to: &writer)
    case .history(let ids): write(ids.map(\.text), isElement: false, to: &writer)
    case .jurisdiction(let id): writer.string(id.text)
    }
    writer.endObject()
  }

  private func write(_ value: Value, to writer: inout JSONWriter) {
    switch value {
    case .flag(let flag): writer.boolean(flag)
    case .code(let code): writer.string(code.text)
    case .codes(let roster): write(roster.members.map(\.text), isElement: false, to: &writer)
    case .number(let bounds):
      guard let exact = bounds.exact else { return writer.null() }
      writer.number(exact)
    }
  }

  private func write(_ ids: [String], isElement: Bool, to writer: inout JSONWriter) {
    if isElement, let id = ids.first { return writer.string(id) }
    writer.strings(ids)
  }
}

extension [UsedFact] {
  /// Where they are stated, each place once.
  var places: [String] {
    var seen: Set<String> = []
    return flatMap(\.provenance.texts).filter { seen.insert($0).inserted }
  }
}
