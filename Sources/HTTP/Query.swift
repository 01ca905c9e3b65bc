/// The parameters of a target's query, decoded, in order; repetitions stay visible.
package struct Query: Sendable, Sequence {
  package let parameters: [(name: String, value: String)]

  /// Reads `name=value` pairs between `&`; `nil` when one cannot be decoded. `+` is a space (HTML form encoding).
  init?(_ raw: Substring.UTF8View) {
    var parameters: [(name: String, value: String)] = []
    for pair in raw.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentDecoding.decode(parts[0], plusIsSpace: true),
        let value = parts.count > 1 ? PercentDecoding.decode(parts[1], plusIsSpace: true) : ""
      else { return nil }
      parameters.append((name, value))
    }
    self.parameters = parameters
  }

  package func makeIterator() -> IndexingIterator<[(name: String, value: String)]> {
    parameters.makeIterator()
  }

  /// The first value of a parameter.
  package func first(_ name: String) -> String? {
    parameters.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }
}
