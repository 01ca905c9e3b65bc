/// The request as Foundation's coders would read it.
package struct RequestModel: Codable {
  struct Context: Codable {
    let asOf: String?
    let jurisdiction: String?
    let candidates: [String]?
  }

  struct PriorTherapy: Codable {
    let setting: String
    let line: Int?
    let drugs: [Name]?
    let regimen: String?
    let outcome: String?
    let bestResponse: String?
    let durationMonths: Double?
    let daysToProgression: Int?
    let ended: String?
    let progressed: String?
    let endedByDrug: [String: String]?
    let daysToProgressionByDrug: [String: Int]?
  }

  package let disease: String
  let context: Context?
  let findings: [String: ValueModel?]?
  let comorbidities: [String]?
  let medications: [Name]?
  let priorTherapies: [PriorTherapy]?
}

/// A name, or an object that has one.
enum Name: Codable {
  case id(String)
  case named(String)

  private enum Keys: CodingKey {
    case name
  }

  init(from decoder: any Decoder) throws {
    if let id = try? decoder.singleValueContainer().decode(String.self) {
      self = .id(id)
    } else {
      self = .named(try decoder.container(keyedBy: Keys.self).decode(String.self, forKey: .name))
    }
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .id(let id):
      var container = encoder.singleValueContainer()
      try container.encode(id)
    case .named(let name):
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(name, forKey: .name)
    }
  }
}

/// What a finding may be; tried in the order that fails least.
enum ValueModel: Codable, Equatable {
  case code(String)
  case codes([String])
  case flag(Bool)
  case number(Double)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let code = try? container.decode(String.self) {
      self = .code(code)
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .codes(try container.decode([String].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .code(let code): try container.encode(code)
    case .codes(let codes): try container.encode(codes)
    case .flag(let flag): try container.encode(flag)
    case .number(let number): try container.encode(number)
    }
  }
}

/// The same request with the findings of Case 7 as members, which spares Foundation finding out what a value is.
package struct FixedRequestModel: Codable {
  struct Findings: Codable {
    let age: Int?
    let sex: String?
    let stage: String?
    let er: String?
    let her2: String?
    let PIK3CA: String?
    let BRCA1: String?
    let BRCA2: String?
    let PALB2: String?
    let metastases: [String]?
    let visceralCrisis: Bool?
  }

  struct PriorTherapy: Codable {
    let setting: String
    let line: Int?
    let drugs: [String]?
    let outcome: String?
    let bestResponse: String?
    let durationMonths: Double?
  }

  package let disease: String
  let findings: Findings
  let comorbidities: [String]?
  let medications: [String]?
  let priorTherapies: [PriorTherapy]?
}
