import Clinical
import Knowledge
import Testing

@testable import Decision

@Suite struct VerdictTableTests {
  /// The results of criteria and steps, and the verdict they come to.
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let option: String
    /// By id of step or criterion, as `mutated` or `eta-alone/graded-low`; those of the option are met, the rest fail.
    let truths: [String: Truth]
    let verdict: Verdict

    init(_ name: String, _ option: String, _ truths: [String: Truth], _ verdict: Verdict) {
      (self.name, self.option, self.truths, self.verdict) = (name, option, truths, verdict)
    }

    var testDescription: String { name }
  }

  // `eta-alone` is preferred in the step `mutated` and an alternative in `endocrine`.
  private static let etaRows = [
    Row(
      "a contraindicating criterion fails", "eta-alone", ["eta-alone/not-pregnant": .fails, "mutated": .holds], .contraindicated),
    Row(
      "a contraindicating criterion fails before all other rows", "eta-alone",
      ["eta-alone/not-pregnant": .fails, "eta-alone/graded-low": .fails, "receptor": .unknown], .contraindicated),
    Row("another criterion fails", "eta-alone", ["eta-alone/graded-low": .fails, "mutated": .holds], .notRecommended),
    Row("a common criterion fails", "eta-alone", ["receptor": .fails, "mutated": .holds], .notRecommended),
    Row(
      "failing comes before unknown", "eta-alone",
      ["eta-alone/graded-low": .fails, "eta-alone/not-pregnant": .unknown, "mutated": .unknown], .notRecommended),
    Row("no step that lists it applies", "eta-alone", ["urgent": .holds, "later": .holds], .notRecommended),
    Row("no step applies, an essential criterion is unknown", "eta-alone", ["eta-alone/graded-low": .unknown], .notRecommended),
    Row("an essential criterion is unknown", "eta-alone", ["eta-alone/graded-low": .unknown, "mutated": .holds], .conditional),
    Row(
      "an essential contraindicating criterion is unknown", "eta-alone", ["eta-alone/not-pregnant": .unknown, "mutated": .holds],
      .conditional),
    Row("a common essential criterion is unknown", "eta-alone", ["advanced": .unknown, "mutated": .holds], .conditional),
    Row("its only possible step is unknown", "eta-alone", ["mutated": .unknown], .conditional),
    Row("all its steps are unknown", "eta-alone", ["mutated": .unknown, "endocrine": .unknown], .conditional),
    Row("preferred in the first step that applies", "eta-alone", ["mutated": .holds, "endocrine": .holds], .recommended),
    Row(
      "an unknown step does not apply, a later one does, where it stands alone", "eta-alone",
      ["mutated": .unknown, "endocrine": .holds], .recommended),
    Row(
      "an alternative beside a preferred option", "eta-alone",
      [
        "endocrine": .holds, "zeta-epsi/senior-women": .holds, "zeta-epsi/no-repeat": .holds, "zeta-epsi/performance": .holds,
        "zeta-epsi/no-cns": .holds,
      ], .alternative),
    Row(
      "the only standing option of an earlier step takes the place", "eta-alone",
      ["urgent": .holds, "endocrine": .holds, "gamma-weekly/platelets": .holds], .alternative),
    Row("an earlier step without a standing option leaves it", "eta-alone", ["urgent": .holds, "mutated": .holds], .recommended),
  ]

  // `delta-3w` is an alternative in `urgent` and the first of two in `later`; none of its criteria is essential.
  private static let otherRows = [
    Row("what is not essential may be unknown", "delta-3w", ["urgent": .holds, "delta-3w/heart": .unknown], .recommended),
    Row(
      "a contraindicating criterion that is not essential may be unknown", "delta-3w",
      ["urgent": .holds, "delta-3w/dose-left": .unknown], .recommended),
    Row(
      "the first alternative where no preferred option stands", "delta-3w", ["later": .holds, "gamma-weekly/platelets": .holds],
      .recommended),
    Row(
      "the second alternative where no preferred option stands", "gamma-weekly",
      ["later": .holds, "delta-3w/dose-left": .holds, "delta-3w/heart": .holds], .alternative),
    Row(
      "one of two preferred options", "zeta-epsi",
      ["endocrine": .holds, "beta-alpha/not-betaciclib": .holds, "beta-alpha/few-lines": .holds, "beta-alpha/not-in-eu": .holds],
      .recommended),
    Row(
      "the other of two preferred options", "beta-alpha",
      [
        "endocrine": .holds, "zeta-epsi/senior-women": .holds, "zeta-epsi/no-repeat": .holds, "zeta-epsi/performance": .holds,
        "zeta-epsi/no-cns": .holds,
      ], .recommended),
    Row(
      "standing only in a later step", "delta-3w",
      [
        "endocrine": .holds, "later": .holds, "zeta-epsi/senior-women": .holds,
        "zeta-epsi/no-repeat": .holds, "zeta-epsi/performance": .unknown, "zeta-epsi/no-cns": .holds,
      ], .alternative),
    Row(
      "a regimen in no step", "epsi-alone", ["urgent": .holds, "mutated": .holds, "endocrine": .holds, "later": .holds],
      .notRecommended),
  ]

  @Test(arguments: etaRows + otherRows)
  func `The first row that matches gives the verdict`(_ row: Row) throws {
    let bench = try Bench.sample.get()
    #expect(try Self.verdict(of: row.option, row.truths, bench) == row.verdict)
  }

  @Test(arguments: Truth.allCases, Truth.allCases)
  func `Every combination of results follows the table`(_ common: Truth, contraindicating: Truth) throws {
    let bench = try Bench.sample.get()
    for own in Truth.allCases {
      for mutated in Truth.allCases {
        for endocrine in Truth.allCases {
          let truths = [
            "receptor": common, "eta-alone/not-pregnant": contraindicating, "eta-alone/graded-low": own, "mutated": mutated,
            "endocrine": endocrine,
          ]
          let expected: Verdict =
            if contraindicating == .fails {
              .contraindicated
            } else if own == .fails || common == .fails || (mutated == .fails && endocrine == .fails) {
              .notRecommended
            } else if [common, contraindicating, own].contains(.unknown) || (mutated != .holds && endocrine != .holds) {
              .conditional
            } else {
              .recommended
            }
          #expect(try Self.verdict(of: "eta-alone", truths, bench) == expected, "\(truths)")
        }
      }
    }
  }

  private static func verdict(of id: String, _ given: [String: Truth], _ bench: Bench) throws -> Verdict {
    let program = bench.program
    let index = try #require(program.regimens.firstIndex { $0.id == RegimenID(id) })
    var truths = [Truth](repeating: .fails, count: program.operations.count)
    var nodes: [String: Int] = [:]
    for step in program.steps { nodes[program.criteria[step.ordinal].id] = step.node }
    for (position, option) in program.options.enumerated() {
      for check in option.checks {
        let isCommon = check.ordinal < program.pathway.criteria.count
        nodes[(isCommon ? "" : program.regimens[position].id.text + "/") + program.criteria[check.ordinal].id] = check.node
        if position == index || isCommon { truths[check.node] = .holds }
      }
    }
    for (name, truth) in given { truths[try #require(nodes[name], "\(name)")] = truth }
    return program.verdictTable.verdicts(truths)[index]
  }
}
