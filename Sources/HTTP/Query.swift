/// The parameters of a target's query, decoded, in order; repetitions stay visible.
package struct Query: Sendable, Sequence {
  package let parameters: [(name: String, value: String)]

  /// No parameters.
  init() {
    parameters = []
  }

  /// Reads `name=value` pairs between `&`; `nil` when one cannot be decoded. `+` is a space (HTML form encoding).
  init?(_ raw: ArraySlice<UInt8>) {
    var parameters: [(name: String, value: String)] = []
    for pair in raw.split(separator: UInt8(ascii: "&")) {
      let sign = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      guard let name = PercentDecoding.decode(pair[..<sign], plusIsSpace: true),
        let value = PercentDecoding.decode(pair[sign...].dropFirst(), plusIsSpace: true)
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
