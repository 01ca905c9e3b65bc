/// Bytes that were made once for each of many small numbers: a table, since looking up costs less than hashing.
///
/// Of bytes alone, since a generic table that another module does not specialise cost a seventh of an answer.
package struct Memo {
  private var values: [[UInt8]?] = []

  package init() {}

  package subscript(number: Int) -> [UInt8]? {
    get { number >= 0 && number < values.count ? values[number] : nil }
    set {
      guard number >= 0 else { return }
      while values.count <= number { values.append(nil) }
      values[number] = newValue
    }
  }
}
