import HTTP
import JSON
import Knowledge

/// Entries of one kind as they are served: whole, in short for lists, and with what lists are filtered and sorted by.
///
/// What is long is made when it is first asked for: most entries are not, and a start waits for none of them.
/// Classes, since a request that looks at one of their parts is not to copy the others.
final class Collection: Sendable {
  final class Entry: Sendable {
    let id: String
    /// What lists are sorted by; `nil` sorts last.
    let name: String
    let year: Int?
    let participants: Int?
    let phase: Int?
    /// Values by filter.
    let facets: [String: Set<String>]
    /// All its texts in both languages, folded.
    let searchText: Deferred<String>
    let whole: PerLanguage<Deferred<Page>>
    let brief: PerLanguage<[UInt8]>

    init(
      id: String, name: String, year: Int?, participants: Int?, phase: Int?, facets: [String: Set<String>],
      searchText: Deferred<String>, whole: PerLanguage<Deferred<Page>>, brief: PerLanguage<[UInt8]>
    ) {
      (self.id, self.name, self.year, self.participants, self.phase) = (id, name, year, participants, phase)
      (self.facets, self.searchText, self.whole, self.brief) = (facets, searchText, whole, brief)
    }
  }

  /// Where it is served.
  let path: String
  let entries: [Entry]
  /// The filters a list accepts besides `q`, with the values each may have.
  let filters: [(name: String, values: Set<String>)]
  let sortKeys: [String]
  /// The list without a query.
  let first: PerLanguage<Page>
  private let index: [String: Int]

  init(
    path: String, entries: [Entry], filters: [(name: String, values: Set<String>)], sortKeys: [String] = ["name"],
    tags: EntityTags
  ) {
    self.path = path
    self.entries = entries
    self.filters = filters
    self.sortKeys = sortKeys
    index = Dictionary(entries.enumerated().map { ($0.element.id, $0.offset) }) { first, _ in first }
    first = PerLanguage { language in
      Self.page(of: entries, ListQuery(), PageLinks(path: path), tag: tags.tag(for: path, language), language, isKept: true)
    }
  }

  subscript(id: String) -> Entry? {
    index[id].map { entries[$0] }
  }

  /// The part of a list that a query asks for.
  func page(for query: ListQuery, _ links: PageLinks, tag: String, _ language: Language) -> Page {
    Self.page(of: entries(for: query), query, links, tag: tag, language)
  }

  private static func page(
    of found: [Entry], _ query: ListQuery, _ links: PageLinks, tag: String, _ language: Language, isKept: Bool = false
  ) -> Page {
    let shown = found.dropFirst(query.offset).prefix(query.limit)
    var writer = JSONWriter(reserving: 1024 + shown.reduce(0) { $0 + $1.brief[language].count + 1 })
    writer.beginObject()
    writer.name("items")
    writer.beginArray()
    for entry in shown { writer.raw(entry.brief[language]) }
    writer.endArray()
    writer.member("total", found.count)
    writer.member("limit", query.limit)
    writer.member("offset", query.offset)
    writer.endObject()
    return Page(
      writer.bytes, type: "application/json", language: language, entityTag: tag, links: links.field(query, total: found.count),
      isKept: isKept)
  }

  /// The entries a query asks for, in its order.
  private func entries(for query: ListQuery) -> [Entry] {
    var found = entries.filter { entry in
      query.filters.allSatisfy { entry.facets[$0.key]?.contains($0.value) ?? false }
        && query.words.allSatisfy { entry.searchText.value.contains($0) }
    }
    if let sort = query.sort {
      found.sort { sort.precedes($0, $1) ?? ($0.id < $1.id) }
    }
    return found
  }
}

/// What a list is asked for.
struct ListQuery: Sendable {
  /// An order of entries.
  struct Sort: Sendable {
    let key: String
    let isDescending: Bool

    /// Whether one entry comes before the other; `nil`: they are equal in this order.
    func precedes(_ left: Collection.Entry, _ right: Collection.Entry) -> Bool? {
      switch key {
      case "year": order(left.year, right.year)
      case "n": order(left.participants, right.participants)
      case "phase": order(left.phase, right.phase)
      default: order(SearchText.folding(left.name), SearchText.folding(right.name))
      }
    }

    private func order<Value: Comparable>(_ left: Value?, _ right: Value?) -> Bool? {
      switch (left, right) {
      case (let left?, let right?): left == right ? nil : (left < right) != isDescending
      case (_?, nil): true
      case (nil, _?): false
      case (nil, nil): nil
      }
    }
  }

  var filters: [(key: String, value: String)] = []
  var words: [String] = []
  var sort: Sort?
  var limit = 50
  var offset = 0
}
