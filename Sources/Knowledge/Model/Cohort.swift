package import Clinical

/// The patients that synthesized cases of a disease are drawn from.
///
/// What is drawn is the patient; what the chart does not say of it is left out afterwards, by the gaps.
package struct Cohort: Sendable {
  /// What figures rest on.
  package enum Basis: Sendable {
    case sources([SourceUse])
    /// A stipulation for demonstration, no evidence; `nil`: as the cohort's own text says.
    case assumption(Text?)
  }

  /// One of several things, by chance.
  package struct Share<Item: Sendable>: Sendable {
    package let item: Item
    package let probability: Probability
  }

  /// The first row whose condition holds is drawn from; the last has none.
  package struct Row<Distribution: Sendable>: Sendable {
    package let condition: Condition?
    package let distribution: Distribution
    /// `nil` where there are no figures.
    package let basis: Basis?
    package let place: Place
  }

  package enum FindingDistribution: Sendable {
    case values([Share<FindingValue>])
    case quantiles(Quantiles)
    /// The finding has no meaning for these patients.
    case leftOut
  }

  /// A value of a finding, and where it is written.
  package struct FindingValue: Sendable {
    package enum Content: Sendable, Hashable {
      case flag(Bool)
      case code(CodeID)
      case codes([CodeID])
      case number(Magnitude)
    }

    package let content: Content
    package let place: Place
  }

  /// Something drawn of a patient.
  package struct Draw: Sendable {
    package enum Subject: Sendable {
      /// Its numbers have so many digits after the point.
      case finding(FindingID, decimals: Int, rows: [Row<FindingDistribution>])
      case comorbidity(ComorbidityID, rows: [Row<Probability>])
      case medication(MedicationID, rows: [Row<Probability>])
    }

    package let subject: Subject
    package let place: Place
  }

  /// A therapy that courses are made of.
  package struct Step: Sendable {
    package enum Drugs: Sendable {
      case regimen(RegimenID)
      case drugs([DrugID])
    }

    package struct Ending: Sendable {
      package let outcome: TherapyOutcome
      /// Empty: none is stated.
      package let bestResponses: [Share<BestResponse>]
      package let durationMonths: Quantiles?
      package let daysToProgression: Quantiles?
      package let place: Place
    }

    package let id: String
    package let setting: SettingID
    /// It is of the line of the therapy before it.
    package let continuesLine: Bool
    package let options: [Share<Drugs>]
    package let endings: [Share<Ending>]
    package let place: Place
  }

  /// The therapies of a patient in order of time, by the ids of the steps.
  package struct Course: Sendable {
    package let steps: [String]
    package let place: Place
  }

  /// What the chart does not say.
  package struct Gap: Sendable {
    package enum Member: String, Sendable, CaseIterable {
      case comorbidities, medications, priorTherapies
      /// Of each therapy by itself.
      case outcome, bestResponse, durationMonths, daysToProgression

      package var isOfTherapy: Bool {
        switch self {
        case .comorbidities, .medications, .priorTherapies: false
        case .outcome, .bestResponse, .durationMonths, .daysToProgression: true
        }
      }
    }

    /// Unknown together: they come from one test.
    package let findings: [FindingID]
    package let members: [Member]
    package let probability: Probability
    package let place: Place
  }

  package let id: CohortID
  package let disease: DiseaseID
  package let name: Text
  /// Each may depend on those before it.
  package let draws: [Draw]
  package let steps: [Step]
  package let history: [Row<[Share<Course>]>]
  /// They may depend on the history too.
  package let drawsAfterHistory: [Draw]
  package let gaps: [Gap]
  package let place: Place
}

/// A probability in millionths, so that it is the same everywhere.
package struct Probability: Sendable, Hashable {
  package static let one = 1_000_000

  package let millionths: Int
}

/// A distribution of numbers by its quantiles: between two of them all are equally likely.
package struct Quantiles: Sendable {
  package struct Point: Sendable {
    package let probability: Probability
    package let value: Magnitude
  }

  /// From probability 0 to 1; values do not fall.
  package let points: [Point]
  package let place: Place
}
