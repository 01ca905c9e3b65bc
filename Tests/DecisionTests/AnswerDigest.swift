import Clinical
import Knowledge

@testable import Decision

/// All that an answer says, to be compared.
struct AnswerDigest: Equatable {
  private let lines: [String]

  init(_ answer: Recommendation) {
    var lines = ["\(answer.disease.id) \(String(describing: answer.nextLine))"]
    lines += answer.derivedFacts.map { "fact \($0.definition.id) \($0.truth) \(Self.text($0.explanation))" }
    lines += answer.steps.map { "step \($0.step.id) \($0.truth) \(Self.text($0.explanation))" }
    for option in answer.options {
      lines.append("\(option.rank) \(option.regimen.id) \(option.verdict) \(option.step?.id ?? "-")")
      lines += option.criteria.map {
        "  \($0.criterion.id) \($0.role) \($0.result) \($0.isDecisive) \(Self.text($0.explanation))"
      }
      lines.append("  \(option.cautions.map(\.caution.id)) \(option.verify.map(\.name))")
    }
    for missing in answer.missing {
      lines.append("missing \(missing.gap.name) \(missing.isEssential)")
      lines += missing.changes.map { "  \($0.possibility.when) \($0.regimen) \($0.from) \($0.to)" }
    }
    self.lines = lines + answer.notices.map(\.id)
  }

  private static func text(_ explanation: Explanation) -> String {
    explanation.leaves.map {
      "\($0.truth) \($0.facts.map { "\($0.provenance) \($0.content)" }) \($0.gaps.map(\.name)) \(String(describing: $0.lineCount))"
    }.joined(
      separator: "; ")
  }
}
