import Clinical
import Decision
import JSON
import Knowledge
import Testing

@testable import Service

/// The cards of worked cases, as a client reads them.
@Suite struct CDSCardTests {
  private static let cases = RealKnowledge.someCases

  private static func recommendation(_ workedCase: WorkedCase) throws -> Recommendation {
    try #require(WorkedCaseRunner(engine: RealKnowledge.engine, today: RealKnowledge.today).recommendation(for: workedCase))
  }

  private static func maker(
    _ language: Language, _ service: HookService = .nextLine, _ hook: Hook = .patientView,
    instance: String = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", url: String? = "https://nextline.example"
  ) -> CardMaker {
    CardMaker(
      knowledge: RealKnowledge.engine.knowledge, language: language,
      call: CardMaker.Call(service: service, hook: hook, hookInstance: instance, patient: "p7", encounter: nil), publicURL: url)
  }

  private static func cards(_ maker: CardMaker, _ recommendation: Recommendation, notes: [Text] = []) throws -> [JSONValue] {
    let hookCase = HookCase(recommendation: recommendation, notes: notes)
    let body = try JSONDocument.parse(HookAnswer([hookCase], orders: nil, maker).body).root
    #expect(nothings(in: try #require(body["cards"])) == [])
    return try #require(body["cards"]?.elementList)
  }

  /// Where a value is null or empty, which only the list of cards may be.
  private static func nothings(in value: JSONValue) -> [String] {
    switch value.kind {
    case .null: [value.pointer]
    case .string: value.string?.isEmpty == true ? [value.pointer] : []
    case .array, .object:
      (value.count == 0 && value.pointer != "/cards" ? [value.pointer] : [])
        + value.elements.flatMap(nothings) + value.members.flatMap { nothings(in: $0.value) }
    case .boolean, .number: []
    }
  }

  @Test(arguments: cases, Language.allCases)
  func `Every card keeps to the specification`(workedCase: WorkedCase, language: Language) throws {
    let cards = try Self.cards(Self.maker(language), Self.recommendation(workedCase), notes: [CardWords.notSent("ecog")])
    #expect(!cards.isEmpty)
    #expect(Set(cards.compactMap { $0["uuid"]?.string }).count == cards.count)
    for card in cards {
      let summary = try #require(card["summary"]?.string)
      #expect(summary.utf16.count < 140 && !summary.contains("\n"), "\(summary)")
      #expect(card["indicator"]?.string == "info")
      #expect(card["source"]?["label"]?.string?.isEmpty == false)
      let detail = try #require(card["detail"]?.string)
      // Every sign that could begin HTML is escaped.
      let signs = Array(detail.utf8)
      #expect(!signs.indices.contains { signs[$0] == UInt8(ascii: "<") && ($0 == 0 || signs[$0 - 1] != UInt8(ascii: "\\")) })
      let suggestions = card["suggestions"]?.elementList ?? []
      #expect(suggestions.isEmpty == (card["selectionBehavior"] == nil))
      #expect(suggestions.count { $0["isRecommended"]?.boolean == true } <= 1)
      #expect(card["links"]?.elementList.allSatisfy { $0["url"]?.string?.hasPrefix("https://nextline.example/") == true } == true)
    }
  }

  @Test(arguments: cases)
  func `A draft is made of each drug of what may be ordered, and of nothing that hangs on an unknown`(workedCase: WorkedCase)
    throws
  {
    let recommendation = try Self.recommendation(workedCase)
    let cards = try Self.cards(Self.maker(.en), recommendation)
    for option in recommendation.options {
      let uuid = Self.maker(.en).uuid(recommendation.disease.id.text, option.regimen.id.text)
      guard let card = cards.first(where: { $0["uuid"]?.string == uuid }) else { continue }
      let suggestions = card["suggestions"]?.elementList ?? []
      guard option.verdict != .conditional, !option.regimen.components.isEmpty else {
        #expect(suggestions.isEmpty)
        continue
      }
      let drafts = try #require(suggestions.first?["actions"]?.elementList.compactMap { $0["resource"] })
      #expect(drafts.count == option.regimen.components.count)
      #expect(drafts.allSatisfy { $0["status"]?.string == "draft" && $0["subject"]?["reference"]?.string == "Patient/p7" })
      #expect((suggestions.first?["isRecommended"]?.boolean == true) == (option.verdict == .recommended))
    }
  }

