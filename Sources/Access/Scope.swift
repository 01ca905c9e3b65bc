/// What a client may do. Scopes do not contain one another, but for `admin`, which contains `metrics`.
package enum Scope: String, Sendable, Hashable, CaseIterable {
  /// Read the knowledge: trials, regimens, drugs, references, vocabulary, cases.
  case read
  /// Ask for recommendations.
  case recommend
  /// Call the CDS Hooks services.
  case cds
  /// Read what operations watch.
  case metrics
  /// Reload the knowledge, and what `metrics` may.
  case admin
}
