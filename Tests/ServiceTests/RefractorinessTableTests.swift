import Clinical
import Foundation
import JSON
import Knowledge
import Testing

@testable import Decision
@testable import Service

/// Every combination of refractory drugs, given as records of therapy through the reader of requests.
@Suite struct RefractorinessTableTests {
  struct Row: Decodable, CustomTestStringConvertible, Sendable {
    let refractory: [String]
    let label: String
    let tripleClass: Bool
    /// The column's definition or the gap's step; `nil`: neither.
    let column: String?

    var testDescription: String { refractory.isEmpty ? "nothing" : refractory.joined(separator: " + ") }

    static let all: [Row] = {
      guard let url = Bundle.module.url(forResource: "Data/Refractoriness/table", withExtension: "json"),
        let data = try? Data(contentsOf: url), let rows = try? JSONDecoder().decode([Row].self, from: data)
      else { preconditionFailure("the table cannot be read") }
      return rows
    }()
  }

  /// One line a drug, each with progression; what is not refractory was never given.
  static func body(_ drugs: [String]) -> String {
    let lines = drugs.enumerated().map { index, drug in
      let setting = index == 0 ? "induction" : "relapse"
      return #"{"setting": "\#(setting)", "line": \#(index + 1), "drugs": ["\#(drug)"], "outcome": "progressed-on-therapy"}"#
    }
    return #"""
      {"disease": "multiple-myeloma", "findings": {"secondaryPlasmaCellLeukemia": false, "extramedullaryDisease": false},
       "priorTherapies": [\#(lines.joined(separator: ", "))]}
      """#
  }

  @Test func `The table has all combinations of three and three drugs and an antibody`() {
    #expect(Row.all.count == 128)
    #expect(Set(Row.all.map { Set($0.refractory) }).count == 128)
  }

  @Test(arguments: Row.all)
  func `Level, modern flag and column follow from the records`(row: Row) throws {
    let document = try JSONDocument.parse(Array(Self.body(row.refractory).utf8))
    let request = try RealKnowledge.reader.read(document.root).get()
    let recommendation = try #require(RealKnowledge.engine.recommend(request.patient, context: request.context))
    let assessment = try #require(recommendation.refractoriness)
    #expect(assessment.level.value?.id == row.label)
    #expect(assessment.tripleClass == Truth(row.tripleClass))
    #expect(Set(assessment.drugs.filter { $0.truth == .holds && $0.isCounted }.map(\.drug.id.text)) == Set(row.refractory))
    let places = recommendation.derivedFacts.filter { $0.definition.id.text.hasPrefix("column-") }
    let gaps = recommendation.steps.filter { ["g3", "g4", "g6"].contains($0.step.id) }
    let holding =
      places.filter { $0.truth == .holds }.map(\.definition.id.text) + gaps.filter { $0.truth == .holds }.map(\.step.id)
    #expect(holding == [row.column].compactMap { $0 })
  }
}
