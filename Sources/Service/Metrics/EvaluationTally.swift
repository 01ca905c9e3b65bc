import Clinical
package import Decision
import Knowledge
import Synchronization

/// Counts what was decided: cases by disease and the way they came, and verdicts by regimen. Nothing of a case.
package final class EvaluationTally: Sendable {
  /// The way a case came.
  package enum Channel: String, Sendable, CaseIterable {
    case recommend, batch, cds
  }

  /// What was counted so far.
  struct Counts: Sendable {
    fileprivate(set) var cases: [(disease: DiseaseID, channel: Channel, count: Int)] = []
    fileprivate(set) var verdicts: [(regimen: RegimenID, verdict: Verdict, count: Int)] = []
  }

  private struct State {
    var cases: [DiseaseID: [Int]] = [:]
    /// Every regimen that was an option of any edition, and its counts of verdicts one after another.
    var regimens: [RegimenID: Int] = [:]
    var verdicts: [Int] = []
    /// By the digest of an edition: the place in `verdicts` of each option of a disease.
    var places: [String: [DiseaseID: [Int]]] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  /// Counts a case that was answered with an engine's knowledge.
  package func note(_ judgement: Judgement, of engine: DecisionEngine, _ channel: Channel) {
    let (disease, digest) = (judgement.disease.id, engine.knowledge.digest)
    let channelIndex = Channel.allCases.firstIndex(of: channel) ?? 0
    state.withLock { state in
      state.cases[disease, default: [Int](repeating: 0, count: Channel.allCases.count)][channelIndex] += 1
      guard let places = state.places[digest]?[disease] ?? Self.addPlaces(of: engine, disease, to: &state) else { return }
      for option in judgement.options { state.verdicts[places[option.ordinal] + option.verdict.order] += 1 }
    }
  }

  private static func addPlaces(of engine: DecisionEngine, _ disease: DiseaseID, to state: inout State) -> [Int]? {
    guard let regimens = engine.parts(of: disease)?.regimens else { return nil }
    let places = regimens.map { regimen in
      if let place = state.regimens[regimen.id] { return place }
      let place = state.verdicts.count
      state.regimens[regimen.id] = place
      state.verdicts += [Int](repeating: 0, count: Verdict.allCases.count)
      return place
    }
    state.places[engine.knowledge.digest, default: [:]][disease] = places
    return places
  }

  /// In the order of the ids.
  var counts: Counts {
    state.withLock { state in
      var counts = Counts()
      for (disease, ofDisease) in state.cases.sorted(by: { $0.key < $1.key }) {
        counts.cases += zip(Channel.allCases, ofDisease).map { (disease, $0, $1) }
      }
      for (regimen, place) in state.regimens.sorted(by: { $0.key < $1.key }) {
        counts.verdicts += Verdict.allCases.map { (regimen, $0, state.verdicts[place + $0.order]) }
      }
      return counts
    }
  }
}
