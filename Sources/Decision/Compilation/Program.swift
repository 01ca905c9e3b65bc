import Clinical
import Knowledge

/// A disease's conditions compiled: nodes shared by all that mention them, children before parents.
final class Program: Sendable {
  /// How a node gets its truth. Plain numbers: what has a reference stands in a table of the program.
  enum Operation: Hashable, Sendable {
    case undetermined
    /// Ranges are into `children`.
    case all(Range<Int>)
    case any(Range<Int>)
    case atLeast(Int, Range<Int>)
    case not(Int)
    case isUnknown(Int)
    case isKnown(Int)
    /// What is said of an option alone.
    case constant(Bool)
    /// A flag (bit 0 no, bit 1 yes) or a code is one of the mask's.
    case oneOf(finding: Int, mask: UInt64)
    case includes(finding: Int, mask: UInt64)
    case within(finding: Int, Bounds)
    /// Into `lists`.
    case comorbidity(Int)
    case medication(Int)
    case therapy(Int)
    case line(Int)
    case refractory(Int)
    /// Into `jurisdictions`.
    case jurisdiction(Int)

    /// Whether it is made of other nodes alone.
    var isCombination: Bool {
      switch self {
      case .all, .any, .atLeast, .not, .isUnknown, .isKnown: true
      default: false
      }
    }
  }

  /// A prior therapy with these drugs, setting, outcome and duration. Tests are shared: to look at one copies nothing.
  final class TherapyTest: Equatable, Sendable {
    struct Content: Equatable, Sendable {
      let drugs: DrugTest
      /// The bits of settings among those of the disease; none: any.
      let settings: UInt64
      let outcomes: CaseSet<TherapyOutcome>
      let bestResponses: CaseSet<BestResponse>
      let isLatestLine: Bool
      let durationMonths: Bounds?
    }

    let content: Content

    init(_ content: Content) {
      self.content = content
    }

    static func == (left: TherapyTest, right: TherapyTest) -> Bool { left.content == right.content }
  }

  /// The number of groups to all of whose drugs the disease is refractory.
  final class RefractoryTest: Equatable, Sendable {
    /// A drug by itself, or those one of which is chosen.
    let groups: [BitSet]
    /// The groups of a single drug, together: they are counted at once.
    let single: BitSet
    /// The other groups.
    let choices: [BitSet]
    let isLatestLine: Bool
    let count: Bounds

    init(groups: [BitSet], isLatestLine: Bool, count: Bounds) {
      (self.groups, self.isLatestLine, self.count) = (groups, isLatestLine, count)
      var (single, choices) = (BitSet(), [BitSet]())
      for group in groups {
        if group.count == 1, !group.intersects(single) { single.formUnion(group) } else { choices.append(group) }
      }
      (self.single, self.choices) = (single, choices)
    }

    static func == (left: RefractoryTest, right: RefractoryTest) -> Bool {
      left.groups == right.groups && left.isLatestLine == right.isLatestLine && left.count == right.count
    }
  }

  /// A definition with the nodes of its conditions.
  struct DefinitionNodes: Sendable {
    let definition: Definition
    /// One for each condition.
    let cases: [Int]
    /// Any of them.
    let any: Int
  }

  /// The definitions an answer on refractoriness shows.
  struct RefractorinessNodes: Sendable {
    let rule: RefractorinessRule
    let level: DefinitionNodes
    let tripleClass: DefinitionNodes
    let definitions: [DefinitionNodes]
    let classes: [(drugClass: DrugClass, drugs: BitSet)]
  }

  /// The number of lines with such drugs.
  final class LineTest: Equatable, Sendable {
    struct Content: Equatable, Sendable {
      /// The bits of settings among those of the disease.
      let settings: UInt64
      let drugs: DrugTest
      let exceptDrugs: DrugTest
      let count: Bounds
    }

    let content: Content

    init(_ content: Content) {
      self.content = content
    }

    static func == (left: LineTest, right: LineTest) -> Bool { left.content == right.content }
  }

