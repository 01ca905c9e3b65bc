import Clinical
import JSON

/// Checks the figures of one trial against each other.
struct TrialArithmetic {
  let trial: Trial
  let arithmetic: Arithmetic
  private let sizes: [String: Int]

  init(_ trial: Trial, _ arithmetic: Arithmetic) {
    (self.trial, self.arithmetic) = (trial, arithmetic)
    sizes = (trial.place.value["arms"]?.elementList ?? []).reduce(into: [:]) { sizes, arm in
      guard let id = arm["id"]?.string, let size = arm["participants"]?["value"]?.number?.integer else { return }
      sizes[id] = size
    }
  }

  func check() {
    checkArms()
    for baseline in elements("baseline") {
      guard let amount = amount(baseline["amount"]) else { continue }
      check(amount, unit: baseline["unit"]?.string ?? "", arm: nil, at: baseline["amount"] ?? baseline)
    }
    for followUp in elements("followUp") { checkFollowUp(followUp) }
    for (endpoint, value) in zip(trial.endpoints, elements("endpoints")) { check(endpoint, value) }
    checkOrder()
    for exclusive in trial.exclusive { check(exclusive) }
    for group in elements("adverseEvents") { checkAdverseEvents(group) }
    checkTakeaway()
  }

  func elements(_ name: String) -> [JSONValue] {
    trial.place.value[name]?.elementList ?? []
  }

  func place(_ value: JSONValue) -> Place {
    Place(file: trial.place.file, value: value)
  }

  private func amount(_ value: JSONValue?) -> Amount? {
    // What is wrong with its form was told on loading.
    value.flatMap { Cursor($0, file: trial.place.file, report: Report()).amount() }
  }

  // People.

  private func checkArms() {
    for arm in elements("arms") {
      guard let size = arm["participants"]?["value"], let count = size.number?.integer, let all = trial.participants else {
        continue
      }
      check(part: count, of: all, "the trial", at: size)
    }
    guard trial.isRandomised, let all = trial.participants, sizes.count == trial.arms.count,
      let participants = trial.place.value["participants"]
    else { return }
    let sum = sizes.values.reduce(0, +)
    arithmetic.check(
      .arms, at: place(participants["value"] ?? participants),
      fault: sum == all ? nil : .unlikely("\(all) were randomised, and the arms make up \(sum)", suggestion: String(sum)))
  }

  private func check(part: Int, of whole: Int, _ name: String, at value: JSONValue) {
    arithmetic.check(
      .population, at: place(value),
      fault: part <= whole ? nil : .unlikely("\(part) patients are more than the \(whole) of \(name)"))
  }

  func checkPopulation(_ count: Int, of arm: String, at value: JSONValue) {
    if let size = sizes[arm] { check(part: count, of: size, "its arm", at: value) }
  }

  func checkRate(_ rate: JSONValue) {
    guard let amount = amount(rate) else { return }
    check(amount, unit: "%", arm: rate["arm"]?.string, at: rate)
  }

  // Amounts.

  private func check(_ amount: Amount, unit: String, arm: String?, at value: JSONValue) {
    if amount.interval != nil { arithmetic.passed(.interval) }
    checkRange(amount, unit: unit, at: value)
    guard let count = amount.count else { return }
    if let all = trial.participants { check(part: count.of, of: all, "the trial", at: value["of"] ?? value) }
    if let arm, let size = sizes[arm] { check(part: count.of, of: size, "its arm", at: value["of"] ?? value) }
    guard unit == "%", count.of > 0, case .value(let share, let qualifier) = amount.estimate, qualifier == nil else { return }
    let exact = 100 * Double(count.events) / Double(count.of)
    arithmetic.check(
      .percentage, at: place(value["value"] ?? value),
      // Half a unit of the last digit, and a little for numbers that end in 5.
      fault: abs(exact - share.double) <= share.rounding + 1e-9
        ? nil
        : .impossible(
          "\(count.events) of \(count.of) is \(share.rounded(like: exact))%, not \(share)%",
          suggestion: share.rounded(like: exact).description))
  }

  private func checkRange(_ amount: Amount, unit: String, at value: JSONValue) {
    let numbers =
      switch amount.estimate {
      case .value(let number, _): [number]
      case .range(let lower, let upper): [lower, upper]
      case .notReached: [Magnitude]()
      }
    for number in numbers + [amount.interval?.lower, amount.interval?.upper].compactMap(\.self) {
      checkRange(number, unit: unit, at: value)
    }
  }

  private func checkRange(_ number: Magnitude, unit: String, at value: JSONValue) {
    guard let (least, most) = Self.ranges[unit] else { return }
    arithmetic.check(
      .range, at: place(value),
      fault: number >= least && number <= most
        ? nil : .impossible("\(Self.words(number, unit)) is outside \(least) to \(most)"))
  }

  private static func words(_ number: Magnitude, _ unit: String) -> String {
    switch unit {
    case "HR": "HR \(number)"
    case "%": "\(number)%"
    default: "\(number) \(unit)"
    }
  }

