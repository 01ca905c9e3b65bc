import Clinical
import Foundation
import JSON
import Testing

@testable import Decision
@testable import Knowledge
@testable import Service

/// The knowledge at the package's root, loaded once.
enum RealKnowledge {
  static let directory = KnowledgeDirectory(
    path: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Resources").path)

  static let engine: DecisionEngine = {
    guard let files = try? directory.files(), let knowledge = KnowledgeLoader.load(files).knowledge
    else { preconditionFailure("the knowledge does not load: run nextline check") }
    return DecisionEngine(knowledge: knowledge)
  }()

  static let today = CalendarDate("2026-01-15")!

  static var reader: RequestReader { RequestReader(engine: engine, today: today) }

  /// Some of the worked cases: a release build is asked about all of them from end to end.
  static let someCases = engine.knowledge.cases.entries.enumerated().filter { $0.offset % 5 == 0 }.map(\.element)

  /// A worked case's request.
  static func request(_ id: String) throws -> RecommendRequest {
    let workedCase = try #require(engine.knowledge.cases[WorkedCaseID(id)])
    return try reader.read(workedCase.input.value).get()
  }
}

extension WorkedCase: CustomTestStringConvertible {
  /// Names the case in a failure.
  public var testDescription: String { id.text }
}
