/// Writes metrics in the text format of Prometheus, version 0.0.4.
struct MetricsWriter {
  enum Kind: String {
    case counter, gauge, histogram
  }

  private(set) var bytes: [UInt8] = []

  /// Begins a metric: its samples come next.
  mutating func begin(_ name: StaticString, _ kind: Kind, _ help: StaticString) {
    line("# HELP \(name) \(help)")
    line("# TYPE \(name) \(kind.rawValue)")
  }

  mutating func sample(_ name: StaticString, _ labels: [(name: StaticString, value: String)], _ value: Int) {
    sample("\(name)", labels, String(value))
  }

  mutating func sample(_ name: StaticString, _ labels: [(name: StaticString, value: String)], _ value: Double) {
    sample("\(name)", labels, String(value))
  }

  /// A metric of one sample.
  mutating func single(_ name: StaticString, _ kind: Kind, _ help: StaticString, _ value: Int) {
    begin(name, kind, help)
    sample(name, [], value)
  }

  mutating func single(_ name: StaticString, _ kind: Kind, _ help: StaticString, _ value: Double) {
    begin(name, kind, help)
    sample(name, [], value)
  }

  /// The samples of a histogram for one set of labels.
  mutating func histogram(
    _ name: StaticString, _ labels: [(name: StaticString, value: String)], bounds: [Double], _ durations: RequestTally.Durations
  ) {
    var sum = 0
    for (index, count) in durations.counts.enumerated() {
      sum += count
      let bound = index < bounds.count ? String(bounds[index]) : "+Inf"
      sample("\(name)_bucket", labels + [("le", bound)], String(sum))
    }
    sample("\(name)_sum", labels, String(Double(durations.nanoseconds) / 1e9))
    sample("\(name)_count", labels, String(sum))
  }

  private mutating func sample(_ name: String, _ labels: [(name: StaticString, value: String)], _ value: String) {
    let pairs = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
    line(name + (pairs.isEmpty ? "" : "{\(pairs)}") + " " + value)
  }

  private static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") }) else {
      return text
    }
    return text.reduce(into: "") { escaped, character in
      switch character {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      default: escaped.append(character)
      }
    }
  }

  private mutating func line(_ text: String) {
    bytes += text.utf8
    bytes.append(UInt8(ascii: "\n"))
  }
}
