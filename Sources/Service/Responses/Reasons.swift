import Clinical
import Decision
import JSON
import Knowledge

/// The reasons of one answer, each rendered once: options share most of their criteria.
struct Reasons {
  /// Why a criterion has its result.
  struct Reason {
    let because: String
    /// `because`, `facts` and `missing`, members.
    let members: [UInt8]
  }

  private var wording: Wording
  /// By node.
  private var known: [Int: Reason] = [:]

  init(renderer: Renderer) {
    wording = Wording(renderer: renderer)
  }

  mutating func because(_ explanation: Explanation) -> String { wording.because(explanation) }

  mutating func reason(for assessment: Recommendation.CriterionAssessment) -> Reason {
    guard let node = assessment.node else { return rendered(assessment) }
    if let reason = known[node] { return reason }
    let reason = rendered(assessment)
    known[node] = reason
    return reason
  }

  private mutating func rendered(_ assessment: Recommendation.CriterionAssessment) -> Reason {
    let because = wording.because(assessment.explanation)
    var writer = JSONWriter(reserving: 256)
    writer.member("because", because)
    writer.name("facts")
    writer.beginArray()
    for fact in assessment.explanation.facts { write(fact, to: &writer) }
    writer.endArray()
    if assessment.result == .unknown { writer.member("missing", assessment.explanation.gaps.map(\.name)) }
    return Reason(because: because, members: writer.bytes)
  }

  private func write(_ fact: UsedFact, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("pointer", fact.provenance.text)
    writer.name("value")
    switch fact.content {
    case .value(let value): write(value, to: &writer)
    case .comorbidities(let ids): write(ids.map(\.text), isElement: fact.provenance.isElement, to: &writer)
    case .medications(let ids): write(ids.map(\.text), isElement: fact.provenance.isElement, to: &writer)
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

extension Provenance {
  /// Whether it points at one element of a list.
  fileprivate var isElement: Bool {
    guard case .pointer(let text) = self, let last = text.utf8.last else { return false }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last)
  }
}
