package import Clinical
package import Knowledge

/// What a case comes to without the reasons: for cohorts, where it is counted rather than read.
package struct Judgement: Sendable {
  /// An option with its verdict.
  package struct Option: Sendable {
    /// The regimen's place among the options of the disease.
    package let ordinal: Int
    package let verdict: Verdict
    /// The places of the cautions that hold, among those of the disease; none for what is not offered.
    package let cautions: [Int]
  }

  /// What the disease is called by its refractoriness.
  package struct Refractoriness: Sendable {
    /// The id of the level; `nil`: unknown.
    package let level: String?
    package let tripleClass: Truth
  }

  package let disease: Disease
  /// As in a recommendation.
  package let nextLine: Int?
  /// `nil`: the word means nothing in this disease.
  package let refractoriness: Refractoriness?
  /// In the order of a recommendation.
  package let options: [Option]
  package let missing: [Gap]
  package let notices: [Pathway.Notice]

  /// What is left of a recommendation without its reasons.
  package init(_ recommendation: Recommendation) {
    disease = recommendation.disease
    nextLine = recommendation.nextLine
    refractoriness = recommendation.refractoriness.map { Refractoriness(level: $0.level.value?.id, tripleClass: $0.tripleClass) }
    options = recommendation.options.map { option in
      Option(
        ordinal: option.ordinal, verdict: option.verdict,
        cautions: option.verdict.isOffer ? option.cautions.map(\.ordinal) : [])
    }
    missing = recommendation.missing.map(\.gap)
    notices = recommendation.notices
  }

  init(
    disease: Disease, nextLine: Int?, refractoriness: Refractoriness?, options: [Option], missing: [Gap],
    notices: [Pathway.Notice]
  ) {
    (self.disease, self.nextLine, self.refractoriness) = (disease, nextLine, refractoriness)
    (self.options, self.missing, self.notices) = (options, missing, notices)
  }
}

extension Verdict {
  /// Whether the option may be used, or may be once more is known.
  package var isOffer: Bool { self < .notRecommended }
}