  /// What judging needs of a criterion: its place among all criteria of the disease, and the node of its condition.
  struct Check: Sendable {
    let ordinal: Int
    let node: Int
    let isEssential: Bool
    let ifNotMet: Criterion.Consequence
  }

  /// A caution's place among all of the disease, and the node of its condition; `nil`: always.
  struct Warning: Sendable {
    let ordinal: Int
    let node: Int?
  }

  /// Where a step lists an option.
  struct Listing: Sendable, Hashable {
    let step: Int
    /// Within the step, the preferred ones first.
    let position: Int
  }

  /// An option a step lists.
  struct Candidate: Sendable {
    let option: Int
    let isPreferred: Bool
    /// Whether it can be the first choice.
    let recommends: Bool
  }

  /// A regimen as it is judged.
  struct Option: Sendable {
    /// The pathway's common criteria, then those of its drugs and its own.
    let checks: [Check]
    /// How many of the checks are common ones.
    let commonCount: Int
    let warnings: [Warning]
    /// In the order of steps.
    let listings: [Listing]
  }

  /// What a node's truth depends on.
  enum Variable: Hashable, Sendable {
    case finding(Int)
    case comorbidities, medications
    /// Which therapies there were, of which drugs.
    case history
    /// Of a therapy; the days are those to progression.
    case outcome, bestResponse, duration, days

    var isOfHistory: Bool {
      switch self {
      case .finding, .comorbidities, .medications: false
      case .history, .outcome, .bestResponse, .duration, .days: true
      }
    }
  }

  let pathway: Pathway
  let disease: Disease
  let operations: [Operation]
  let children: [Int]
  let lists: [BitSet]
  let jurisdictions: [JurisdictionID]
  let therapyTests: [TherapyTest]
  let lineTests: [LineTest]
  let refractoryTests: [RefractoryTest]
  /// The condition a leaf was written as; `nil` for combinators.
  let leaves: [Condition?]
  /// Those that some step lists, then the others; each in the order of their ids.
  let options: [Option]
  /// How many options some step lists.
  let listedCount: Int
  /// How many nodes judging those needs.
  let listedNodeCount: Int
  /// In the order of `options`.
  let regimens: [Regimen]
  /// By ordinal: the common ones, the steps', then those of the options.
  let criteria: [Criterion]
  /// By ordinal.
  let cautions: [Caution]
  let steps: [Check]
  /// The options each step lists, in its order.
  let candidates: [[Candidate]]
  let notices: [(notice: Pathway.Notice, node: Int?)]
  let reported: [DefinitionNodes]
  let refractoriness: RefractorinessNodes?
  let contradictions: [(finding: FindingID, contradiction: Finding.Contradiction, node: Int)]
  /// The leaves to evaluate again when a variable changes.
  let readers: Readers
  /// The nodes that are made of others, in order.
  let combinations: [Int]
  /// The places where the thresholds of clauses cut the range of a numeric finding, in order.
  let cuts: [Int: [Cut]]
  let durationCuts: [Cut]
  /// All drugs of the knowledge.
  let allDrugs: BitSet
  /// The case of which nothing is known.
  let blank: Snapshot
  let verdictTable: VerdictTable
  let contradictionNodes: [Int]
  /// The findings some leaf reads, by their places.
  let askedFindings: [Int]
  /// The comorbidities and medications some leaf asks for, by their places.
  let askedComorbidities: BitSet
  let askedMedications: BitSet
  /// The responses no clause tells apart, nor the rule of refractoriness; each group from its best.
  let responseGroups: [ResponseGroup]
  /// The bits of the settings whose therapies are lines.
  let countedSettings: UInt64

  /// Responses between which nothing tells.
  struct ResponseGroup: Sendable {
    let best: BestResponse
    /// All of them, from the best on.
    let words: String
  }

  /// A place between numbers: just before a value, or just after it.
  struct Cut: Hashable, Comparable, Sendable {
    let value: Magnitude
    let isAfter: Bool

