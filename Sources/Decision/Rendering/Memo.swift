/// Bytes that were made once for each of many small numbers.
///
/// Of bytes alone, since a generic table that another module does not specialise cost a seventh of an answer.
package struct Memo {
  private var values = MadeOnce<[UInt8]>()

  package init() {}

  package subscript(number: Int) -> [UInt8]? {
    get { values[number] }
    set { values[number] = newValue }
  }
}
