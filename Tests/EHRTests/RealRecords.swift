import Clinical
import Decision
import EHR
import Foundation
import JSON
import Knowledge
import KnowledgeTests
import Service
import Testing

/// The knowledge of the project and what reads records by it.
enum RealRecords {
  static let knowledge: Result<KnowledgeBase, any Error> = Result {
    let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../Resources"
    return try #require(KnowledgeLoader.load(KnowledgeDirectory(path: directory).files()).knowledge)
  }

  static let engine: Result<DecisionEngine, any Error> = knowledge.map { DecisionEngine(knowledge: $0) }
  static let reader: Result<RecordReader, any Error> = knowledge.map { RecordReader(knowledge: $0) }

  static let recorded: [RecordedCase] = (try? knowledge.get().recordedCases.entries) ?? []

  static let today: CalendarDate = CalendarDate("2026-01-31") ?? CalendarDate(year: 2026, month: 1, day: nil)!

  /// What is read of a bundle of these resources and a patient, all of it hers unless it says otherwise.
  static func read(_ resources: [String], patient: String = patient) throws -> Result<RecordReading, RecordRefusal> {
    let entries = ([patient] + resources).map { "{\"resource\":\($0)}" }.joined(separator: ",")
    return try read(text: "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[\(entries)]}")
  }

  static func read(text: String) throws -> Result<RecordReading, RecordRefusal> {
    try read(bytes: Array(text.utf8))
  }

  static func read(bytes: [UInt8]) throws -> Result<RecordReading, RecordRefusal> {
    let limits = JSONLimits(maximumBytes: 64 << 20, maximumValues: 5_000_000)
    var resources = ResourceCollection()
    resources.add(try JSONDocument.parse(bytes, limits: limits).root)
    return try reader.get().read(resources, RecordReader.Question(asOf: today))
  }

  static let patient = #"{"resourceType":"Patient","id":"p","gender":"female","birthDate":"1960-05-05"}"#
  static let breast =
    #"{"resourceType":"Condition","id":"c","clinicalStatus":{"coding":[{"code":"active"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"254837009"}]},"subject":{"reference":"Patient/p"}}"#
  static let myeloma =
    #"{"resourceType":"Condition","id":"c","clinicalStatus":{"coding":[{"code":"active"}]},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10","code":"C90.0"}]},"subject":{"reference":"Patient/p"},"onsetDateTime":"2020-01"}"#
}

extension RecordReading {
  /// A finding's value in short, `nil` for unknown.
  func value(_ finding: String) -> String? {
    patient.facts.first { $0.finding.text == finding }.map { fact in
      switch fact.value {
      case .flag(let flag): "\(flag)"
      case .code(let code): code.text
      case .codes(let roster):
        roster.members.map(\.text).joined(separator: " ") + roster.absent.map { " −\($0)" }.joined()
          + (roster.isComplete ? "" : " …")
      case .number(let bounds):
        bounds.exact?.description
          ?? "\(bounds.lower.map { "\($0.isIncluded ? "[" : "(")\($0.value)" } ?? "(")…\(bounds.upper.map { "\($0.value)\($0.isIncluded ? "]" : ")")" } ?? ")")"
      }
    }
  }
}
