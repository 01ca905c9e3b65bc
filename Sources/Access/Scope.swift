/// What a client may do. Scopes do not contain one another.
package enum Scope: String, Sendable, Hashable, CaseIterable {
  /// Read the knowledge: trials, regimens, drugs, references, vocabulary, cases.
  case read
  /// Ask for recommendations.
  case recommend
  /// Call the CDS Hooks services.
  case cds
  /// Reload the knowledge and read what operations need.
  case admin
}
