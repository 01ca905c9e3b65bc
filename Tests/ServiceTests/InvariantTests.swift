import Clinical
import JSON
import Knowledge
import Testing

@testable import Decision
@testable import Service

/// What must be so for every case, over seeded generated ones.
@Suite struct InvariantTests {
  private let engine = RealKnowledge.engine
  private let context = Context(asOf: RealKnowledge.today)
  private let disease = DiseaseID("breast-cancer")

  private func generator(_ seed: UInt64) -> CaseGenerator {
    CaseGenerator(knowledge: engine.knowledge, disease: disease, random: SeededGenerator(seed: seed))
  }

  private func answer(_ patient: PatientCase) throws -> Recommendation {
    try #require(engine.recommend(patient, context: context))
  }

  @Test func `Adding facts never turns a condition that holds into one that fails, or back`() throws {
    let diseaseEntry = try #require(engine.knowledge.diseases[disease])
    let pathway = try #require(engine.knowledge.pathways[diseaseEntry.pathway])
    let program = ProgramCompiler.compile(diseaseEntry, pathway: pathway, of: engine.knowledge)
    let evaluator = Evaluator(program: program)
    let notices = Set(program.notices.compactMap(\.node))
    var generator = generator(1)
    var known = 0
    for _ in 0..<5000 {
      let complete = generator.completeCase()
      let partial = generator.partial(complete)
      let before = evaluator.truths(
        in: program.blank.recording(partial, context: context, knowledge: engine.knowledge))
      let after = evaluator.truths(
        in: program.blank.recording(complete, context: context, knowledge: engine.knowledge))
      for node in before.indices where before[node] != .unknown && !program.asksWhatIsUnknown(node) && !notices.contains(node) {
        known += 1
        #expect(after[node] == before[node], "node \(node)")
      }
    }
    #expect(known > 500_000)
  }

  @Test func `A verdict on partial knowledge is never worse or better once it is fixed by known criteria`() throws {
    var generator = generator(2)
    for _ in 0..<300 {
      let complete = generator.completeCase()
      guard engine.contradictions(in: complete, context: context).isEmpty else { continue }
      let before = try answer(generator.partial(complete))
      let after = Dictionary(uniqueKeysWithValues: try answer(complete).options.map { ($0.regimen.id, $0.verdict) })
      for option in before.options where option.verdict == .notRecommended || option.verdict == .contraindicated {
        let verdict = after[option.regimen.id]
        #expect(verdict == .notRecommended || verdict == .contraindicated, "\(option.regimen.id)")
      }
    }
  }

  @Test func `The order of facts and lists changes nothing`() throws {
    var generator = generator(3)
    for _ in 0..<200 {
      let patient = generator.partial(generator.completeCase())
      var shuffled = patient
      shuffled.facts.reverse()
      let (first, second) = (try answer(patient), try answer(shuffled))
      #expect(first.options.map(\.regimen.id) == second.options.map(\.regimen.id))
      #expect(first.options.map(\.verdict) == second.options.map(\.verdict))
      #expect(first.missing.map(\.gap) == second.missing.map(\.gap))
    }
  }

  @Test func `Every prediction of missing information about a finding comes true`() throws {
    var generator = generator(4)
    var predictions = 0
    for _ in 0..<150 {
      let patient = generator.partial(generator.completeCase())
      guard engine.contradictions(in: patient, context: context).isEmpty else { continue }
      let before = try answer(patient)
      for missing in before.missing {
        guard case .finding(let id) = missing.gap, let finding = engine.knowledge.vocabulary[id] else { continue }
        for possibility in Dictionary(grouping: missing.changes, by: \.possibility.when).values {
          let after = try answer(patient.knowing(finding, possibility[0].possibility.filling))
          for change in possibility {
            predictions += 1
            let verdict = after.options.first { $0.regimen.id == change.regimen }?.verdict
            #expect(verdict == change.to, "\(id) \(change.possibility.when): \(change.regimen)")
          }
        }
      }
    }
    #expect(predictions > 1000)
  }

  @Test func `No finding outside the missing information changes a verdict`() throws {
    var generator = generator(5)
    for _ in 0..<40 {
      let patient = generator.partial(generator.completeCase())
      guard engine.contradictions(in: patient, context: context).isEmpty else { continue }
      let before = try answer(patient)
      let listed = Set(before.missing.map(\.gap))
      let verdicts = before.options.map { "\($0.regimen.id) \($0.verdict)" }
      for finding in engine.knowledge.vocabulary.findings {
        guard finding.disease == nil || finding.disease == disease, !listed.contains(.finding(finding.id)),
          !patient.facts.contains(where: { $0.finding == finding.id })
        else { continue }
        for filling in finding.samples {
          let known = patient.knowing(finding, filling)
          guard engine.contradictions(in: known, context: context).isEmpty else { continue }
          #expect(
            try answer(known).options.map { "\($0.regimen.id) \($0.verdict)" }.sorted() == verdicts.sorted(), "\(finding.id)")
        }
      }
    }
  }

  @Test func `Every verdict has a decisive criterion with a source`() throws {
    var generator = generator(6)
    for _ in 0..<200 {
      for option in try answer(generator.partial(generator.completeCase())).options {
        let decisive = option.criteria.filter(\.isDecisive)
        #expect(!decisive.isEmpty, "\(option.regimen.id) \(option.verdict)")
        #expect(decisive.allSatisfy { !$0.criterion.sources.isEmpty })
      }
    }
  }

  @Test func `Candidates are judged as among all`() throws {
    var generator = generator(7)
    for _ in 0..<60 {
      let patient = generator.partial(generator.completeCase())
      let all = try answer(patient)
      var asked = context
      asked.candidates = Array(all.options.map(\.regimen.id).shuffled(using: &generator.random).prefix(3))
      let some = try #require(engine.recommend(patient, context: asked))
      #expect(some.options.map(\.rank) == [1, 2, 3])
      for option in some.options {
        #expect(option.verdict == all.options.first { $0.regimen.id == option.regimen.id }?.verdict)
      }
    }
  }
}

extension PatientCase {
  /// The case with one finding filled in.
  fileprivate func knowing(_ finding: Finding, _ filling: Possibility.Filling) -> PatientCase {
    var known = self
    known.facts.removeAll { $0.finding == finding.id }
    let value: Value =
      switch filling {
      case .flag(let flag): .flag(flag)
      case .code(let code): .code(CodeID(code))
      case .codes(let codes): .codes(Roster(codes.map { CodeID($0) }, isComplete: true))
      case .number(let number): .number(Bounds(exactly: number))
      }
    known.facts.append(Fact(finding: finding.id, value: value, provenance: .pointer("/findings/\(finding.id)")))
    return known
  }
}

extension Finding {
  /// Some values to try.
  fileprivate var samples: [Possibility.Filling] {
    switch kind {
    case .flag: [.flag(true), .flag(false)]
    case .code: codes.map { .code($0.id.text) }
    case .codes: [.codes([])] + codes.map { .codes([$0.id.text]) }
    case .number, .integer:
      [minimum?.whole ?? 0, maximum?.whole ?? 1000, ((minimum?.whole ?? 0) + (maximum?.whole ?? 1000)) / 2].map {
        .number(Magnitude($0))
      }
    }
  }
}

extension Program {
  /// Whether a node, or what it rests on, asks whether something is unknown: the one thing that is not monotone.
  fileprivate func asksWhatIsUnknown(_ node: Int) -> Bool {
    if case .isUnknown = operations[node] { return true }
    return children(of: node).contains { asksWhatIsUnknown($0) }
  }
}
