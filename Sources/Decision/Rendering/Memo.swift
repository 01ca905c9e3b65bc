/// What was made once for each of many small numbers: a table, since looking up costs less than hashing.
///
/// Inlinable, since other modules look up for each criterion they write, and generic code that is not specialised for them cost
/// a fourteenth of an answer.
package struct Memo<Value> {
  @usableFromInline package var values: [Value?] = []

  @inlinable package init() {}

  @inlinable package subscript(number: Int) -> Value? {
    get { values.indices.contains(number) ? values[number] : nil }
    set {
      guard number >= 0 else { return }
      while values.count <= number { values.append(nil) }
      values[number] = newValue
    }
  }
}