  @Test(arguments: cases)
  func `The first cards are the first options, in the words of either language`(workedCase: WorkedCase) throws {
    let recommendation = try Self.recommendation(workedCase)
    let (en, ru) = (try Self.cards(Self.maker(.en), recommendation), try Self.cards(Self.maker(.ru), recommendation))
    #expect(en.compactMap { $0["uuid"]?.string } == ru.compactMap { $0["uuid"]?.string })
    let first = try #require(recommendation.options.first)
    let summary = try #require(en.first?["summary"]?.string)
    #expect(
      summary.hasPrefix(first.verdict <= .conditional ? first.regimen.name.en : CardWords.nothingStands.en), "\(summary)")
  }

  @Test func `The same call has the same ids, another call has others`() throws {
    let recommendation = try Self.recommendation(try #require(RealKnowledge.engine.knowledge.cases[WorkedCaseID("case-7")]))
    func ids(_ instance: String) throws -> [String] {
      try Self.cards(Self.maker(.en, instance: instance), recommendation).compactMap { $0["uuid"]?.string }
    }
    let (first, second) = ("d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "e1577c69-dfbe-44ad-ba6d-3e05e953b2ea")
    #expect(try ids(first) == ids(first))
    #expect(try Set(ids(first)).isDisjoint(with: ids(second)))
  }

  @Test func `Without an address of the service there are no links to it`() throws {
    let recommendation = try Self.recommendation(try #require(RealKnowledge.engine.knowledge.cases[WorkedCaseID("case-7")]))
    for card in try Self.cards(Self.maker(.en, url: nil), recommendation) {
      #expect(card["links"] == nil && card["source"]?["url"] == nil)
    }
  }

  // Orders.

  @Test(arguments: cases, Language.allCases)
  func `A drafted regimen is judged as its option is`(workedCase: WorkedCase, language: Language) throws {
    let recommendation = try Self.recommendation(workedCase)
    let maker = Self.maker(language, .orderCheck, .orderSign)
    for verdict in Verdict.allCases {
      guard let option = recommendation.options.first(where: { $0.verdict == verdict && Self.isTold(by: $0, in: recommendation) })
      else { continue }
      let check = OrderCheck(
        maker: maker, recommendation: recommendation, orders: CDSDrafts.orders(of: option.regimen), notes: [])
      let cards = check.cards()
      let expected: [Card.Indicator] =
        switch verdict {
        case .recommended, .alternative: []
        case .conditional: [.info]
        case .notRecommended: [.warning]
        case .contraindicated: [.critical]
        }
      #expect(cards.map(\.indicator) == expected, "\(option.regimen.id)")
      #expect(cards.allSatisfy { $0.summary.utf16.count < 140 && !$0.detail.isEmpty })
      let standing = recommendation.options.filter { $0.verdict <= .alternative && !$0.regimen.components.isEmpty }
      if verdict > .conditional, let card = cards.first {
        #expect(card.suggestions.isEmpty == standing.prefix(3).isEmpty)
        #expect(card.suggestions.count { $0.isRecommended } <= 3)
      }
    }
  }

  /// Whether no other option has the same drugs.
  private static func isTold(
    by option: Recommendation.OptionAssessment, in recommendation: Recommendation
  ) -> Bool {
    let drugs = Set(option.regimen.components.map(\.drug))
    guard !drugs.isEmpty else { return false }
    return !recommendation.options.contains { other in
      guard other.regimen.id != option.regimen.id, other.regimen.components.count == drugs.count else { return false }
      return other.regimen.components.allSatisfy { component in
        !drugs.isDisjoint(with: [component.drug] + component.alternatives)
      }
    }
  }
}