    static func < (left: Cut, right: Cut) -> Bool {
      left.value == right.value ? !left.isAfter && right.isAfter : left.value < right.value
    }
  }

  init(
    pathway: Pathway, disease: Disease, operations: [Operation], children: [Int], lists: [BitSet],
    jurisdictions: [JurisdictionID], therapyTests: [TherapyTest],
    lineTests: [LineTest], refractoryTests: [RefractoryTest], leaves: [Condition?], options: [Option], listedCount: Int,
    listedNodeCount: Int,
    regimens: [Regimen],
    criteria: [Criterion],
    cautions: [Caution], steps: [Check], candidates: [[Candidate]], notices: [(notice: Pathway.Notice, node: Int?)],
    reported: [DefinitionNodes], refractoriness: RefractorinessNodes?,
    contradictions: [(finding: FindingID, contradiction: Finding.Contradiction, node: Int)],
    cuts: [Int: [Cut]], durationCuts: [Cut], allDrugs: BitSet, blank: Snapshot
  ) {
    // INVARIANT: ranking packs the places of steps, of options within a step and of options into one number.
    precondition(max(options.count, steps.count, candidates.map(\.count).max() ?? 0) < Assessor.mostPlaces)
    self.pathway = pathway
    self.disease = disease
    self.operations = operations
    self.children = children
    self.lists = lists
    self.jurisdictions = jurisdictions
    self.therapyTests = therapyTests
    self.lineTests = lineTests
    self.refractoryTests = refractoryTests
    self.leaves = leaves
    self.options = options
    self.listedCount = listedCount
    self.listedNodeCount = listedNodeCount
    self.regimens = regimens
    self.criteria = criteria
    self.cautions = cautions
    self.steps = steps
    self.candidates = candidates
    self.notices = notices
    self.reported = reported
    self.refractoriness = refractoriness
    self.contradictions = contradictions
    combinations = operations.indices.filter { operations[$0].isCombination }
    self.cuts = cuts
    self.durationCuts = durationCuts
    self.allDrugs = allDrugs
    self.blank = blank
    readers = Readers(
      of: operations, therapyTests: therapyTests, findingCount: blank.findings.count)
    contradictionNodes = contradictions.map(\.node)
    let readers = readers
    askedFindings = blank.findings.indices.filter { !readers[.finding($0)].isEmpty }
    var (comorbidities, medications) = (BitSet(), BitSet())
    for operation in operations {
      switch operation {
      case .comorbidity(let list): comorbidities.formUnion(lists[list])
      case .medication(let list): medications.formUnion(lists[list])
      default: break
      }
    }
    (askedComorbidities, askedMedications) = (comorbidities, medications)
    responseGroups = Self.responseGroups(told: therapyTests.map(\.content.bestResponses), by: disease.refractoriness)
    countedSettings = disease.settings.mask(of: disease.settings.filter(\.countsAsLine).map(\.id))
    verdictTable = VerdictTable(options: options, steps: steps, candidates: candidates)
  }

  private static func responseGroups(
    told tests: [CaseSet<BestResponse>], by rule: RefractorinessRule?
  ) -> [ResponseGroup] {
    guard let rule else { return [] }
    var groups: [(key: [Bool], members: [BestResponse])] = []
    for response in BestResponse.allCases {
      let key = [response.isAtLeast(rule.responseFrom), response == .PD] + tests.map { $0.contains(response) }
      if let known = groups.firstIndex(where: { $0.key == key }) {
        groups[known].members.append(response)
      } else {
        groups.append((key, [response]))
      }
    }
    return groups.map { group in
      ResponseGroup(best: group.members[0], words: group.members.map(\.rawValue).joined(separator: ", "))
    }
  }

  func children(of node: Int) -> ArraySlice<Int> {
    switch operations[node] {
    case .all(let range), .any(let range), .atLeast(_, let range): children[range]
    case .not(let child), .isUnknown(let child), .isKnown(let child): [child]
    default: []
    }
  }
}