  /// What can be in a unit; times are those that trials last.
  private static let ranges: [String: (Magnitude, Magnitude)] = [
    "%": (Magnitude(0), Magnitude(100)), "months": (Magnitude(significand: 1, scale: 2), Magnitude(360)),
    "weeks": (Magnitude(significand: 1, scale: 2), Magnitude(1560)), "years": (Magnitude(0), Magnitude(120)),
    "lines": (Magnitude(0), Magnitude(40)), "HR": (Magnitude(significand: 1, scale: 2), Magnitude(50)),
  ]

  private func checkFollowUp(_ followUp: JSONValue) {
    guard let median = followUp["median"], let number = Cursor(median, file: "", report: Report()).number() else { return }
    checkRange(number, unit: followUp["unit"]?.string ?? "", at: median)
  }

  // Results.

  private func check(_ endpoint: Trial.Endpoint, _ value: JSONValue) {
    for (armValue, element) in zip(endpoint.values, value["values"]?.elementList ?? []) {
      check(armValue.amount, unit: endpoint.unit, arm: armValue.arm, at: element)
    }
    guard let comparison = endpoint.comparison, let element = value["comparison"] else { return }
    checkDirection(endpoint, comparison, at: element)
    checkProbability(comparison, at: element)
    if let estimate = comparison.estimate { checkRange(estimate, unit: "HR", at: element["estimate"] ?? element) }
    guard let interval = comparison.interval else { return }
    for end in [interval.lower, interval.upper].compactMap(\.self) {
      checkRange(end, unit: "HR", at: element["interval"] ?? element)
    }
    if comparison.estimate != nil { arithmetic.passed(.interval) }
    guard let ratio = HazardRatio(comparison) else { return }
    arithmetic.check(
      .symmetry, at: place(element["estimate"] ?? element),
      // A twentieth of the width: intervals by likelihood or after adjustment lean a little, slips of a digit much more.
      fault: ratio.skew <= 0.05
        ? nil
        : .unlikely(
          "\(ratio.estimate) is far from the middle of \(ratio.lower) to \(ratio.upper) on a logarithmic scale",
          suggestion: ratio.middle.description))
  }

  /// Times to an event that is bad: the longer the better, as a ratio below 1 is.
  private static let timesToEvents: Set<String> = ["PFS", "OS", "TTP", "DoR", "EFS"]

  private func checkDirection(_ endpoint: Trial.Endpoint, _ comparison: Trial.Comparison, at element: JSONValue) {
    guard let ratio = comparison.estimate?.double, Self.timesToEvents.contains(endpoint.measure), endpoint.unit != "%",
      endpoint.values.count >= 2, let first = Self.time(endpoint.values[0]), let second = Self.time(endpoint.values[1]),
      first.isFinite || second.isFinite
    else { return }
    // Medians that differ by less than a fiftieth, and ratios that near 1, favour no arm.
    let isUndecided = abs(ratio - 1) < 0.02 || abs(first - second) < 0.02 * min(first, second)
    let isConsistent = isUndecided || (ratio < 1) == (first > second)
    arithmetic.check(
      .direction, at: place(element["estimate"] ?? element),
      fault: isConsistent
        ? nil
        : .unlikely(
          "the ratio \(ratio) favours the \(ratio < 1 ? "first" : "second") arm, and its median is the shorter"))
  }

  /// Infinity: not reached.
  private static func time(_ value: Trial.ArmValue) -> Double? {
    switch value.amount.estimate {
    case .value(let number, _): number.double
    case .notReached: .infinity
    case .range: nil
    }
  }

  private func checkProbability(_ comparison: Trial.Comparison, at element: JSONValue) {
    let stated = comparison.probability.flatMap { StatedProbability($0) }
    let ratio = HazardRatio(comparison)
    let place = place(element["p"] ?? element)
    if let stated, let bySide = stated.isSignificant, let byInterval = ratio?.excludesOne {
      arithmetic.check(
        .significance, at: place,
        fault: bySide == byInterval
          ? nil
          : .unlikely("p \(comparison.probability ?? "") and an interval that \(byInterval ? "leaves out" : "holds") 1 disagree"))
    }
    if let isSignificant = comparison.isSignificant, let expected = stated?.isSignificant ?? ratio?.excludesOne {
      arithmetic.check(
        .significance, at: self.place(element["significant"] ?? element),
        fault: isSignificant == expected
          ? nil
          : .unlikely("is said to be \(isSignificant ? "" : "not ")significant, and its p value or interval says otherwise"))
    }
    guard let stated, let ratio else { return }
    let implied = ratio.probabilities
    let about = Self.short((implied.lowerBound + implied.upperBound) / 2)
    arithmetic.check(
      .probability, at: place,
      fault: stated.isNear(implied)
        ? nil
        : .unlikely(
          "p \(comparison.probability ?? "") is more than ten times away from what the ratio and its interval imply, "
            + "about \(about)"))
  }

  /// A probability with one digit that says something.
  private static func short(_ probability: Double) -> String {
    guard probability >= 0.0001 else { return "<0.0001" }
    var (digits, scale) = (probability, 0)
    while digits < 1 { (digits, scale) = (digits * 10, scale + 1) }
    return Magnitude(significand: Int64(digits.rounded()), scale: scale).description
  }
}
