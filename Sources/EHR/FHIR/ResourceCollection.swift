package import JSON

/// The resources of one call, whatever they came in: a bundle, an array, or values of a CDS Hooks prefetch.
package struct ResourceCollection: Sendable {
  package struct Entry: Sendable {
    package let resource: JSONValue
    package let type: String
    /// How an answer refers to it: `Observation/er-1`, or its full URL when it has no id.
    package let reference: String
    /// The entry that contains it.
    let container: Int?
    let fullURL: String?
  }

  package private(set) var entries: [Entry] = []
  /// Resources that are there in two versions, neither known to be the newer.
  private(set) var disputed: Set<Int> = []
  /// What is no resource, by what it is instead.
  private(set) var malformed: [String] = []
  /// Whether a bundle says that there is more of it elsewhere.
  package private(set) var isPartial = false
  private var index: [String: Int] = [:]

  package init() {}

  /// Adds a resource, what a bundle or `Parameters` hold, or the elements of an array; `null` and outcomes add nothing.
  package mutating func add(_ value: JSONValue) {
    // A list of what is left instead of recursion: bundles may hold bundles.
    var waiting: [(value: JSONValue, fullURL: String?)] = [(value, nil)]
    while let (value, fullURL) = waiting.popLast() {
      switch value.kind {
      case .array: waiting += value.elements.reversed().map { ($0, nil) }
      case .null: break
      case .object: waiting += parts(of: value, fullURL).reversed()
      case .boolean, .number, .string: malformed.append("\(value.kind)")
      }
    }
  }

  /// What a container holds; anything else is an entry itself.
  private mutating func parts(of value: JSONValue, _ fullURL: String?) -> [(JSONValue, String?)] {
    switch value.text("resourceType") {
    case "Bundle":
      if value.list("link")?.contains(where: { $0.text("relation") == "next" }) == true { isPartial = true }
      return value.list("entry").map { entries in
        entries.compactMap { entry in
          guard entry["search"]?.text("mode") != "outcome", entry["request"]?.text("method") != "DELETE" else { return nil }
          guard let resource = entry["resource"] else {
            malformed.append("entry without a resource")
            return nil
          }
          return (resource, entry.text("fullUrl"))
        }
      } ?? []
    case "Parameters": return value.list("parameter").map { $0.compactMap { $0["resource"].map { ($0, nil) } } } ?? []
    case "OperationOutcome": return []
    case let type?:
      append(value, type, fullURL)
      return []
    case nil:
      malformed.append("object without a resourceType")
      return []
    }
  }

  private mutating func append(_ resource: JSONValue, _ type: String, _ fullURL: String?) {
    let id = resource.text("id")
    let reference = id.map { type + "/" + $0 } ?? fullURL ?? "\(type)?entry=\(entries.count)"
    if let known = index[reference] { return settle(known, against: resource, type, reference, fullURL) }
    let position = entries.count
    entries.append(Entry(resource: resource, type: type, reference: reference, container: nil, fullURL: fullURL))
    index[reference] = position
    if let fullURL { index[fullURL] = position }
    for contained in resource.list("contained").map({ Array($0) }) ?? [] {
      guard let type = contained.text("resourceType"), let id = contained.text("id") else { continue }
      let inner = reference + "#" + id
      guard index[inner] == nil else { continue }
      index[inner] = entries.count
      entries.append(Entry(resource: contained, type: type, reference: inner, container: position, fullURL: nil))
    }
  }

  /// One resource twice is one; of two versions the later counts, when they say which that is.
  private mutating func settle(_ known: Int, against resource: JSONValue, _ type: String, _ reference: String, _ fullURL: String?)
  {
    let old = entries[known].resource
    guard old.rawBytes != resource.rawBytes else { return }
    let (before, after) = (old["meta"]?.text("lastUpdated"), resource["meta"]?.text("lastUpdated"))
    guard let before, let after, before != after, let first = RecordDate(before)?.days, let second = RecordDate(after)?.days,
      first.upperBound != second.upperBound
    else {
      disputed.insert(known)
      return
    }
    guard first.upperBound < second.upperBound else { return }
    entries[known] = Entry(resource: resource, type: type, reference: reference, container: nil, fullURL: fullURL)
    disputed.remove(known)
  }

  /// The entry a reference leads to from the entry at `origin`.
  func resolve(_ reference: String, from origin: Int) -> Int? {
    if reference.hasPrefix("#") {
      let container = entries[origin].container ?? origin
      return reference == "#" ? container : index[entries[container].reference + reference]
    }
    // As it is nearly always.
    if let found = index[reference] { return found }
    var plain = reference[...]
    if let history = plain.range(of: "/_history/") { plain = plain[..<history.lowerBound] }
    if let found = index[String(plain)] { return found }
    let parts = plain.split(separator: "/")
    guard plain.contains("://"), parts.count > 3, let found = index[parts.suffix(2).joined(separator: "/")] else { return nil }
    // Another server's resource may have the same id.
    return entries[found].fullURL?.contains("://") == true ? nil : found
  }
}

extension Substring {
  /// The first place of a text in this one.
  fileprivate func range(of text: String) -> Range<Index>? {
    // By bytes: to step by characters costs more than all else of following a reference.
    let wanted = Array(text.utf8)
    var start = startIndex
    while start < endIndex {
      if utf8[start...].starts(with: wanted) { return start..<utf8.index(start, offsetBy: wanted.count) }
      start = utf8.index(after: start)
    }
    return nil
  }
}
