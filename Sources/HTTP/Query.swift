/// The parameters of a target's query, decoded, in order; repetitions stay visible.
package struct Query: Sendable, Sequence {
  package let parameters: [(name: String, value: String)]

  /// No parameters.
  package init() {
    parameters = []
  }

  /// Reads `name=value` pairs between `&` in `range` of `bytes`; `nil` when one cannot be decoded. `+` is a space (HTML form encoding).
  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var parameters: [(name: String, value: String)] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let end = bytes.firstIndex(of: UInt8(ascii: "&"), in: start..<range.upperBound) ?? range.upperBound
      if start < end {
        let sign = bytes.firstIndex(of: UInt8(ascii: "="), in: start..<end) ?? end
        guard let name = PercentDecoding.decode(bytes, start..<sign, plusIsSpace: true),
          let value = sign == end ? "" : PercentDecoding.decode(bytes, sign + 1..<end, plusIsSpace: true)
        else { return nil }
        parameters.append((name, value))
      }
      start = end + 1
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
