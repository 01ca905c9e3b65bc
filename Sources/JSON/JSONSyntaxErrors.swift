/// Every mistake found in a text, in document order; never empty.
///
/// At most 100, after which `tooManyErrors` closes the list.
package struct JSONSyntaxErrors: Error, Equatable, CustomStringConvertible {
  package let errors: [JSONSyntaxError]

  package var description: String {
    errors.map(\.description).joined(separator: "; ")
  }
}
