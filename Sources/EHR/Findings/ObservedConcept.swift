import JSON
import Knowledge

/// What an observation is of, and what that means.
final class ObservedConcept {
  enum Subject {
    case concept(RecordConcept)
    case finding(CodeIndex.FindingMeaning)
    case several
    case unknown
  }

  let coded: CodedText
  /// For a person to find it by.
  let label: String
  /// By codes alone.
  let concepts: [RecordConcept]
  let findings: [CodeIndex.FindingMeaning]
  /// The one thing it is of.
  let subject: Subject
  /// Findings that its words name as abnormalities of chromosomes.
  private(set) lazy var karyotype = index.karyotypes(named: coded.words)
  /// Where the log has it among codes that are not known.
  var unknownPlace: Int?
  private let index: CodeIndex

  init?(_ code: JSONValue, _ index: CodeIndex, _ knowledge: KnowledgeBase) {
    guard let coded = CodedText(code) else { return nil }
    self.coded = coded
    self.index = index
    label = coded.label
    let keys = coded.codings.map(index.keys)
    concepts = index.meanings(keys, in: index.concepts)
    findings = index.findingMeanings(of: coded, keys, concepts, knowledge)
    subject =
      if concepts.count + findings.count > 1 {
        .several
      } else if let concept = concepts.first {
        .concept(concept)
      } else {
        findings.first.map { .finding($0) } ?? .unknown
      }
  }
}
