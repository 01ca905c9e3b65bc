/// What was made once for each of many small numbers: a table, since looking up costs less than hashing.
package struct Memo<Value> {
  private var values: [Value?] = []

  package init() {}

  package subscript(number: Int) -> Value? {
    get { values.indices.contains(number) ? values[number] : nil }
    set {
      guard number >= 0 else { return }
      while values.count <= number { values.append(nil) }
      values[number] = newValue
    }
  }
}
