package import Clinical
package import Decision
import JSON
import Knowledge

/// What another edition of the knowledge says otherwise: its entries, and what it decides on the worked cases of either.
package struct EditionComparison: Sendable {
  package enum Outcome: Sendable {
    case decided(DecisionChanges)
    /// The case is valid in the other edition only; the lines say what is wrong with it.
    case refusedByOld([String])
    case refusedByNew([String])
  }

  /// A worked case on which the editions differ.
  package struct CaseChange: Sendable {
    /// The id of the case; of one whose input differs, with the edition it is of.
    package let name: String
    package let outcome: Outcome
  }

  package let old: DecisionEngine
  package let new: DecisionEngine
  package let diff: KnowledgeDiff
  /// In the order of their names.
  package let cases: [CaseChange]
  package let casesDecided: Int

  package var isEmpty: Bool { diff.entries.isEmpty && cases.isEmpty }

  /// `today` stands in where a case does not say from which day windows count.
  package init(from old: DecisionEngine, to new: DecisionEngine, today: CalendarDate) {
    (self.old, self.new) = (old, new)
    diff = KnowledgeDiff(from: old.knowledge, to: new.knowledge)
    let inputs = Self.inputs(old.knowledge, new.knowledge)
    let readers = (old: RequestReader(engine: old, today: today), new: RequestReader(engine: new, today: today))
    cases = inputs.compactMap { name, input in
      let before = Self.decide(input, old, readers.old)
      let after = Self.decide(input, new, readers.new)
      return Self.outcome(before, after).map { CaseChange(name: name, outcome: $0) }
    }
    casesDecided = inputs.count
  }

  /// The inputs of the worked cases of either edition, each once.
  private static func inputs(_ old: KnowledgeBase, _ new: KnowledgeBase) -> [(name: String, input: JSONValue)] {
    let ids = Set(old.cases.ids).union(new.cases.ids).sorted()
    return ids.flatMap { id -> [(String, JSONValue)] in
      switch (old.cases[id]?.input.value, new.cases[id]?.input.value) {
      case (let before?, let after?):
        JSONDifference.all(from: before, to: after).isEmpty
          ? [(id.text, after)] : [("\(id) of the old edition", before), ("\(id) of the new edition", after)]
      case (let input?, nil), (nil, let input?): [(id.text, input)]
      case (nil, nil): []
      }
    }
  }

  private enum Decision {
    case made(Recommendation)
    case refused([String])
  }

  private static func decide(_ input: JSONValue, _ engine: DecisionEngine, _ reader: RequestReader) -> Decision {
    switch reader.read(input) {
    case .failure(let errors): return .refused(errors.diagnostics.map { lineOf($0, within: input) })
    case .success(let request):
      guard let recommendation = request.recommend() else {
        return .refused(["/disease: there is no pathway for `\(request.patient.disease)`"])
      }
      return .made(recommendation)
    }
  }

  /// The input is part of a case's file, where places in it are counted from; a line counts them from the input.
  private static func lineOf(_ diagnostic: Diagnostic, within input: JSONValue) -> String {
    let root = input.pointer
    let pointer = diagnostic.pointer.hasPrefix(root) ? String(diagnostic.pointer.dropFirst(root.count)) : diagnostic.pointer
    return "\(pointer): \(diagnostic.message)"
  }

  private static func outcome(_ before: Decision, _ after: Decision) -> Outcome? {
    switch (before, after) {
    case (.made(let old), .made(let new)):
      let changes = DecisionChanges(from: old, to: new)
      return changes.isEmpty ? nil : .decided(changes)
    case (.made, .refused(let errors)): return .refusedByNew(errors)
    case (.refused(let errors), .made): return .refusedByOld(errors)
    case (.refused, .refused): return nil
    }
  }
}
