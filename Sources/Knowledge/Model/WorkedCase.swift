package import Clinical

/// What an option amounts to.
package enum Verdict: String, Sendable, CaseIterable, Comparable {
  /// The pathway's first choice.
  case recommended
  /// May be used.
  case alternative
  /// Would be one of the above, but an essential fact is unknown.
  case conditional
  /// Not indicated, a better class of option is not exhausted, or no evidence in this situation.
  case notRecommended = "not-recommended"
  /// A hard stop.
  case contraindicated

  @inlinable
  package static func == (left: Verdict, right: Verdict) -> Bool {
    left.order == right.order
  }

  @inlinable
  package static func < (left: Verdict, right: Verdict) -> Bool {
    left.order < right.order
  }

  /// The place of the verdict in an answer.
  @inlinable
  package var order: Int {
    switch self {
    case .recommended: 0
    case .alternative: 1
    case .conditional: 2
    case .notRecommended: 3
    case .contraindicated: 4
    }
  }
}

/// The result of a criterion.
package enum CriterionResult: String, Sendable, CaseIterable {
  case met
  case notMet = "not-met"
  case unknown

  /// From 0 on.
  package var number: Int {
    switch self {
    case .met: 0
    case .notMet: 1
    case .unknown: 2
    }
  }

  package init(_ truth: Truth) {
    switch truth {
    case .holds: self = .met
    case .fails: self = .notMet
    case .unknown: self = .unknown
    }
  }
}

/// A case with the answer that is expected: a test, and teaching material.
package struct WorkedCase: Sendable {
  /// What one option must come to, and why.
  package struct Expectation: Sendable {
    package let regimen: RegimenID
    package let rank: Int?
    package let verdict: Verdict
    /// By id of the criterion or step, in the order of the file.
    package let criteria: [(id: String, result: CriterionResult)]
    package let cautions: [String]
    /// The exact list, when given.
    package let verify: [String]?
    package let place: Place
  }

  /// What refractoriness must come to.
  package struct Refractoriness: Sendable {
    /// The value of the level, or `unknown`.
    package let label: String
    package let tripleClass: Truth
    /// Exactly those of the counted classes the disease is refractory to.
    package let drugs: [DrugID]
    package let place: Place
  }

  package let id: WorkedCaseID
  package let disease: DiseaseID
  package let title: Text
  package let question: Text
  /// A body of `POST /recommend`.
  package let input: Place
  package let expectations: [Expectation]
  /// Must come one after the other; others may stand between, so that a new option leaves the expectation as it is.
  package let order: [RegimenID]
  package let refractoriness: Refractoriness?
  /// Must be in the missing information; the first must lead it.
  package let missing: [String]
  package let notices: [String]
  package let place: Place
}
