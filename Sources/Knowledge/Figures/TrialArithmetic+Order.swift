import Clinical
import JSON

// Figures that must be in an order or make up a sum.
extension TrialArithmetic {
  /// A value of an arm with its endpoint, where both are written.
  private struct Result {
    let endpoint: Trial.Endpoint
    let arm: String
    let number: Magnitude
    let value: JSONValue
  }

  private var results: [Result] {
    zip(trial.endpoints, elements("endpoints")).flatMap { endpoint, element in
      zip(endpoint.values, element["values"]?.elementList ?? []).compactMap { armValue, value in
        guard case .value(let number, nil) = armValue.amount.estimate else { return nil }
        return Result(endpoint: endpoint, arm: armValue.arm, number: number, value: value)
      }
    }
  }

  /// The deepest first: each includes those before it.
  private static let responses = ["sCR", "CR", "VGPR", "ORR", "CBR"]

  func checkOrder() {
    let results = results
    for first in results {
      for second in results where first.arm == second.arm && first.endpoint.unit == second.endpoint.unit {
        guard first.endpoint.population == second.endpoint.population else { continue }
        checkSurvival(first, second)
        checkResponses(first, second)
      }
    }
  }

  private func checkSurvival(_ overall: Result, _ progressionFree: Result) {
    guard overall.endpoint.measure == "OS", progressionFree.endpoint.measure == "PFS", overall.endpoint.unit != "%" else {
      return
    }
    arithmetic.check(
      .survival, at: place(overall.value),
      fault: overall.number >= progressionFree.number
        ? nil
        : .unlikely(
          "overall survival of \(overall.number) is shorter than the \(progressionFree.number) without progression of "
            + "`\(progressionFree.endpoint.id)`"))
  }

  private func checkResponses(_ deeper: Result, _ wider: Result) {
    guard let inner = Self.responses.firstIndex(of: deeper.endpoint.measure),
      let outer = Self.responses.firstIndex(of: wider.endpoint.measure), inner < outer, deeper.endpoint.unit == "%"
    else { return }
    // Where each patient is counted in one category, the better does not include the best.
    let pair = [deeper.endpoint.id, wider.endpoint.id]
    guard !trial.exclusive.contains(where: { group in pair.allSatisfy { group.endpoints.contains($0) } }) else { return }
    arithmetic.check(
      .response, at: place(deeper.value),
      fault: deeper.number <= wider.number
        ? nil
        : .impossible(
          "\(deeper.number)% with \(deeper.endpoint.measure) are more than the \(wider.number)% with "
            + "\(wider.endpoint.measure) of `\(wider.endpoint.id)`, who include them"))
  }

  // Categories.

  func check(_ exclusive: Trial.Exclusive) {
    for arm in trial.arms {
      let shares = exclusive.endpoints.map { share(of: arm.id, in: $0) }
      let total = exclusive.total.map { share(of: arm.id, in: $0) }
      guard shares.allSatisfy({ $0 != nil }), total.map({ $0 != nil }) ?? true else { continue }
      check(shares.compactMap(\.self), total: total ?? nil, of: arm.id, exclusive)
    }
  }

  private func share(of arm: String, in endpoint: String) -> (number: Magnitude, count: Int?)? {
    guard let value = trial.endpoint(endpoint)?.values.first(where: { $0.arm == arm }),
      case .value(let number, nil) = value.amount.estimate
    else { return nil }
    return (number, value.amount.count?.events)
  }

  private func check(
    _ shares: [(number: Magnitude, count: Int?)], total: (number: Magnitude, count: Int?)?, of arm: String,
    _ exclusive: Trial.Exclusive
  ) {
    let (sum, fault): (String, Bool)
    let counts = shares.compactMap(\.count)
    let wanted: String
    if counts.count == shares.count, let all = total?.count {
      (sum, fault, wanted) = (String(counts.reduce(0, +)), counts.reduce(0, +) != all, "\(all) patients")
    } else {
      let whole = total?.number ?? Magnitude(100)
      let added = shares.reduce(0) { $0 + $1.number.double }
      let rounding = shares.reduce(total?.number.rounding ?? 0) { $0 + $1.number.rounding }
      let finest = shares.max { $0.number.scale < $1.number.scale }?.number ?? whole
      (sum, fault, wanted) = ("\(finest.rounded(like: added))%", abs(added - whole.double) > rounding + 1e-9, "\(whole)%")
    }
    arithmetic.check(
      .exclusive, at: exclusive.place, fault: fault ? .unlikely("of `\(arm)` the categories make up \(sum), not \(wanted)") : nil)
  }

  // Adverse events.

  func checkAdverseEvents(_ group: JSONValue) {
    for population in group["population"]?.elementList ?? [] {
      guard let arm = population["arm"]?.string, let count = population["value"]?.number?.integer else { continue }
      checkPopulation(count, of: arm, at: population["value"] ?? population)
    }
    for item in group["items"]?.elementList ?? [] {
      let rates = item["rates"]?.elementList ?? []
      for rate in rates { checkRate(rate) }
      for any in rates where any["grade"]?.string == "any" {
        for severe in rates where severe["grade"]?.string == "3+" { checkGrades(any, severe) }
      }
    }
  }

  private func checkGrades(_ any: JSONValue, _ severe: JSONValue) {
    guard any["arm"]?.string == severe["arm"]?.string, any["cut"]?["en"]?.string == severe["cut"]?["en"]?.string,
      let most = number(any["value"] ?? any["range"]?.elementList.last),
      let least = number(severe["value"] ?? severe["range"]?.elementList.first)
    else { return }
    arithmetic.check(
      .grades, at: place(severe),
      fault: least <= most ? nil : .impossible("\(least)% of grade 3 and above are more than the \(most)% of any grade"))
  }

  private func number(_ value: JSONValue?) -> Magnitude? {
    value.flatMap { Cursor($0, file: "", report: Report()).number() }
  }

  // The summary.

  /// Numbers with a fraction are no chance: a summary that states one repeats a figure of the trial.
  func checkTakeaway() {
    guard let text = trial.place.value["takeaway"]?["en"] else { return }
    let known = TrialNumbers.all(in: trial.place.value)
    for number in FigureText.all(trial.takeaway.en, in: .en).sorted() where number.contains(".") {
      let isKnown = known.contains { $0 == number || TrialNumbers.rounded($0, like: number) == number }
      arithmetic.check(
        .takeaway, at: place(text), fault: isKnown ? nil : .unlikely("states \(number), which is no figure of the trial"))
    }
  }
}

/// The numbers a trial's file holds beside its summary.
private enum TrialNumbers {
  static func all(in root: JSONValue) -> Set<String> {
    var numbers: Set<String> = []
    func walk(_ value: JSONValue) {
      switch value.kind {
      case .number: numbers.insert(FigureText.normalized(value.rawNumber ?? ""))
      case .string: numbers.formUnion(FigureText.all(value.string ?? "", in: .en))
      case .array: for element in value.elements { walk(element) }
      case .object: for member in value.members where member.name != "ru" { walk(member.value) }
      case .null, .boolean: break
      }
    }
    for name in ["arms", "participants", "baseline", "followUp", "endpoints", "adverseEvents", "studies"] {
      if let value = root[name] { walk(value) }
    }
    return numbers
  }

  static func rounded(_ number: String, like other: String) -> String? {
    guard let value = Double(number), let point = other.firstIndex(of: ".") else { return nil }
    let scale = other.distance(from: point, to: other.endIndex) - 1
    guard (0...9).contains(scale) else { return nil }
    return FigureText.normalized(Magnitude(significand: 0, scale: scale).rounded(like: value).description)
  }
}
