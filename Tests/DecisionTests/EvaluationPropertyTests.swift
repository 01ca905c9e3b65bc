import Clinical
import Knowledge
import Testing

@testable import Decision

/// What must be so for every case of every knowledge: of the sample, and of the package's own as soon as there is any.
@Suite struct EvaluationPropertyTests {
  @Test(arguments: 0..<10 as Range<UInt64>)
  func `A known result does not change when facts are added`(seed: UInt64) throws {
    for bench in try Bench.samples.get() { try Self.checkMonotone(bench, seed: seed, cases: 150) }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `A known result of the real knowledge does not change when facts are added`(seed: UInt64) throws {
    for bench in try Bench.real.get() { try Self.checkMonotone(bench, seed: seed, cases: 300) }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `The order of facts changes nothing, and the same case has the same answer`(seed: UInt64) throws {
    for bench in try Bench.samples.get() { try Self.checkOrder(bench, seed: seed, cases: 60) }
  }

  @Test(arguments: 0..<2 as Range<UInt64>)
  func `Nor does it with the real knowledge`(seed: UInt64) throws {
    for bench in try Bench.real.get() { try Self.checkOrder(bench, seed: seed, cases: 10) }
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `Every prediction comes true, and nothing else changes a verdict`(seed: UInt64) throws {
    for bench in try Bench.samples.get() { try Self.checkPredictions(bench, seed: seed, cases: 60) }
  }

  @Test(arguments: 0..<2 as Range<UInt64>)
  func `Every prediction of the real knowledge comes true`(seed: UInt64) throws {
    for bench in try Bench.real.get() { try Self.checkPredictions(bench, seed: seed, cases: 30) }
  }

  @Test func `The cases drawn reach every verdict and every result`() throws {
    let bench = try Bench.sample.get()
    var generator = CaseGenerator(bench, seed: 1)
    var verdicts: Set<Verdict> = []
    var results = [Set<Truth>](repeating: [], count: bench.program.criteria.count)
    for _ in 0..<600 {
      let patient = generator.reduced(generator.complete(), keeping: 0.8)
      let truths = bench.truths(patient)
      verdicts.formUnion(bench.program.verdictTable.verdicts(truths))
      for check in bench.program.options.flatMap(\.checks) + bench.program.steps {
        results[check.ordinal].insert(truths[check.node])
      }
    }
    #expect(verdicts == Set(Verdict.allCases))
    let seldom = zip(bench.program.criteria, results).filter { $0.1.count < 3 }.map(\.0.id)
    #expect(seldom == ["not-in-eu"], "only a jurisdiction is never unknown, and none is asked about")
  }

  // What is checked.

  private static func checkMonotone(_ bench: Bench, seed: UInt64, cases: Int) throws {
    var generator = CaseGenerator(bench, seed: seed)
    for number in 0..<cases {
      let whole = generator.complete()
      let partial = generator.reduced(whole, keeping: 0.7)
      let least = generator.reduced(partial, keeping: 0.7)
      let chain = [least, partial, whole].map { bench.truths($0) }
      for (fewer, more) in zip(chain, chain.dropFirst()) {
        for node in bench.monotoneNodes where fewer[node] != .unknown && more[node] != fewer[node] {
          Issue.record("case \(number) of seed \(seed): node \(node) went from \(fewer[node]) to \(more[node]): \(partial)")
          return
        }
      }
    }
  }

  private static func checkOrder(_ bench: Bench, seed: UInt64, cases: Int) throws {
    var generator = CaseGenerator(bench, seed: 100 + seed)
    for _ in 0..<cases {
      let patient = generator.reduced(generator.complete(), keeping: 0.8)
      let answer = try #require(bench.engine.recommend(patient, context: Bench.context()))
      let again = try #require(bench.engine.recommend(patient, context: Bench.context()))
      let shuffled = try #require(bench.engine.recommend(generator.shuffled(patient), context: Bench.context()))
      let digest = AnswerDigest(answer)
      #expect(AnswerDigest(again) == digest)
      #expect(AnswerDigest(shuffled) == digest)
      #expect(answer.options.map(\.rank) == Array(1...answer.options.count))
    }
  }

  private static func checkPredictions(_ bench: Bench, seed: UInt64, cases: Int) throws {
    var generator = CaseGenerator(bench, seed: 200 + seed)
    var predicted = 0
    for number in 0..<cases {
      let patient = generator.reduced(generator.complete(), keeping: 0.75)
      guard generator.isFree(patient) else { continue }
      let answer = try #require(bench.engine.recommend(patient, context: Bench.context()))
      let shown = answer.options.map(\.regimen.id)
      let before = bench.verdicts(patient)
      let snapshot = bench.program.blank.recording(patient, context: Bench.context(), knowledge: bench.knowledge)
      let open = Possibilities(
        program: bench.program, snapshot: snapshot, patient: patient, knowledge: bench.knowledge
      ).all()
      for (gap, range) in open.gaps {
        let changes = answer.missing.first { $0.gap == gap }?.changes ?? []
        for possibility in open.possibilities[range] {
          let filled = patient.filling(gap, with: possibility.filling)
          let after = generator.isFree(filled) ? bench.verdicts(filled) : before
          let expected = changes.filter { $0.possibility.when == possibility.when }
          predicted += expected.count
          for regimen in shown {
            let index = try #require(bench.program.regimens.firstIndex { $0.id == regimen })
            let change = expected.first { $0.regimen == regimen }
            guard (change?.from ?? before[index]) == before[index], (change?.to ?? before[index]) == after[index] else {
              Issue.record(
                "case \(number) of seed \(seed): \(gap.name) = \(possibility.when): \(regimen) \(before[index]) → \(after[index]), predicted \(String(describing: change?.to)): \(patient)"
              )
              return
            }
          }
        }
      }
      try checkSilence(answer, patient, bench, before, &generator)
    }
    #expect(predicted > cases)
  }

  /// Findings that are not among the missing information change no verdict, whatever value they turn out to have.
  private static func checkSilence(
    _ answer: Recommendation, _ patient: PatientCase, _ bench: Bench, _ before: [Verdict], _ generator: inout CaseGenerator
  ) throws {
    let known = Set(patient.facts.map(\.finding))
    let missing = Set(answer.missing.map(\.gap))
    for finding in bench.knowledge.vocabulary.findings where finding.disease == nil || finding.disease == bench.disease.id {
      guard !known.contains(finding.id), !missing.contains(.finding(finding.id)) else { continue }
      var filled = patient
      filled.facts.append(generator.fact(finding))
      guard generator.isFree(filled), bench.verdicts(filled) != before else { continue }
      Issue.record("\(finding.id) is not called missing and changes a verdict: \(filled)")
    }
  }
}

extension Bench {
  /// Nodes that must not change once they are known: all but what asks whether something is known.
  var monotoneNodes: [Int] {
    var others: Set<Int> = []
    for node in program.operations.indices {
      switch program.operations[node] {
      case .isUnknown, .isKnown: others.insert(node)
      default: break
      }
      if program.children(of: node).contains(where: others.contains) { others.insert(node) }
    }
    return program.operations.indices.filter { !others.contains($0) }
  }
}

extension PatientCase {
  /// The case with a gap filled by a value as a client would send it.
  func filling(_ gap: Gap, with filling: Possibility.Filling) -> PatientCase {
    var filled = self
    switch (gap, filling) {
    case (.finding(let id), _):
      filled.facts.removeAll { $0.finding == id }
      filled.facts.append(Fact(finding: id, value: filling.value, provenance: .pointer("/findings/" + id.text)))
    case (.comorbidities, .codes(let ids)):
      filled.comorbidities = Listing(
        roster: Roster(ids.map { ComorbidityID($0) }, isComplete: true), provenance: .pointer("/comorbidities"))
    case (.medications, .codes(let ids)):
      filled.medications = Listing(
        roster: Roster(ids.map { MedicationID($0) }, isComplete: true), provenance: .pointer("/medications"))
    case (.priorTherapies, _): filled.priorTherapies = []
    case (.therapy(let index, .outcome), .code(let code)): filled.priorTherapies?[index].outcome = TherapyOutcome(rawValue: code)
    case (.therapy(let index, .bestResponse), .code(let code)):
      filled.priorTherapies?[index].bestResponse = BestResponse(rawValue: code)
    case (.therapy(let index, .daysToProgression), .number(let days)):
      filled.priorTherapies?[index].daysToProgression = days.whole
    case (.daysToProgression(let index, let drug), .number(let days)):
      filled.priorTherapies?[index].daysToProgressionByDrug[drug] = days.whole
    case (.therapy(let index, .durationMonths), .number(let number)):
      filled.priorTherapies?[index].durationMonths = Bounds(exactly: number)
    case (.therapy(let index, .drugs), .codes(let drugs)):
      filled.priorTherapies?[index].drugs += drugs.map { DrugID($0) }
      filled.priorTherapies?[index].uncertainDrugs = []
    default: preconditionFailure("\(gap.name) cannot be \(filling)")
    }
    return filled
  }
}

extension Possibility.Filling {
  fileprivate var value: Value {
    switch self {
    case .flag(let flag): .flag(flag)
    case .code(let code): .code(CodeID(code))
    case .codes(let codes): .codes(Roster(codes.map { CodeID($0) }, isComplete: true))
    case .number(let number): .number(Bounds(exactly: number))
    }
  }
}
