import Decision
import Foundation
import Knowledge

/// How the work of a case grows with knowledge that has nothing to do with it.
struct Growth {
  /// With this many times the knowledge a case may cost this many times as much.
  static let required = (knowledge: 100, cost: 2.0)

  private struct Measured {
    let times: Int
    let place: GrownKnowledge.Place?
    let case7: Case7
    let name: String

    init(_ files: [KnowledgeFile], times: Int, place: GrownKnowledge.Place?) throws {
      self.times = times
      self.place = place
      name = place.map { "\(times)×, \($0.name)" } ?? "1×"
      let grown = try place.map {
        try GrownKnowledge.files(files, times: times, place: $0, disease: "breast-cancer")
      }
      let start = ContinuousClock.now
      case7 = try Case7(grown ?? files)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let bytes = (grown ?? files).reduce(0) { $0 + $1.bytes.count }
      let label = name.padding(toLength: 36, withPad: " ", startingAt: 0)
      print(label + String(format: "%6.1f MB of knowledge, loaded in %.2f s", Double(bytes) / 1e6, seconds))
    }
  }

  /// Prints a table; whether the cost of a case stays within what is required.
  static func measure(_ files: [KnowledgeFile], times: [Int], rounds: Int) throws -> Bool {
    var measured = [try Measured(files, times: 1, place: nil)]
    for place in GrownKnowledge.Place.allCases {
      for times in times { measured.append(try Measured(files, times: times, place: place)) }
    }
    let timings = try Timing.interleaved(
      measured.flatMap { knowledge in
        // What is in the same steps is answered too.
        let calls = knowledge.place == .steps ? 1 : 5
        return [
          Contender("verdicts, \(knowledge.name)", calls: calls) {
            try knowledge.case7.assessor().ranking().count
          },
          Contender("whole, \(knowledge.name)", calls: calls) { try knowledge.case7.whole().count },
        ]
      }, rounds: rounds)
    var isWithin = true
    for (index, timing) in timings.enumerated() {
      let knowledge = measured[index / 2]
      // What else runs on the machine only ever makes longer, so the first deciles are compared.
      let ratio = timing.spread.lowerBound / timings[index % 2].spread.lowerBound
      row(timing, String(format: "%.1f times, %d options", ratio, knowledge.case7.recommendation.options.count))
      let isRequired = knowledge.times == required.knowledge && knowledge.place != .steps && index % 2 == 1
      if isRequired, ratio > required.cost { isWithin = false }
    }
    return isWithin
  }
}
