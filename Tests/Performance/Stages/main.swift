import AnswerModels
import Clinical
import Decision
import Foundation
import JSON
import Knowledge
import Service

/// Foundation must be slower by this much in reading Case 7's request and writing its answer together.
let requiredRatio = 10.0
/// `quick`: a third of the rounds, and no growth but the one that has a limit.
let isQuick = CommandLine.arguments.dropFirst().first == "quick"
let rounds = isQuick ? 20 : 60

func row(_ timing: Timing, _ note: String = "") {
  let name = timing.name.padding(toLength: 48, withPad: " ", startingAt: 0)
  let (low, high) = (timing.spread.lowerBound, timing.spread.upperBound)
  print(name + String(format: "%10.2f µs  (%.2f–%.2f)", timing.median, low, high) + (note.isEmpty ? "" : "  " + note))
}

/// A document whatever the order of its members.
func canonical(_ document: Data) throws -> Data {
  try JSONSerialization.data(withJSONObject: JSONSerialization.jsonObject(with: document), options: [.sortedKeys])
}

let files = try ResourceLocation.besideBinary(CommandLine.arguments[0]).knowledge.files()
if CommandLine.arguments.dropFirst().first == "profile" {
  // Nothing but whole cases, to be looked at by a profiler: with as many times the knowledge as a second argument says, as often
  // as a third, and instead of Case 7 the record in the file of a fourth.
  let arguments = CommandLine.arguments.dropFirst(2)
  let times = arguments.first.flatMap { Int($0) } ?? 1
  let count = arguments.dropFirst().first.flatMap { Int($0) } ?? 5000
  let case7 = try Case7(GrownKnowledge.files(files, times: times, place: .noStep, disease: "breast-cancer"))
  let bundle = try arguments.dropFirst(2).first.map { try Array(Data(contentsOf: URL(fileURLWithPath: $0))) }
  for _ in 0..<count { _ = try bundle.map { try case7.whole(record: $0) } ?? case7.whole() }
  exit(0)
}
let case7 = try Case7(files)
let answer = case7.answer()
let requestData = Data(case7.body)
let decoder = JSONDecoder()
let encoder = JSONEncoder()
let model = try decoder.decode(AnswerModel.self, from: Data(answer))
let encoded = try encoder.encode(model)
guard try canonical(encoded) == canonical(Data(answer)) else {
  throw Case7.Failure(message: "Foundation's model of the answer does not hold all of it")
}

print("Case 7: request of \(case7.body.count) bytes, full answer of \(answer.count) bytes, \(rounds) interleaved rounds")
let timings = try Timing.interleaved(
  [
    Contender("parse alone", calls: 200) { try JSONDocument.parse(case7.body).root.count },
    Contender("read: parse and validate", calls: 100) { try case7.read().patient.facts.count },
    Contender("read: JSONDecoder", calls: 50) { try decoder.decode(RequestModel.self, from: requestData).disease.utf8.count },
    Contender("read: JSONDecoder, findings as members", calls: 50) {
      try decoder.decode(FixedRequestModel.self, from: requestData).disease.utf8.count
    },
    Contender("write: RecommendationWriter", calls: 20) { case7.answer().count },
    Contender("write: JSONEncoder", calls: 2) { try encoder.encode(model).count },
  ], rounds: rounds)
timings.forEach { row($0) }
let (ours, theirs) = (timings[1], min(timings[2].median, timings[3].median))
let together = (theirs + timings[5].median) / (ours.median + timings[4].median)
print(String(format: "reading  %.1f times as fast (against the faster of the two)", theirs / ours.median))
print(String(format: "writing  %.1f times as fast", timings[5].median / timings[4].median))
print(String(format: "together %.1f times as fast (required: %.0f)", together, requiredRatio))

print("\nPOST /recommend without the server:")
let ranked = try case7.assessor().ranking()
let assessor = try case7.assessor()
let stages = try Timing.interleaved(
  [
    Contender("whole", calls: 10) { try case7.whole().count },
    Contender("reading", calls: 50) { try case7.read().patient.facts.count },
    Contender("snapshot, evaluation and verdicts", calls: 50) { try case7.assessor().ranking().count },
    Contender("explanations", calls: 20) { assessor.options(ranked).count },
    Contender("missing information", calls: 10) { assessor.missingInformation(shown: ranked).count },
    Contender("writing", calls: 20) { case7.answer().count },
  ], rounds: rounds)
for stage in stages { row(stage, String(format: "%3.0f %%", 100 * stage.median / stages[0].median)) }

print("\nWith copies of all regimens, trials and references:")
let growths = isQuick ? [Growth.required.knowledge] : [10, Growth.required.knowledge]
let isGrowthWithin = try Growth.measure(files, times: growths, rounds: rounds / 6)
print(
  String(
    format: "with %d times the knowledge, none of it in the case's steps: %@ (at most %.0f times the cost)",
    Growth.required.knowledge, isGrowthWithin ? "within what is required" : "more than what is required", Growth.required.cost))

exit(together < requiredRatio ? 1 : 0)
