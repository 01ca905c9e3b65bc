import Decision
import EHR
import JSON
import Knowledge

/// The answer to one call: its cards as JSON, with their ids.
struct HookAnswer {
  let body: [UInt8]
  let cards: [String]

  /// No guidance.
  static let none = HookAnswer([], reasons: [])

  init(_ cards: [(card: Card, source: CardSource)], reasons: [OverrideReason.Coding]) {
    var writer = JSONWriter(reserving: cards.isEmpty ? 16 : 1 << 15)
    writer.beginObject()
    writer.name("cards")
    writer.beginArray()
    for (card, source) in cards { writer.write(card, from: source, reasons) }
    writer.endArray()
    writer.endObject()
    body = writer.bytes
    self.cards = cards.map(\.card.uuid)
  }
}

extension HookAnswer {
  /// Says that the conditions were too few to tell whether there is anything to say.
  init(undecided maker: CardMaker) {
    let card = Card(
      uuid: maker.uuid("undecided"), summary: CardText.summary(CardWords.incompleteConditions[maker.language]), detail: "",
      indicator: .info, suggestions: [], canBeOverridden: false, links: [])
    self.init([(card, maker.source(nil))], reasons: [])
  }

  /// The cards of each case; `orders`: what is drafted, for the hooks on orders.
  init(_ cases: [HookCase], orders: DraftOrders?, _ maker: CardMaker) {
    var cards: [(Card, CardSource)] = []
    for hookCase in cases {
      let recommendation = hookCase.recommendation
      let made =
        orders.map { OrderCheck(maker: maker, recommendation: recommendation, orders: $0, notes: hookCase.notes).cards() }
        ?? NextLineCards(maker: maker).cards(for: hookCase)
      let source = maker.source(recommendation.disease)
      cards += made.map { ($0, source) }
    }
    self.init(cards, reasons: OverrideReason.codings(maker.language))
  }
}
