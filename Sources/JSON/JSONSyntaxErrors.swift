/// Every mistake found in a text, in document order; never empty.
///
/// At most 100, fewer where their pointers are very long; `tooManyErrors` then closes the list.
package struct JSONSyntaxErrors: Error, Equatable, CustomStringConvertible {
  package let errors: [JSONSyntaxError]

  package var description: String {
    errors.map(\.description).joined(separator: "; ")
  }
}
