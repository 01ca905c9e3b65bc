import Clinical
import Knowledge

/// A cohort made ready to be drawn from: ids are places, chances are whole numbers, and all of it lies in flat tables.
///
/// What a draw looks at is copied without a reference being counted, which was two fifths of the time a case took.
final class CohortPlan: Sendable {
  /// A part of `bytes`.
  typealias Text = Range<Int>

  /// A part of `limits` and `items`.
  ///
  /// Of chances, each limit is where a 32-bit roll falls into the next item. Of numbers, each is a quantile, and its item the value
  /// in units of the last digit that is written.
  typealias Distribution = Range<Int>

  /// A condition over what was drawn.
  enum Test: Sendable {
    /// Parts of `children`.
    case all(Range<Int>)
    case any(Range<Int>)
    /// A place in `tests`.
    case not(Int)
    /// Whether the value at a slot is one is at `isAllowed`, from here on.
    case value(slot: Int, allowed: Int)
    case number(slot: Int, ClosedRange<Int>)
    /// Something at one of these slots, a part of `places`, was drawn.
    case comorbidity(Range<Int>)
    case medication(Range<Int>)
    /// Whether an option of the history is one, and an outcome, is at `isAllowed`, from these on.
    case therapy(options: Int, outcomes: Int)
  }

  enum Content: Sendable {
    /// The items are places among the texts of the finding, or numbers.
    case values(Distribution)
    case numbers(Distribution)
    /// Below this limit a roll means that it is there.
    case chance(UInt64)
    /// The items are courses.
    case courses(Distribution)
    case leftOut
  }

  struct Row: Sendable {
    /// A place in `tests`; `nil`: always.
    let test: Int?
    let content: Content
  }

  /// A draw of a finding, to the slot of the same place.
  struct Finding: Sendable {
    /// `"age":`
    let name: Text
    /// Where its texts begin in `texts`; `nil`: it is a number with so many decimals.
    let texts: Int?
    let decimals: Int
    let rows: Range<Int>
  }

  /// A draw of what is there or not.
  struct Presence: Sendable {
    /// `"hypertension"`
    let text: Text
    let rows: Range<Int>
  }

  enum Draw: Sendable {
    case finding(Int)
    case comorbidity(Int)
    case medication(Int)
  }

  struct Ending: Sendable {
    let outcome: Int
    /// `,"outcome":"completed"`
    let text: Text
    /// The items are places in `texts`.
    let responses: Distribution?
    let months: Distribution?
    let days: Distribution?
  }

  struct Step: Sendable {
    /// `{"setting":"metastatic"`
    let start: Text
    let countsLine: Bool
    let continuesLine: Bool
    /// The items are options, counted through all steps.
    let options: Distribution
    /// The items are endings.
    let endings: Distribution
  }

  /// The members of a request that a gap hides.
  struct Hidden: OptionSet, Sendable {
    let rawValue: Int

    static let comorbidities = Hidden(rawValue: 1)
    static let medications = Hidden(rawValue: 2)
    static let priorTherapies = Hidden(rawValue: 4)
    static let outcome = Hidden(rawValue: 8)
    static let bestResponse = Hidden(rawValue: 16)
    static let durationMonths = Hidden(rawValue: 32)
    static let daysToProgression = Hidden(rawValue: 64)
  }

  struct Gap: Sendable {
    let limit: UInt64
    /// Slots, a part of `places`.
    let findings: Range<Int>
    let members: Hidden
  }

  /// All that a plan is made of.
  struct Tables: Sendable {
    var bytes: [UInt8] = []
    var texts: [Text] = []
    var limits: [UInt64] = []
    var items: [Int] = []
    var tests: [Test] = []
    var children: [Int] = []
    var isAllowed: [Bool] = []
    var places: [Int] = []
    var rows: [Row] = []
    var findings: [Finding] = []
    var comorbidities: [Presence] = []
    var medications: [Presence] = []
    var steps: [Step] = []
    /// `,"regimen":"ac"`
    var options: [Text] = []
    var endings: [Ending] = []
    /// Steps, parts of `places`.
    var courses: [Range<Int>] = []
  }

  /// `{"disease":"breast-cancer","findings":{`
  let start: Text
  let draws: [Draw]
  let history: Range<Int>
  let drawsAfterHistory: [Draw]
  let gaps: [Gap]
  let gapsOfTherapies: [Gap]

  let bytes: [UInt8]
  let texts: [Text]
  let limits: [UInt64]
  let items: [Int]
  let tests: [Test]
  let children: [Int]
  let isAllowed: [Bool]
  let places: [Int]
  let rows: [Row]
  let findings: [Finding]
  let comorbidities: [Presence]
  let medications: [Presence]
  let steps: [Step]
  let options: [Text]
  let endings: [Ending]
  let courses: [Range<Int>]

  /// Makes a cohort of loaded knowledge ready.
  init(_ cohort: Cohort, of knowledge: KnowledgeBase) {
    var compiler = CohortCompiler(cohort: cohort, knowledge: knowledge)
    start = compiler.text(#"{"disease":"\#(cohort.disease)","findings":{"#)
    draws = cohort.draws.map { compiler.compile($0) }
    compiler.compileSteps()
    history = compiler.history()
    drawsAfterHistory = cohort.drawsAfterHistory.map { compiler.compile($0) }
    gapsOfTherapies = cohort.gaps.filter { $0.members.contains(where: \.isOfTherapy) }.map { compiler.gap($0) }
    gaps = cohort.gaps.filter { !$0.members.contains(where: \.isOfTherapy) }.map { compiler.gap($0) }
    let tables = compiler.tables
    (bytes, texts, limits, items) = (tables.bytes, tables.texts, tables.limits, tables.items)
    (tests, children, isAllowed, places) = (tables.tests, tables.children, tables.isAllowed, tables.places)
    (rows, findings, comorbidities) = (tables.rows, tables.findings, tables.comorbidities)
    (medications, steps, options) = (tables.medications, tables.steps, tables.options)
    (endings, courses) = (tables.endings, tables.courses)
  }

  /// The item a 32-bit roll falls on.
  func item(_ chances: Distribution, _ roll: UInt64) -> Int {
    var index = chances.lowerBound
    while index < chances.upperBound - 1, roll >= limits[index] { index += 1 }
    return items[index]
  }

  /// The number of a roll: evenly between two quantiles; the highest is never quite reached unless the last two are the same.
  func number(_ quantiles: Distribution, _ roll: UInt64) -> Int {
    var index = quantiles.lowerBound
    while index < quantiles.upperBound - 2, roll >= limits[index + 1] { index += 1 }
    let (start, width) = (limits[index], limits[index + 1] - limits[index])
    return items[index] + (items[index + 1] - items[index]) * Int(roll - start) / Int(width)
  }
}
