import Clinical
package import Decision
package import Knowledge

/// What two decisions on one case differ in.
package struct DecisionChanges: Sendable {
  /// A criterion that fixes a verdict in one of the decisions only.
  package struct Reason: Sendable, Hashable {
    /// Whether it is of the later decision.
    package let isNow: Bool
    package let criterion: String
    package let result: String
    /// `nil` where the decision was logged without it.
    package let text: Text?
  }

  package enum Change: Sendable, Hashable {
    case appeared(verdict: String)
    case disappeared(verdict: String)
    case verdict(from: String, to: String, [Reason])
    case cautions(added: [String], removed: [String])
  }

  /// In the order of the later decision, those that are gone last.
  package private(set) var options: [(regimen: String, change: Change)] = []
  /// The options offered in both, when their order differs.
  package private(set) var order: (old: [String], new: [String])?

  package var isEmpty: Bool { options.isEmpty && order == nil }

  /// Compares the verdicts of a decision that was logged with those of another.
  init(from old: [DecisionRecord.Option], to new: Recommendation) {
    let known = Dictionary(old.map { ($0.regimen, $0) }) { first, _ in first }
    for option in new.options { compareVerdicts(known[option.regimen.id.text], option) }
    let present = Set(new.options.map(\.regimen.id.text))
    options += old.filter { !present.contains($0.regimen) }.map { ($0.regimen, .disappeared(verdict: $0.verdict)) }
  }

  /// Compares all that two decisions say of the options.
  package init(from old: Recommendation, to new: Recommendation) {
    let logged = DecisionRecord.options(of: old)
    let known = Dictionary(zip(old.options, logged).map { ($1.regimen, (assessment: $0, logged: $1)) }) { first, _ in first }
    for option in new.options {
      let before = known[option.regimen.id.text]
      compareVerdicts(before?.logged, option)
      if let before { compareCautions(before.assessment, option) }
    }
    let present = Set(new.options.map(\.regimen.id.text))
    options += logged.filter { !present.contains($0.regimen) }.map { ($0.regimen, .disappeared(verdict: $0.verdict)) }
    compareOrder(Self.offered(old), Self.offered(new))
  }

  private mutating func compareVerdicts(_ before: DecisionRecord.Option?, _ option: Recommendation.OptionAssessment) {
    let id = option.regimen.id.text
    guard let before else { return options.append((id, .appeared(verdict: option.verdict.rawValue))) }
    guard before.verdict != option.verdict.rawValue else { return }
    options.append((id, .verdict(from: before.verdict, to: option.verdict.rawValue, Self.reasons(for: option, before: before))))
  }

  /// What fixes the verdict now and did not then, and the other way round.
  private static func reasons(for option: Recommendation.OptionAssessment, before: DecisionRecord.Option) -> [Reason] {
    let decisive = option.criteria.filter(\.isDecisive)
    let now = decisive.filter { criterion in
      !before.because.contains { $0.criterion == criterion.criterion.id && $0.result == criterion.result.rawValue }
    }
    let then = before.because.filter { reason in
      !decisive.contains { $0.criterion.id == reason.criterion && $0.result.rawValue == reason.result }
    }
    return now.map {
      Reason(isNow: true, criterion: $0.criterion.id, result: $0.result.rawValue, text: $0.criterion.text)
    } + then.map { Reason(isNow: false, criterion: $0.criterion, result: $0.result, text: nil) }
  }

  private mutating func compareCautions(_ before: Recommendation.OptionAssessment, _ option: Recommendation.OptionAssessment) {
    let (old, new) = (before.cautions.map(\.caution.id), option.cautions.map(\.caution.id))
    let (added, removed) = (new.filter { !old.contains($0) }, old.filter { !new.contains($0) })
    guard !added.isEmpty || !removed.isEmpty else { return }
    options.append((option.regimen.id.text, .cautions(added: added, removed: removed)))
  }

  private mutating func compareOrder(_ old: [String], _ new: [String]) {
    let (before, after) = (old.filter(new.contains), new.filter(old.contains))
    if before != after { order = (before, after) }
  }

  /// The options that may be used, or may be once more is known.
  private static func offered(_ recommendation: Recommendation) -> [String] {
    recommendation.options.filter { $0.verdict < .notRecommended }.map(\.regimen.id.text)
  }
}

// As text.
extension DecisionChanges {
  /// A line a change, its reasons below it.
  package func lines(in language: Language) -> [String] {
    options.flatMap { regimen, change in Self.lines(regimen, change, language) }
      + (order.map { ["order: \($0.old.joined(separator: ", ")) -> \($0.new.joined(separator: ", "))"] } ?? [])
  }

  private static func lines(_ regimen: String, _ change: Change, _ language: Language) -> [String] {
    switch change {
    case .appeared(let verdict): ["\(regimen): new, \(verdict)"]
    case .disappeared(let verdict): ["\(regimen): gone, was \(verdict)"]
    case .verdict(let old, let new, let reasons):
      ["\(regimen): \(old) -> \(new)"]
        + reasons.map { reason in
          "  \(reason.isNow ? "now" : "then") \(reason.criterion) \(reason.result)"
            + (reason.text.map { ": \($0[language])" } ?? "")
        }
    case .cautions(let added, let removed):
      added.map { "\(regimen): caution \($0) added" } + removed.map { "\(regimen): caution \($0) removed" }
    }
  }
}
