import Clinical

/// The facts that drive the pathway of a disease, and what is left out of them.
struct Core: Sendable {
  /// A fact the pathway asks about and no block enumerates, and why not.
  struct Omission: Sendable {
    let fact: String
    let reason: String
  }

  let disease: DiseaseID
  let blocks: [Block]
  let omissions: [Omission]

  static let all = [breast, myeloma]
}
