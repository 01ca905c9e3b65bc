import Clinical
import Knowledge

/// The truths of a case's nodes in up to 64 worlds, in each of which one thing more is known: a bit is a world.
///
/// Kleene's logic on two words a node, so that all worlds cost about as much as one.
struct Worlds {
  static let most = 64

  /// Where the node holds.
  private var holding: [UInt64]
  /// Where it holds, or may.
  private var possible: [UInt64]

  /// In every world what is so in the case.
  init(like truths: [Truth]) {
    holding = [UInt64](repeating: 0, count: truths.count)
    possible = holding
    Self.copy(truths, to: &holding, &possible)
  }

  private static func copy(_ truths: [Truth], to holdingWords: inout [UInt64], _ possibleWords: inout [UInt64]) {
    // Spans, since each write to an array would ask anew whether it is shared.
    var holding = holdingWords.mutableSpan
    var possible = possibleWords.mutableSpan
    for node in truths.indices {
      switch truths[node] {
      case .fails: break
      case .unknown: possible[node] = .max
      case .holds: (holding[node], possible[node]) = (.max, .max)
      }
    }
  }

  func holds(_ node: Int) -> UInt64 { holding[node] }

  func fails(_ node: Int) -> UInt64 { ~possible[node] }

  func isUnknown(_ node: Int) -> UInt64 { possible[node] & ~holding[node] }

  mutating func set(_ truth: Truth, of node: Int, in world: Int) {
    let bit: UInt64 = 1 << UInt64(world)
    if case .holds = truth { holding[node] |= bit } else { holding[node] &= ~bit }
    if case .fails = truth { possible[node] &= ~bit } else { possible[node] |= bit }
  }

  /// Combines anew what is combined of other nodes; these stand before what is made of them.
  mutating func combine(by program: Program) {
    Self.combine(by: program, &holding, &possible)
  }

  private static func combine(by program: Program, _ holdingWords: inout [UInt64], _ possibleWords: inout [UInt64]) {
    var holding = holdingWords.mutableSpan
    var possible = possibleWords.mutableSpan
    let (operations, children) = (program.operations, program.children)
    for node in program.combinations where node < holding.count {
      switch operations[node] {
      case .all(let range):
        var (allHold, allMay) = (UInt64.max, UInt64.max)
        for child in children[range] {
          allHold &= holding[child]
          allMay &= possible[child]
        }
        (holding[node], possible[node]) = (allHold, allMay)
      case .any(let range):
        var (anyHolds, anyMay) = (UInt64(0), UInt64(0))
        for child in children[range] {
          anyHolds |= holding[child]
          anyMay |= possible[child]
        }
        (holding[node], possible[node]) = (anyHolds, anyMay)
      case .atLeast(let count, let range):
        holding[node] = Self.atLeast(count, of: children[range], in: holding.span)
        possible[node] = Self.atLeast(count, of: children[range], in: possible.span)
      case .not(let child): (holding[node], possible[node]) = (~possible[child], ~holding[child])
      case .isUnknown(let child):
        let unknown = possible[child] & ~holding[child]
        (holding[node], possible[node]) = (unknown, unknown)
      case .isKnown(let child): (holding[node], possible[node]) = (holding[child], holding[child])
      default: break
      }
    }
  }

  /// Where at least so many of the nodes are set.
  private static func atLeast(_ count: Int, of nodes: ArraySlice<Int>, in words: Span<UInt64>) -> UInt64 {
    // Behind index n: where at least n of those seen are set.
    var reached = [UInt64](repeating: 0, count: count + 1)
    reached[0] = .max
    for node in nodes {
      for number in stride(from: count, to: 0, by: -1) { reached[number] |= reached[number - 1] & words[node] }
    }
    return reached[count]
  }
}

/// The verdict of an option in every world: each bit is set in one of the words.
struct WorldVerdicts {
  var recommended: UInt64 = 0
  var alternative: UInt64
  let conditional: UInt64
  let notRecommended: UInt64
  let contraindicated: UInt64

  /// Where the verdict is this one.
  subscript(verdict: Verdict) -> UInt64 {
    switch verdict {
    case .recommended: recommended
    case .alternative: alternative
    case .conditional: conditional
    case .notRecommended: notRecommended
    case .contraindicated: contraindicated
    }
  }

  func verdict(in world: Int) -> Verdict {
    let bit: UInt64 = 1 << UInt64(world)
    if recommended & bit != 0 { return .recommended }
    if alternative & bit != 0 { return .alternative }
    if conditional & bit != 0 { return .conditional }
    return notRecommended & bit != 0 ? .notRecommended : .contraindicated
  }
}
