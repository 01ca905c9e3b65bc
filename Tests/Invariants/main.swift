import Clinical
import Dispatch
import Foundation
import Knowledge
import Service
import Synchronization

/// Looks for a myeloma case whose answer breaks an invariant: `swift run -c release Invariants [cases] [seed] [directory]`.
let arguments = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
let total = Int(arguments.first ?? 1_000_000)
let seed = arguments.dropFirst().first ?? 1

guard let asOf = CalendarDate("2026-07-01") else { preconditionFailure("a day of the calendar") }
let directory = CommandLine.arguments.dropFirst().first { UInt64($0) == nil }
let knowledgeDirectory =
  directory.map { KnowledgeDirectory(path: $0) } ?? ResourceLocation.besideBinary(CommandLine.arguments[0]).knowledge
let files = try knowledgeDirectory.files()
let loaded = KnowledgeLoader.load(files)
guard let knowledge = loaded.knowledge else {
  for diagnostic in loaded.diagnostics { print(diagnostic) }
  exit(1)
}
let invariants = Invariants(knowledge, asOf: asOf)

/// What one worker found.
struct Tally: Sendable {
  var verdicts: [String: Int] = [:]
  var casesWithOffer = 0
}

let chunk = 10_000
let chunks = (total + chunk - 1) / chunk
let found = Mutex<(tally: Tally, counterexample: (patient: PatientCase, reason: String)?)>((Tally(), nil))
let start = ContinuousClock.now

DispatchQueue.concurrentPerform(iterations: chunks) { index in
  guard found.withLock({ $0.counterexample == nil }) else { return }
  var cases = MyelomaCases(knowledge, seed: seed &* 1_000_003 &+ UInt64(index))
  var tally = Tally()
  for _ in 0..<min(chunk, total - index * chunk) {
    let patient = cases.next()
    if let reason = invariants.violation(in: patient) {
      let smallest = Shrinking.smallest(patient) { invariants.violation(in: $0) != nil }
      found.withLock { $0.counterexample = (smallest, invariants.violation(in: smallest) ?? reason) }
      return
    }
    let verdicts = invariants.verdicts(of: patient).map(\.verdict)
    for verdict in verdicts { tally.verdicts[verdict.rawValue, default: 0] += 1 }
    if verdicts.contains(.recommended) || verdicts.contains(.alternative) { tally.casesWithOffer += 1 }
  }
  found.withLock { state in
    state.tally.verdicts.merge(tally.verdicts, uniquingKeysWith: +)
    state.tally.casesWithOffer += tally.casesWithOffer
  }
}

let (tally, counterexample) = found.withLock { ($0.tally, $0.counterexample) }
if let counterexample {
  print("seed \(seed): \(counterexample.reason)")
  for line in counterexample.patient.lines { print("  " + line) }
  exit(1)
}
let seconds = Double((ContinuousClock.now - start).components.seconds)
print(
  "\(total) myeloma cases of seed \(seed) in \(Int(seconds)) s: no invariant broken; \(tally.casesWithOffer) were offered something"
)
for (verdict, count) in tally.verdicts.sorted(by: { $0.key < $1.key }) { print("  \(verdict): \(count)") }
// A search that offers nothing shows nothing.
exit(tally.casesWithOffer * 10 > total ? 0 : 1)
