package import Clinical
package import Knowledge

/// Assesses one case with one program: all nodes are evaluated when it is made.
package final class Assessor: Sendable {
  let program: Program
  let patient: PatientCase
  let knowledge: KnowledgeBase
  let snapshot: Snapshot
  let evaluator: Evaluator
  var table: VerdictTable { program.verdictTable }
  let standing: Evaluator.Standing?
  let truths: [Truth]
  let verdicts: [Verdict]
  /// How many options were judged: what no step lists is judged only when it is asked about.
  let judgedCount: Int
  private let context: Context

  init(program: Program, patient: PatientCase, context: Context, knowledge: KnowledgeBase) {
    self.program = program
    self.patient = patient
    self.context = context
    self.knowledge = knowledge
    snapshot = program.blank.recording(patient, context: context, knowledge: knowledge)
    evaluator = Evaluator(program: program)
    // What no step lists is judged only when it is asked about.
    let listed = program.regimens[..<program.listedCount]
    let isListed = (context.candidates ?? []).allSatisfy { id in listed.contains { $0.id == id } }
    standing = evaluator.standing(in: snapshot)
    truths = evaluator.truths(in: snapshot, standing, count: isListed ? program.listedNodeCount : nil)
    judgedCount = isListed ? program.listedCount : program.options.count
    verdicts = program.verdictTable.verdicts(truths, count: judgedCount)
  }

  /// What of the case cannot be together, by the finding that says it: what is not stated contradicts nothing.
  package var contradictions: [(finding: FindingID, text: Text)] {
    program.contradictions.filter { entry in
      truths[entry.node] == .holds && patient.facts.contains { $0.finding == entry.finding }
    }.map { ($0.finding, $0.contradiction.text) }
  }

  /// The recommendation with the reasons for it.
  package func recommend() -> Recommendation {
    var reasoner = Reasoner(self)
    return reasoner.recommend()
  }

  /// The options with the reasons for their verdicts, in the order of their ranks.
  package func options(_ ranked: [Int]) -> [Recommendation.OptionAssessment] {
    var reasoner = Reasoner(self)
    return reasoner.options(ranked)
  }

  /// The recommendation without the reasons, at less cost.
  package func judge() -> Judgement {
    let ranked = ranking()
    return Judgement(
      disease: program.disease, nextLine: nextLine,
      refractoriness: program.refractoriness.map {
        Judgement.Refractoriness(level: value(of: $0.level)?.id, tripleClass: truths[$0.tripleClass.any])
      },
      options: ranked.map { index in
        Judgement.Option(
          ordinal: index, verdict: verdicts[index], cautions: verdicts[index].isOffer ? firedCautions(of: index) : [])
      },
      missing: effects(of: openGaps(), shown: ranked, essential: essentialGaps(shown: ranked)).map(\.gap), notices: notices())
  }

  /// The number of the next line: one after the highest number given and after as many as were counted.
  var nextLine: Int? {
    guard let therapies = snapshot.therapies, snapshot.isHistoryComplete else { return nil }
    var lines: [Int] = []
    for therapy in therapies where therapy.setting & program.countedSettings != 0 && !lines.contains(therapy.line) {
      lines.append(therapy.line)
    }
    return max(lines.count, lines.max() ?? 0) + 1
  }

  /// What a definition comes to: the first case that does not fail decides, when it holds.
  private func value(of nodes: Program.DefinitionNodes) -> Definition.Value? {
    guard case .value(let cases, let otherwise) = nodes.definition.content else { return nil }
    guard let first = nodes.cases.firstIndex(where: { truths[$0] != .fails }) else { return otherwise }
    return truths[nodes.cases[first]] == .holds ? cases[first].value : nil
  }

  func notices() -> [Pathway.Notice] {
    program.notices.filter { $0.node.map { truths[$0] == .holds } ?? true }.map(\.notice)
  }

  /// The options shown, by verdict, then place in the pathway, then id.
  package func ranking() -> [Int] {
    let shown =
      context.candidates.map { candidates in verdicts.indices.filter { candidates.contains(program.regimens[$0].id) } }
      ?? Array(0..<program.listedCount)
    // Options stand in the order of the ids of their regimens.
    var places = shown.map { place(of: $0) | UInt64($0) }
    places.sort()
    return places.map { Int($0 & Self.mostPlaces) }
  }

  /// By verdict, then by the place in the pathway; what has none comes last. The lowest bits are left for the option.
  private func place(of option: Int) -> UInt64 {
    let verdict = UInt64(verdicts[option].order) << 60
    guard let listing = placing(option) else { return verdict | Self.mostPlaces << 40 | Self.mostPlaces << 20 }
    return verdict | UInt64(listing.step) << 40 | UInt64(listing.position) << 20
  }

  /// So many steps, options and options of a step can be told apart.
  static let mostPlaces: UInt64 = 1 << 20 - 1

  /// The listing that places an option.
  func placing(_ option: Int) -> Program.Listing? { table.listing(placing: option, truths) }

  /// The places of the cautions that hold.
  func firedCautions(of index: Int) -> [Int] {
    var fired: [Int] = []
    for warning in program.options[index].warnings where warning.node.map({ truths[$0] == .holds }) ?? true {
      fired.append(warning.ordinal)
    }
    return fired
  }
}
