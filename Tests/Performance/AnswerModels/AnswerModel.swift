/// The answer as Foundation's coders would write it.
package struct AnswerModel: Codable, Equatable, Sendable {
  struct KnowledgeVersion: Codable, Equatable {
    let version: String
    let digest: String
    let evidenceThrough: String
  }

  struct Context: Codable, Equatable {
    let asOf: String
    let jurisdiction: String?
    let candidates: [String]?
  }

  struct Assessment: Codable, Equatable {
    struct Fact: Codable, Equatable {
      let id: String
      let label: String
      let value: Nullable<Bool>
      let because: String
      let from: [String]
      let missing: [String]?
    }

    struct Step: Codable, Equatable {
      let id: String
      let name: String
      let applies: Nullable<Bool>
      let because: String
      let missing: [String]?
    }

    let summary: String
    let nextLine: Nullable<Int>
    let steps: [Step]
    let facts: [Fact]
  }

  struct Option: Codable, Equatable {
    struct Regimen: Codable, Equatable {
      struct Drug: Codable, Equatable {
        let id: String
        let name: String
        let alternatives: [String]?
        let dose: String
        let schedule: String
      }

      let id: String
      let name: String
      let title: String?
      let kind: String
      let origin: String
      let drugs: [Drug]
    }

    struct Criterion: Codable, Equatable {
      struct Fact: Codable, Equatable {
        let pointer: String
        let value: ValueModel
      }

      let id: String
      let kind: String
      let text: String
      let result: String
      let decisive: Bool?
      let because: String
      let facts: [Fact]
      let missing: [String]?
      let essential: Bool?
      let sources: [String]
    }

    struct Caution: Codable, Equatable {
      let id: String
      let text: String
      let confidence: String?
      let sources: [String]
    }

    struct Evidence: Codable, Equatable {
      let trial: String
      let trialName: String
      let phase: Int?
      let caveat: String?
      let endpoint: String
      let endpointId: String
      let name: String
      let population: String
      let analysis: String?
      let assessment: String?
      let text: String
      let confidence: String
      let origin: String
      let discrepancies: [String]?
      let sources: [String]
    }

    struct Guideline: Codable, Equatable {
      let organisation: String
      let jurisdiction: String
      let status: String
      let text: String
      let confidence: String
      let source: String
    }

    let rank: Int
    let regimen: Regimen
    let verdict: String
    let summary: String
    let step: String?
    let criteria: [Criterion]
    let cautions: [Caution]
    let verify: [String]
    let evidence: [Evidence]
    let guidelines: [Guideline]
  }

  struct Missing: Codable, Equatable {
    struct Change: Codable, Equatable {
      let regimen: String
      let when: String
      let value: ValueModel
      let from: String
      let to: String
    }

    let finding: String
    let label: String
    let essential: Bool
    let wouldChange: [Change]
  }

  struct Notice: Codable, Equatable {
    let id: String
    let text: String
    let pointer: String?
    let sources: [String]?
  }

  let knowledgeBase: KnowledgeVersion
  package let disease: String
  let context: Context
  let assessment: Assessment
  let options: [Option]
  let missingInformation: [Missing]
  let notices: [Notice]
  let disclaimer: String
}

/// A member that is written as `null` where it has no value.
struct Nullable<Value: Codable & Equatable & Sendable>: Codable, Equatable {
  let value: Value?

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    value = container.decodeNil() ? nil : try container.decode(Value.self)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}
