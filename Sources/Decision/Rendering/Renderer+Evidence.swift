package import Clinical
package import Knowledge

extension Renderer {
  /// An endpoint in one line: `7.8 vs 3.2 months; HR 0.45 (0.38–0.54); p<0.0001`.
  package func result(of endpoint: Trial.Endpoint, in trial: Trial) -> String {
    var parts: [String] = []
    if !endpoint.values.isEmpty {
      let values = values(of: endpoint, in: trial)
      let hasNumber = values.contains(where: \.isNumber)
      parts.append(hasNumber ? "\(values) \(Phrases.unit(endpoint.unit)[language])" : values)
    }
    if let comparison = endpoint.comparison { parts += self.parts(of: comparison) }
    return parts.joined(separator: "; ")
  }

  /// Two arms against each other; more stand side by side under their names, since nobody compares them all.
  private func values(of endpoint: Trial.Endpoint, in trial: Trial) -> String {
    guard endpoint.values.count > 2 else {
      return endpoint.values.map { amount($0.amount) }.joined(separator: " \(Phrases.versus[language]) ")
    }
    return endpoint.values.map { value in
      let label = trial.arms.first { $0.id == value.arm }?.label[language] ?? value.arm
      return "\(label): \(amount(value.amount))"
    }.joined(separator: "; ")
  }

  /// The endpoint's name: its own, or that of its measure.
  package func name(of endpoint: Trial.Endpoint) -> String {
    endpoint.name?[language] ?? Phrases.measure(endpoint.measure)[language]
  }

  /// An estimate with its interval: `0.45 (0.38–0.54)`.
  package func ratio(_ estimate: Magnitude, _ interval: Interval?) -> String {
    number(estimate) + self.interval(interval)
  }

  private func parts(of comparison: Trial.Comparison) -> [String] {
    var parts: [String] = []
    if let estimate = comparison.estimate {
      let measure = comparison.measure == "HR" ? Phrases.hazardRatio[language] : comparison.measure
      parts.append("\(measure) \(ratio(estimate, comparison.interval))")
    }
    if let probability = comparison.probability { parts.append(self.probability(probability)) }
    return parts
  }

  /// `p=0.14`, `p<0.001 (one-sided)`; words of a source are put into the language.
  private func probability(_ text: String) -> String {
    let parts = text.split(separator: "(", maxSplits: 1)
    guard let first = parts.first, first.contains(where: \.isNumber) else { return Phrases.remark(text)[language] }
    let words = first.filter { $0 != " " }
    let sign = words.first.map { "<>=≤≥".contains($0) } == true ? "" : "="
    let value = language == .ru ? String(words.map { $0 == "." ? "," : $0 }) : words
    let remarks = parts.dropFirst().joined().filter { $0 != ")" }.split(separator: ",").map {
      Phrases.remark(String($0.drop { $0 == " " }))[language]
    }
    return "p\(sign)\(value)" + (remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))")
  }

  private func amount(_ amount: Amount) -> String {
    let estimate =
      switch amount.estimate {
      case .value(let value, nil): number(value)
      case .value(let value, .moreThan?): ">" + number(value)
      case .value(let value, .lessThan?): "<" + number(value)
      case .value(let value, .about?): "≈" + number(value)
      case .range(let lower, let upper): "\(number(lower))–\(number(upper))"
      case .notReached: Phrases.notReached[language]
      }
    return estimate + interval(amount.interval)
  }

  private func interval(_ interval: Interval?) -> String {
    interval.map { " (\(number($0.lower))–\($0.upper.map(number) ?? Phrases.notReached[language]))" } ?? ""
  }
}
