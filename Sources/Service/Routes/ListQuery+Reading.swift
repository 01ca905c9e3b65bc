import HTTP
import Knowledge

/// A query parameter that cannot be used.
struct QueryError: Error {
  let message: String
}

extension Query {
  /// Refuses parameters other than these, and those that are there twice.
  func allowOnly(_ names: [String]) throws(QueryError) {
    var seen: Set<String> = []
    for (name, _) in self {
      guard names.contains(name) else { throw QueryError(unknown: name, among: names) }
      guard seen.insert(name).inserted else { throw QueryError(message: "parameter `\(name)` is there twice") }
    }
  }
}

extension QueryError {
  /// A parameter that a resource does not have.
  fileprivate init(unknown name: String, among known: [String]) {
    let suggestion = Spelling.nearest(to: name, among: known).map { "; did you mean `\($0)`?" }
    let others = known.isEmpty ? "; there is none" : "; one of \(known.joined(separator: ", "))"
    self.init(message: "unknown parameter `\(name)`\(suggestion ?? others)")
  }
}

extension ListQuery {
  /// Reads a list's query; a parameter or value that is not understood is an error, never ignored.
  init(_ query: Query, of collection: Collection) throws(QueryError) {
    self.init()
    var seen: Set<String> = []
    for (name, value) in query {
      guard seen.insert(name).inserted else { throw QueryError(message: "parameter `\(name)` is there twice") }
      switch name {
      case "lang": break
      case "q": words = SearchText.folding(value).split(separator: " ").map(String.init)
      case "limit": limit = try Self.number(name, value, within: 1...200)
      case "offset": offset = try Self.number(name, value, within: 0...1_000_000)
      case "sort": sort = try Self.sort(value, keys: collection.sortKeys)
      default: filters.append(try Self.filter(name, value, among: collection.filters))
      }
    }
  }

  private static func number(_ name: String, _ value: String, within range: ClosedRange<Int>) throws(QueryError) -> Int {
    guard !value.isEmpty, value.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(value), range.contains(number)
    else {
      throw QueryError(message: "`\(name)` is a number from \(range.lowerBound) to \(range.upperBound), not `\(value)`")
    }
    return number
  }

  private static func sort(_ value: String, keys: [String]) throws(QueryError) -> Sort {
    let isDescending = value.hasPrefix("-")
    let key = isDescending ? String(value.dropFirst()) : value
    guard keys.contains(key) else {
      throw QueryError(message: "`sort` is one of \(keys.joined(separator: ", ")), with `-` before it to descend, not `\(value)`")
    }
    return Sort(key: key, isDescending: isDescending)
  }

  private static func filter(
    _ name: String, _ value: String, among filters: [(name: String, values: Set<String>)]
  ) throws(QueryError) -> (key: String, value: String) {
    let known = filters.map(\.name) + ["q", "sort", "limit", "offset", "lang"]
    guard let filter = filters.first(where: { $0.name == name }) else {
      throw QueryError(unknown: name, among: known)
    }
    guard filter.values.contains(value) else {
      let suggestion = Spelling.nearest(to: value, among: filter.values.sorted()).map { "; did you mean `\($0)`?" } ?? ""
      throw QueryError(message: "unknown \(name) `\(value)`\(suggestion)")
    }
    return (name, value)
  }
}
