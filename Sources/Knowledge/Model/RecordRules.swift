package import Clinical

/// What a health record says beyond the vocabulary: words that mean the same in every finding.
package enum RecordConcept: String, Sendable, CaseIterable {
  case positive, negative, unclear
  case variant, regionStudied = "region-studied", geneStudied = "gene-studied", namedVariant = "named-variant"
  case variantText = "variant-text", variantDetail = "variant-detail", origin, germline, somatic
  case significance, pathogenic, uncertainSignificance = "uncertain-significance"
  case diseaseStatus = "disease-status"
  case noResponse = "no-response", notTolerated = "not-tolerated"
  case treatmentIntent = "treatment-intent", curative, palliative
  case conditionPresent = "condition-present", conditionAbsent = "condition-absent"
  case responseStringentComplete = "response-sCR", responseComplete = "response-CR", responseVeryGoodPartial = "response-VGPR"
  case responsePartial = "response-PR", responseMinimal = "response-MR", responseStable = "response-SD"
  case responseProgressive = "response-PD"
}

/// How resources of a health record are read into a case.
package struct RecordRules: Sendable {
  /// The URI of a terminology in FHIR; some have several.
  package struct System: Sendable {
    package let terminology: Terminology
    package let uris: [String]
  }

  /// A concept's codes, words and, for an extension, its URLs.
  package struct Meaning: Sendable {
    package let concept: RecordConcept
    package let codes: [TerminologyCode]
    package let words: [String]
    package let urls: [String]
    package let place: Place
  }

  /// How a result that is not the finding itself comes to be one.
  package struct Reading: Sendable {
    package enum Outcome: Sendable {
      /// A value of the finding, or of the input when the reading is one.
      case value(String)
      case between(Interval)
      case unclear(Text)
    }

    package struct Range: Sendable {
      package let bounds: Bounds
      package let outcome: Outcome
    }

    package struct Answer: Sendable {
      package let value: String
      package let codes: [TerminologyCode]
      package let words: [String]
    }

    package let id: String
    package let text: Text
    /// The input of a combination; `nil`: the finding itself.
    package let input: String?
    /// UCUM; `nil`: any, or none.
    package let unit: String?
    package let ranges: [Range]
    package let answers: [Answer]
    package let place: Place
  }

  /// A finding that follows from several results together.
  package struct Combination: Sendable {
    /// The first row all of whose inputs are so decides.
    package struct Row: Sendable {
      package let when: [String: [String]]
      package let outcome: Reading.Outcome
    }

    /// The input that is the finding as stated by itself.
    package static let stated = "stated"

    package let finding: FindingID
    package let text: Text
    /// Results this far apart at most belong together.
    package let withinDays: Int
    package let rows: [Row]
    package let place: Place
  }

  /// Words of a karyotype that speak of a finding.
  package struct Pattern: Sendable {
    package let finding: FindingID
    package let beginnings: [String]
    package let place: Place
  }

  /// How to bring a unit to the one a finding has.
  package struct Unit: Sendable {
    package let unit: String
    package let to: String
    package let factor: Magnitude
  }

  /// A value that follows from members of a list.
  package struct Implication: Sendable {
    package let finding: FindingID
    package let value: CodeID
    package let from: FindingID
    package let members: [CodeID]
    package let text: Text
    package let place: Place
  }

  /// The URI of codes that are ids of this vocabulary.
  package let ownSystem: String
  package let systems: [System]
  package let meanings: [Meaning]
  package let readings: [Reading]
  package let combinations: [Combination]
  package let patterns: [Pattern]
  package let units: [Unit]
  package let implications: [Implication]
  /// Words beside a drug's name that change nothing: forms and ways of giving.
  package let formWords: [String]
  package let place: Place
}

/// The rules by which dated events become lines of therapy.
package struct TherapyRules: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case sameExposure = "same-exposure", oneRegimen = "one-regimen", addition, newLine = "new-line", maintenance, substitution
    case frontline, advanced, curativeIntent = "curative-intent", ignored, progressionOnTherapy = "progression-on-therapy"
    case progressionAfterTherapy = "progression-after-therapy", noResponse = "no-response", notTolerated = "not-tolerated"
    case completed, ongoing, bestResponse = "best-response", ownEnd = "own-end"

    /// Whether the rule counts days.
    package var needsDays: Bool {
      switch self {
      case .sameExposure, .oneRegimen, .maintenance, .frontline, .advanced, .progressionOnTherapy, .ownEnd: true
      default: false
      }
    }
  }

  package struct Rule: Sendable {
    package let kind: Kind
    package let text: Text
    package let days: Int
    package let sources: [SourceUse]
  }

  /// What the settings of a disease are to these rules.
  package struct Course: Sendable {
    package let disease: DiseaseID
    /// Of therapy with curative intent; `nil`: there is none apart.
    package let curative: SettingID?
    /// Of the first line; `nil`: it is one of advanced disease too.
    package let first: SettingID?
    package let maintenance: SettingID?
    package let advanced: SettingID
    package let maintenanceDrugs: [DrugID]
    /// Given beside the therapy and no part of it.
    package let ignored: [DrugID]
    package let place: Place
  }

  package let rules: [Kind: Rule]
  package let courses: [Course]
  package let place: Place
}

/// A case as a FHIR bundle, which must be answered as the worked case it records.
package struct RecordedCase: Sendable {
  package let id: RecordedCaseID
  package let workedCase: WorkedCaseID
  /// `nil`: as the worked case says.
  package let asOf: CalendarDate?
  package let bundle: Place
  package let place: Place
}
