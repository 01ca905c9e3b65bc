/// The version of the program; that of the knowledge stands in its manifest.
package enum ServiceVersion {
  package static let text = "1.0.0"
}
