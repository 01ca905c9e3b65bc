import JSON
import Knowledge

/// Entries of one kind as they are served: whole, in short for lists, and with what lists are filtered and sorted by.
struct Collection: Sendable {
  struct Entry: Sendable {
    let id: String
    /// What lists are sorted by; `nil` sorts last.
    let name: String
    let year: Int?
    let participants: Int?
    let phase: Int?
    /// Values by filter.
    let facets: [String: Set<String>]
    /// All its texts in both languages, folded.
    let searchText: String
    let whole: [Language: [UInt8]]
    let brief: [Language: [UInt8]]
  }

  let entries: [Entry]
  /// The filters a list accepts besides `q`, with the values each may have.
  let filters: [(name: String, values: Set<String>)]
  let sortKeys: [String]
  private let index: [String: Int]

  init(entries: [Entry], filters: [(name: String, values: Set<String>)], sortKeys: [String] = ["name"]) {
    self.entries = entries
    self.filters = filters
    self.sortKeys = sortKeys
    index = Dictionary(entries.enumerated().map { ($0.element.id, $0.offset) }) { first, _ in first }
  }

  subscript(id: String) -> Entry? {
    index[id].map { entries[$0] }
  }

  /// The entries a query asks for, in its order.
  func entries(for query: ListQuery) -> [Entry] {
    var found = entries.filter { entry in
      query.filters.allSatisfy { entry.facets[$0.key]?.contains($0.value) ?? false }
        && query.words.allSatisfy { entry.searchText.contains($0) }
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
