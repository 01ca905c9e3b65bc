import Clinical
import Knowledge

/// Shows that each invariant can be broken: plants faults one by one and expects each to be found and made small.
struct SelfTest {
  let files: [KnowledgeFile]
  let subject: Subject

  /// Whether every fault was found, and every invariant finds one.
  func run() -> Bool {
    var succeeded = true
    for fault in Fault.all where !find(fault) { succeeded = false }
    let untried = Set(Invariant.all.map(\.id)).subtracting(Fault.all.map(\.breaks.id))
    if !untried.isEmpty {
      print("no fault is planted for \(untried.sorted().joined(separator: ", "))")
      succeeded = false
    }
    return refusesMissingSources() && noticesMissingSources() && noticesNewFacts() && succeeded
  }

  private func find(_ fault: Fault) -> Bool {
    guard let faulty = subject(with: fault) else { return false }
    // Of each block some combinations all over it, and some cases drawn.
    let search = Search(subject: faulty, invariants: [fault.breaks], strides: Search.Strides(reasons: 3, others: 7))
    for block in Core.all.flatMap(\.blocks) where !block.isLarge {
      let looks = min(1500, block.count)
      let found = search.run(count: looks, chunk: 50) { numbers in
        numbers.map { block.consultation($0 * 7919 % block.count) }
      }
      if let counterexample = found.counterexample { return report(fault, counterexample) }
    }
    let samples = Samples(faulty, seed: 1)
    let found = search.run(count: 3000, chunk: 50) { samples.consultations($0) }
    if let counterexample = found.counterexample { return report(fault, counterexample) }
    print("NOT FOUND: \(fault.name), which breaks \(fault.breaks.id)")
    return false
  }

  private func report(_ fault: Fault, _ counterexample: Search.Counterexample) -> Bool {
    print("found: \(fault.name)")
    for line in counterexample.lines { print("  " + line) }
    return true
  }

  private func subject(with fault: Fault) -> Subject? {
    switch fault.content {
    case .engine(let change):
      var faulty = subject
      change(&faulty)
      return faulty
    case .knowledge(let edit, let reach):
      guard let knowledge = load(edit).knowledge else {
        print("NOT PLANTED: \(fault.name) does not load")
        return nil
      }
      let altered = Subject(knowledge)
      var faulty = subject
      switch reach {
      case .everything: return altered
      case .verdicts: faulty.verdicts = altered.verdicts
      case .russian:
        let sound = subject.answer
        faulty.answer = { $1 == .ru ? altered.answer($0, $1) : sound($0, $1) }
      }
      return faulty
    }
  }

  private func load(_ edit: Fault.Edit) -> LoadedKnowledge {
    guard let index = files.firstIndex(where: { $0.path == edit.file }) else {
      preconditionFailure("there is no file \(edit.file)")
    }
    let parts = String(decoding: files[index].bytes, as: UTF8.self).split(
      separator: edit.text, maxSplits: .max, omittingEmptySubsequences: false)
    precondition(parts.count == 2, "\(edit.file) holds what is to be altered \(parts.count - 1) times")
    var altered = files
    altered[index] = KnowledgeFile(path: edit.file, bytes: Array(parts.joined(separator: edit.replacement).utf8))
    return KnowledgeLoader.load(altered)
  }

  // What knowledge cannot express.

  /// A criterion without a source does not load, so that no verdict can lack one.
  private func refusesMissingSources() -> Bool {
    let edit = Fault.Edit(
      file: "drugs/bortezomib.json", text: #""id": "neuropathy-bortezomib","#,
      replacement: #""id": "neuropathy-bortezomib", "sources": [],"#)
    let isRefused = load(edit).knowledge == nil
    print(isRefused ? "found: a criterion without a source is refused" : "NOT FOUND: a criterion without a source loads")
    return isRefused
  }

  /// And if one did, it would be seen.
  private func noticesMissingSources() -> Bool {
    let sound = CitedReason(result: .met, lacks: 0, isUndetermined: false, sources: ["a"])
    let bare = CitedReason(result: .met, lacks: 0, isUndetermined: false, sources: [])
    let idle = CitedReason(result: .unknown, lacks: 0, isUndetermined: false, sources: ["a"])
    let isSeen =
      CitedReason.fault(of: [sound], for: .recommended) == nil && CitedReason.fault(of: [sound, bare], for: .recommended) != nil
      && CitedReason.fault(of: [], for: .recommended) != nil && CitedReason.fault(of: [sound], for: .notRecommended) != nil
      && CitedReason.fault(of: [idle], for: .conditional) != nil
    print(isSeen ? "found: a reason without a source, and none at all" : "NOT FOUND: a reason without a source")
    return isSeen
  }

  /// A fact that a step asks about anew is not enumerated, and that is said.
  private func noticesNewFacts() -> Bool {
    let edit = Fault.Edit(
      file: "pathways/hr-positive-her2-negative-metastatic.json",
      text: #""condition": { "finding": { "id": "ESR1", "is": "mutated" } }"#,
      replacement: #""condition": { "finding": { "id": "PALB2", "is": "mutated" } }"#)
    let complaints = load(edit).knowledge.map { CoreCoverage(.breast, Subject($0)).complaints() } ?? []
    let isSeen = complaints.contains { $0.contains("PALB2") }
    print(
      isSeen ? "found: \(complaints.joined(separator: "; "))" : "NOT FOUND: a step that asks about a fact that is not enumerated")
    return isSeen
  }
}
