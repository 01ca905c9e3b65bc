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

  /// The value in words of no language: a code, `true`, `≥ 60`, `[]`.
  package let when: String
  package let filling: Filling
  let change: Change

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
    case .history(let therapies): snapshot.therapies = therapies
    case .outcome(let index, let outcome): snapshot.therapies?[index].outcome = outcome
    case .response(let index, let response): snapshot.therapies?[index].bestResponse = response
    case .days(let index, let days): snapshot.therapies?[index].days = days
    case .daysOfDrug(let index, let drug, let days): snapshot.therapies?[index].daysByDrug[drug] = .some(days)
    case .duration(let index, let bounds): snapshot.therapies?[index].durationMonths = bounds
    case .drugs(let index, let drugs): snapshot.therapies?[index].uncertain = drugs
    }
  }

  var variable: Program.Variable {
    switch change {
    case .finding(let index, _): .finding(index)
    case .comorbidities: .comorbidities
    case .medications: .medications
    case .history, .outcome, .response, .days, .daysOfDrug, .duration, .drugs: .history
    }
  }
}
