import Clinical
import Decision
import JSON
import Knowledge
import Testing

@testable import Service

@Suite struct SampleAnswerTests {
  @Test(arguments: Language.allCases, DetailLevel.allCases)
  func `The same case has the same bytes, whatever the order of members`(language: Language, detail: DetailLevel) throws {
    let bytes = try SampleService.answer(SampleService.standard, language, detail).get().json()
    #expect(try SampleService.answer(SampleService.standard, language, detail).get().json() == bytes)
    #expect(try SampleService.answer(SampleService.standardReordered, language, detail).get().json() == bytes)
  }

  @Test func `An answer says what the contract promises`() throws {
    let answer = try SampleService.json(SampleService.standard)
    #expect(
      answer.members.map(\.name) == [
        "knowledgeBase", "disease", "context", "assessment", "options", "missingInformation", "notices", "disclaimer",
      ])
    #expect(answer["context"]?["asOf"]?.string == "2026-07-01")
    #expect(answer["assessment"]?["nextLine"]?.number?.integer == 2)
    let first = try #require(answer["options"]?.elementList.first)
    #expect(first["regimen"]?["id"]?.string == "zeta-epsi")
    #expect(first["verdict"]?.string == "recommended")
    #expect(first["verify"]?.elementList.compactMap(\.string) == ["ecog"])
    #expect(first["cautions"]?.elementList.compactMap { $0["id"]?.string } == ["stomatitis", "hyperglycaemia"])
    #expect(
      first["evidence"]?.elementList.first?["text"]?.string == "7.80 (6.9–8.5) vs ≈3.2 months; HR 0.45 (0.38–0.54); p<0.0001")
    #expect(first["evidence"]?.elementList.first?["discrepancies"]?.elementList.compactMap(\.string) == ["d01"])
  }

  @Test func `Numbers and texts are those of the language`() throws {
    let answer = try SampleService.json(SampleService.standard, .ru)
    let first = try #require(answer["options"]?.elementList.first)
    #expect(first["regimen"]?["name"]?.string == "Зеталимус + эпсиместан")
    #expect(
      first["evidence"]?.elementList.first?["text"]?.string == "7,80 (6,9–8,5) против ≈3,2 мес; ОР 0,45 (0,38–0,54); p<0,0001")
    #expect(answer["disclaimer"]?.string == "Вымышленная болезнь для тестов, не медицинский совет.")
  }

  @Test(arguments: DetailLevel.allCases)
  func `Both languages have one structure`(detail: DetailLevel) throws {
    let (en, ru) = (
      try SampleService.json(SampleService.standard, .en, detail), try SampleService.json(SampleService.standard, .ru, detail)
    )
    #expect(shape(en) == shape(ru))
  }

  @Test func `A name the knowledge does not have is reported with its place`() throws {
    let notices = try #require(try SampleService.json(SampleService.standard)["notices"]?.elementList)
    #expect(notices.compactMap { $0["id"]?.string } == ["always", "not-considered"])
    #expect(notices.last?["pointer"]?.string == "/medications/0")
    #expect(notices.last?["text"]?.string?.contains("aspirin") == true)
  }

  @Test func `A detail leaves out and changes nothing else`() throws {
    let full = try SampleService.json(SampleService.standard, .en, .full)
    let decisive = try SampleService.json(SampleService.standard, .en, .decisive)
    let summary = try SampleService.json(SampleService.standard, .en, .summary)
    for (index, option) in try #require(full["options"]?.elementList).enumerated() {
      let brief = try #require(summary["options"]?.elementList[index])
      let some = try #require(decisive["options"]?.elementList[index])
      let left = Set(["criteria", "evidence", "guidelines"])
      #expect(brief.members.map(\.name) == option.members.map(\.name).filter { !left.contains($0) })
      for member in brief.members { #expect(Array(member.value.rawBytes) == option[member.name].map { Array($0.rawBytes) }) }
      let criteria = try #require(option["criteria"]?.elementList).filter { $0["decisive"]?.boolean == true }
      #expect(some["criteria"]?.elementList.map { Array($0.rawBytes) } == criteria.map { Array($0.rawBytes) })
      #expect(!criteria.isEmpty)
    }
    #expect(summary["missingInformation"].map { Array($0.rawBytes) } == full["missingInformation"].map { Array($0.rawBytes) })
  }

  @Test func `Unknown criteria name what is missing, and known ones their facts`() throws {
    let options = try #require(try SampleService.json(SampleService.standard)["options"]?.elementList)
    for criterion in options.flatMap({ $0["criteria"]?.elementList ?? [] }) {
      let isUnknown = criterion["result"]?.string == "unknown"
      #expect((criterion["missing"]?.count ?? 0 > 0) == isUnknown, "\(criterion["id"]?.string ?? "")")
      #expect(criterion["because"]?.string?.isEmpty == false)
    }
  }

  @Test(arguments: Language.allCases)
  func `The text names every option, what is missing and the disclaimer`(language: Language) throws {
    let text = try SampleService.answer(SampleService.standard, language).get().text()
    let knowledge = try SampleService.engine.get().knowledge
    for id in ["zeta-epsi", "gamma-weekly", "delta-3w", "eta-alone", "beta-alpha"] {
      #expect(text.contains(try #require(knowledge.regimens[RegimenID(id)]).name[language]))
    }
    #expect(text.contains(try #require(knowledge.vocabulary[FindingID("pregnant")]).label[language]))
    #expect(text.contains("aspirin"))
    #expect(text.hasSuffix(knowledge.disclaimer[language] + "\n"))
  }

  @Test func `Malformed JSON is told from an invalid case by its faults`() throws {
    guard case .failure(let errors) = try SampleService.answer(#"{"disease":}"#) else {
      Issue.record("malformed JSON was answered")
      return
    }
    #expect(errors.diagnostics.map(\.pointer) == ["/disease"])
  }

  /// A value without its texts.
  private func shape(_ value: JSONValue) -> String {
    switch value.kind {
    case .object: "{" + value.members.map { "\($0.name):" + shape($0.value) }.joined(separator: ",") + "}"
    case .array: "[" + value.elements.map(shape).joined(separator: ",") + "]"
    case .string: "text"
    default: String(decoding: value.rawBytes, as: UTF8.self)
    }
  }
}
