package import Clinical
package import Knowledge

/// The answer to a case: options in order, what they rest on and what would change them.
package struct Recommendation: Sendable {
  /// What a definition comes to for this case.
  package struct DerivedFact: Sendable {
    package let definition: Definition
    /// What has one node has one explanation.
    package let node: Int
    /// For a definition of several values: whether its value is known.
    package let truth: Truth
    /// For a definition of several values; `nil` when it is not known.
    package let value: Definition.Value?
    /// The values it may have while it is not known.
    package let possible: [Definition.Value]
    package let explanation: Explanation
  }

  /// To which drugs the disease is refractory, and what that is called.
  package struct RefractorinessAssessment: Sendable {
    /// A drug that was given and the records that speak of it.
    package struct DrugStatus: Sendable {
      package let drug: Drug
      package let truth: Truth
      package let leaf: Explanation.Leaf
      /// Whether it is of a class that levels count.
      package let isCounted: Bool
    }

    /// A class, and the drugs of it the disease is refractory to.
    package struct ClassStatus: Sendable {
      package let drugClass: DrugClass
      package let truth: Truth
      package let drugs: [DrugStatus]
    }

    package let rule: RefractorinessRule
    package let level: DerivedFact
    package let tripleClass: Truth
    /// Those that were given, in the order of the knowledge.
    package let drugs: [DrugStatus]
    package let classes: [ClassStatus]
    package let definitions: [DerivedFact]
  }

  /// A criterion's result and why.
  package struct CriterionAssessment: Sendable {
    /// What the criterion is to the option: its own, common to all, or a step of the pathway.
    package enum Role: Sendable {
      case common, step, own
    }

    package let criterion: Criterion
    /// Its place among the criteria of the disease; `nil` for one that is written nowhere.
    package let ordinal: Int?
    /// What has one node has one explanation; `nil` where there is nothing to explain.
    package let node: Int?
    package let role: Role
    package let result: CriterionResult
    package let explanation: Explanation
    /// Whether it fixes the verdict.
    package let isDecisive: Bool
  }

  /// A step of the pathway and whether it applies.
  package struct StepAssessment: Sendable {
    package let step: Pathway.Step
    /// The place of its criterion among those of the disease.
    package let ordinal: Int
    package let truth: Truth
    package let explanation: Explanation
  }

  /// A caution that holds, and its place among the cautions of the disease.
  package struct FiredCaution: Sendable {
    package let caution: Caution
    package let ordinal: Int
  }

  /// An option as judged.
  package struct OptionAssessment: Sendable {
    /// From 1 through the answer.
    package let rank: Int
    /// The regimen's place among the options of the disease.
    package let ordinal: Int
    package let regimen: Regimen
    package let verdict: Verdict
    /// Common criteria, then steps, then its own.
    package let criteria: [CriterionAssessment]
    package let cautions: [FiredCaution]
    /// Facts to check before ordering, in the order of the criteria.
    package let verify: [Gap]
    /// The step that places it; `nil` when no step lists it.
    package let step: Pathway.Step?
  }

  /// A finding that is unknown and what each of its values would change.
  package struct MissingInformation: Sendable {
    package struct Change: Sendable {
      package let regimen: RegimenID
      package let possibility: Possibility
      package let from: Verdict
      package let to: Verdict
    }

    package let gap: Gap
    /// Whether an option is conditional on it.
    package let isEssential: Bool
    package let changes: [Change]
  }

  package let disease: Disease
  /// The number of the line of therapy that is asked about; `nil`: the history is unknown.
  package let nextLine: Int?
  package let derivedFacts: [DerivedFact]
  /// `nil`: the word means nothing in this disease.
  package let refractoriness: RefractorinessAssessment?
  /// In the order of the pathway.
  package let steps: [StepAssessment]
  package let options: [OptionAssessment]
  package let missing: [MissingInformation]
  package let notices: [Pathway.Notice]
}
