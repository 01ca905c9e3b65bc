import Clinical
import Foundation
import JSON
import Knowledge
import Testing

@testable import Decision
@testable import Service

@Suite struct AnswerTests {
  private func answer(_ body: String, _ language: Language = .en, _ detail: DetailLevel = .full) throws -> [UInt8] {
    try CaseAnswer.answer(
      Array(body.utf8), engine: RealKnowledge.engine, language: language, detail: detail, today: RealKnowledge.today
    ).get().json()
  }

  private func input(_ id: String) throws -> String {
    let workedCase = try #require(RealKnowledge.engine.knowledge.cases[WorkedCaseID(id)])
    return String(decoding: workedCase.input.value.rawBytes, as: UTF8.self)
  }

  /// The members of every object of a value, in reverse.
  private func reversed(_ value: JSONValue) -> String {
    switch value.kind {
    case .object:
      let members = value.members.map { "\"\($0.name)\":" + reversed($0.value) }
      return "{" + members.reversed().joined(separator: ",") + "}"
    case .array: return "[" + value.elements.map(reversed).joined(separator: ",") + "]"
    default: return String(decoding: value.rawBytes, as: UTF8.self)
    }
  }

  @Test(arguments: Language.allCases, DetailLevel.allCases)
  func `The order of members changes no byte`(language: Language, detail: DetailLevel) throws {
    let body = try input("case-7")
    let other = reversed(try JSONDocument.parse(Array(body.utf8)).root)
    #expect(body != other)
    #expect(try answer(body, language, detail) == answer(other, language, detail))
  }

  @Test(arguments: RealKnowledge.someCases)
  func `Both languages say the same`(workedCase: WorkedCase) throws {
    let en = try JSONDocument.parse(answer(input(workedCase.id.text), .en)).root
    let ru = try JSONDocument.parse(answer(input(workedCase.id.text), .ru)).root
    #expect(shape(en) == shape(ru))
  }

  /// An answer without its texts.
  private func shape(_ value: JSONValue) -> String {
    switch value.kind {
    case .object: "{" + value.members.map { "\($0.name):" + shape($0.value) }.joined(separator: ",") + "}"
    case .array: "[" + value.elements.map(shape).joined(separator: ",") + "]"
    case .string: "text"
    default: String(decoding: value.rawBytes, as: UTF8.self)
    }
  }

  @Test(arguments: RealKnowledge.someCases)
  func `Every fact of an answer is in the request, at its pointer`(workedCase: WorkedCase) throws {
    let request = workedCase.input.value
    let answer = try JSONDocument.parse(answer(input(workedCase.id.text))).root
    for option in answer["options"]?.elementList ?? [] {
      for criterion in option["criteria"]?.elementList ?? [] {
        for fact in criterion["facts"]?.elementList ?? [] {
          let pointer = try #require(fact["pointer"]?.string)
          let stated = try #require(request.value(at: pointer), "\(pointer)")
          guard !pointer.hasPrefix("/priorTherapies"), let value = fact["value"], value.kind != .array else { continue }
          #expect(value.rawBytes.elementsEqual(stated.rawBytes), "\(pointer)")
        }
        #expect(criterion["sources"]?.count ?? 0 > 0)
      }
    }
  }

  @Test func `A summary has neither criteria nor evidence, a decisive answer only what decided`() throws {
    let summary = try JSONDocument.parse(answer(input("case-7"), .en, .summary)).root
    let decisive = try JSONDocument.parse(answer(input("case-7"), .en, .decisive)).root
    for option in summary["options"]?.elementList ?? [] {
      #expect(option["criteria"] == nil && option["evidence"] == nil && option["verdict"] != nil)
    }
    for option in decisive["options"]?.elementList ?? [] {
      let criteria = try #require(option["criteria"]?.elementList)
      #expect(!criteria.isEmpty && criteria.allSatisfy { $0["decisive"]?.boolean == true })
    }
  }

  @Test(arguments: Language.allCases)
  func `The text for a person names every option and ends with the disclaimer`(language: Language) throws {
    let request = try RealKnowledge.request("case-7")
    let engine = RealKnowledge.engine
    let recommendation = try #require(engine.recommend(request.patient, context: request.context))
    let text = TextAnswer(knowledge: engine.knowledge, language: language).text(of: recommendation, to: request)
    for option in recommendation.options { #expect(text.contains("\(option.rank). \(option.regimen.name[language])")) }
    #expect(text.hasSuffix(engine.knowledge.disclaimer[language] + "\n"))
  }
}
