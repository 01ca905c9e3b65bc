import Clinical
import Knowledge

/// What speaks against drugs, and the ways a case may say so.
struct Contraindication: Sendable {
  let name: String
  /// Of any of these; `nil`: of every option.
  let drugs: Set<DrugID>?
  /// The best an option with such a drug may come to.
  let bestVerdict: Verdict
  let isPresent: @Sendable (PatientCase) -> Bool
  let ways: [Addition]

  init(
    _ name: String, against drugs: Set<DrugID>?, makes bestVerdict: Verdict, isPresent: @escaping @Sendable (PatientCase) -> Bool,
    ways: [Addition]
  ) {
    (self.name, self.drugs, self.bestVerdict, self.isPresent, self.ways) = (name, drugs, bestVerdict, isPresent, ways)
  }

  func concerns(_ regimen: Regimen) -> Bool {
    guard let drugs else { return true }
    return regimen.components.contains { ([$0.drug] + $0.alternatives).allSatisfy(drugs.contains) }
  }

  /// Nothing of either knowledge was tried in pregnancy.
  static let pregnancy = Contraindication(
    "pregnancy", against: nil, makes: .notRecommended, isPresent: { $0.states("pregnant", true) }, ways: [.flag("pregnant", true)]
  )
}
