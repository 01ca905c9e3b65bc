/// A publication, label, guideline, registry entry or seed that statements cite.
package struct Reference: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case article, abstract, guideline, label, registry, web, seed, curation
  }

  package let id: ReferenceID
  package let kind: Kind
  /// In the publication's own language.
  package let title: String
  package let journal: String?
  package let year: Int?
  package let citation: String?
  package let doi: String?
  package let pmid: String?
  package let place: Place
}
