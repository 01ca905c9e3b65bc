package import Clinical

/// One value a gap may turn out to have.
package struct Possibility: Sendable {
  /// A value to put where the gap is, as JSON.
  package enum Filling: Sendable {
    case flag(Bool)
    case code(String)
    case codes([String])
    case number(Magnitude)
  }

  /// How the value is said.
  enum Wording: Sendable {
    case word(String)
    case bounds(Bounds)
  }

  private let wording: Wording
  package let filling: Filling
  let change: Change

  init(when wording: Wording, filling: Filling, change: Change) {
    self.wording = wording
    self.filling = filling
    self.change = change
  }

  init(when word: String, filling: Filling, change: Change) {
    self.init(when: .word(word), filling: filling, change: change)
  }

  /// The value in words of no language: a code, `true`, `≥ 60`, `[]`. Made when it is asked for: most possibilities change nothing.
  package var when: String {
    switch wording {
    case .word(let word): word
    case .bounds(let bounds): bounds.symbols
    }
  }

  enum Change: Sendable {
    case finding(Int, Snapshot.State)
    case comorbidities(BitSet)
    case medications(BitSet)
    case history([Snapshot.Therapy])
    case outcome(Int, TherapyOutcome)
    case response(Int, BestResponse)
    case days(Int, ClosedRange<Int>)
    case daysOfDrug(Int, drug: Int, ClosedRange<Int>)
    case duration(Int, Bounds)
    case drugs(Int, [BitSet])
  }

  func apply(to snapshot: inout Snapshot) {
    switch change {
    case .finding(let index, let state): snapshot.findings[index] = state
    case .comorbidities(let list): snapshot.comorbidities = .init(members: list, isComplete: true)
    case .medications(let list): snapshot.medications = .init(members: list, isComplete: true)
    case .history(let therapies): (snapshot.therapies, snapshot.isHistoryComplete) = (therapies, true)
    case .outcome(let index, let outcome): snapshot.change(therapy: index) { $0.outcome = outcome }
    case .response(let index, let response): snapshot.change(therapy: index) { $0.bestResponse = response }
    case .days(let index, let days): snapshot.change(therapy: index) { $0.days = days }
    case .daysOfDrug(let index, let drug, let days): snapshot.change(therapy: index) { $0.daysByDrug[drug] = .some(days) }
    case .duration(let index, let bounds): snapshot.change(therapy: index) { $0.durationMonths = bounds }
    case .drugs(let index, let drugs): snapshot.change(therapy: index) { $0.uncertain = drugs }
    }
  }

  var variable: Program.Variable {
    switch change {
    case .finding(let index, _): .finding(index)
    case .comorbidities: .comorbidities
    case .medications: .medications
    case .history, .drugs: .history
    case .outcome: .outcome
    case .response: .bestResponse
    case .duration: .duration
    case .days, .daysOfDrug: .days
    }
  }
}

extension Snapshot {
  fileprivate mutating func change(therapy index: Int, _ change: (inout Therapy.Content) -> Void) {
    guard let therapy = therapies?[index] else { return }
    therapies?[index] = therapy.changed(change)
  }
}
