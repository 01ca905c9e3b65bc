package import JSON

/// The resources of one call, whatever they came in: a bundle, an array, or values of a CDS Hooks prefetch.
package struct ResourceCollection: Sendable {
  package struct Entry: Sendable {
    let content: Resource
    let type: ResourceType
    /// The entry that contains it.
    let container: Int?
    /// A string.
    let fullURL: JSONValue?
    /// How an answer refers to it where that is not by its type and id.
    fileprivate let ownReference: String?

    package var resource: JSONValue { content.value }

    /// The type as it is written.
    var typeName: String { type.name ?? content.text(.resourceType) ?? "" }

    /// How an answer refers to it: `Observation/er-1`, or its full URL when it has no id. Made anew each time.
    package var reference: String {
      ownReference ?? content.path(.resourceType, .id) ?? ""
    }
  }

  package private(set) var entries: [Entry] = []
  /// Resources that are there in two versions, neither known to be the newer.
  private(set) var disputed: Set<Int> = []
  /// What is no resource, by what it is instead.
  private(set) var malformed: [String] = []
  /// Whether a bundle says that there is more of it elsewhere.
  package private(set) var isPartial = false
  /// The entries by their references and full URLs.
  private var index = NameTable.forNamesFromOutside()
  private var types = LastElement<ResourceType?>()
  private static let typeTable = NameTable(ResourceType.allCases.map(\.rawValue))
  private static let entryNames = JSONFieldNames(["search", "request", "resource", "fullUrl"])

  package init() {}

  /// What is left of an array, a bundle or `Parameters`.
  private struct Rest {
    var elements: JSONElements.Iterator
    let holder: ResourceType?
  }

  /// Adds a resource, what a bundle or `Parameters` hold, or the elements of an array; `null` and outcomes add nothing.
  package mutating func add(_ value: JSONValue) {
    // Those that are not at their end, the innermost last, instead of recursion: bundles may hold bundles.
    var open: [Rest] = []
    add(value, fullURL: nil, &open)
    while let last = open.indices.last {
      guard let element = open[last].elements.next() else {
        open.removeLast()
        continue
      }
      switch open[last].holder {
      case .bundle: addEntry(element, &open)
      case .parameters: if let resource = element.member("resource") { add(resource, fullURL: nil, &open) }
      default: add(element, fullURL: nil, &open)
      }
    }
  }

  private mutating func addEntry(_ entry: consuming JSONValue, _ open: inout [Rest]) {
    let fields = JSONFields(of: entry, Self.entryNames)
    if fields.has(0), fields[0]?.text("mode") == "outcome" { return }
    if fields.has(1), fields[1]?.text("method") == "DELETE" { return }
    guard let resource = fields[2] else { return malformed.append("entry without a resource") }
    add(resource, fullURL: fields.isString(3) ? fields[3] : nil, &open)
  }

  private mutating func add(_ value: consuming JSONValue, fullURL: consuming JSONValue?, _ open: inout [Rest]) {
    switch value.kind {
    case .object: addObject(Resource(value), fullURL, &open)
    case .array: open.append(Rest(elements: value.elements.makeIterator(), holder: nil))
    case .null: break
    case .boolean, .number, .string: malformed.append("\(value.kind)")
    }
  }

  /// Opens what holds others; anything else is an entry itself.
  private mutating func addObject(_ resource: consuming Resource, _ fullURL: consuming JSONValue?, _ open: inout [Rest]) {
    switch type(of: resource) {
    case .bundle:
      let value = resource.value
      if value.list("link").contains(where: { $0.text("relation") == "next" }) { isPartial = true }
      let entries = value.list("entry")
      reserve(entries.count)
      open.append(Rest(elements: entries.makeIterator(), holder: .bundle))
    case .parameters: open.append(Rest(elements: resource.value.list("parameter").makeIterator(), holder: .parameters))
    case .operationOutcome: break
    case let type?: append(resource, type, fullURL)
    case nil: malformed.append("object without a resourceType")
    }
  }

  /// Makes room for entries that come with a bundle. Not where there are more already: many small bundles would be copied
  /// again and again. Nor for more than a record mostly has: they may be no resources, but numbers, which take two bytes.
  private mutating func reserve(_ announced: Int) {
    let added = min(announced, 1 << 10)
    guard added > entries.count else { return }
    entries.reserveCapacity(entries.count + added)
    index.reserve(2 * added)
  }

  private mutating func type(of resource: Resource) -> ResourceType? {
    types.value(of: .resourceType, in: resource) { written in
      if let place = written.place(in: Self.typeTable) { return ResourceType.allCases[place] }
      return written.string.map { $0.hasPrefix("Medication") ? .otherMedication : .other }
    } ?? nil
  }

  private mutating func append(_ resource: consuming Resource, _ type: ResourceType, _ fullURL: consuming JSONValue?) {
    let position = entries.count
    var ownReference: String?
    let known: Int
    if let place = resource.place(of: .resourceType, .id, in: &index, orElse: position) {
      known = place
    } else {
      let reference = fullURL?.string ?? "\(resource.text(.resourceType) ?? "")?entry=\(position)"
      known = index.place(of: reference, orElse: position)
      ownReference = reference
    }
    guard known == position else {
      let entry = Entry(content: resource, type: type, container: nil, fullURL: fullURL, ownReference: ownReference)
      return settle(known, against: entry)
    }
    if let fullURL { index.setPlace(position, ofTextOf: fullURL) }
    let contained = resource[.contained]
    entries.append(Entry(content: resource, type: type, container: nil, fullURL: fullURL, ownReference: ownReference))
    guard let contained else { return }
    let reference = entries[position].reference
    for contained in contained.elements {
      let inner = Resource(contained)
      guard let type = self.type(of: inner), let id = inner.text(.id) else { continue }
      let name = reference + "#" + id
      guard index.place(of: name, orElse: entries.count) == entries.count else { continue }
      entries.append(Entry(content: inner, type: type, container: position, fullURL: nil, ownReference: name))
    }
  }

  /// One resource twice is one; of two versions the later counts, when they say which that is.
  private mutating func settle(_ known: Int, against newer: Entry) {
    let (old, resource) = (entries[known].resource, newer.resource)
    guard !old.isWritten(as: resource) else { return }
    let (before, after) = (old.member("meta")?.text("lastUpdated"), resource.member("meta")?.text("lastUpdated"))
    guard let before, let after, before != after, let first = RecordDate(before)?.days, let second = RecordDate(after)?.days,
      first.upperBound != second.upperBound
    else {
      disputed.insert(known)
      return
    }
    guard first.upperBound < second.upperBound else { return }
    entries[known] = newer
    disputed.remove(known)
  }

  /// How an answer refers to entries, to each once, in their order.
  func references(to positions: [Int]) -> [String] {
    // Nearly always they are in their order already.
    let isAscending = zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 }
    return (isAscending ? positions : positions.distinct).map { entries[$0].reference }
  }

  /// The entry a reference leads to from the entry at `origin`.
  func resolve(_ reference: String, from origin: Int) -> Int? {
    if reference.hasPrefix("#") {
      let container = entries[origin].container ?? origin
      return reference == "#" ? container : index.place(of: entries[container].reference + reference)
    }
    // As it is nearly always.
    if let found = index.place(of: reference) { return found }
    var plain = reference[...]
    if let history = plain.range(of: "/_history/") { plain = plain[..<history.lowerBound] }
    if let found = index.place(of: String(plain)) { return found }
    let parts = plain.split(separator: "/")
    guard plain.contains("://"), parts.count > 3, let found = index.place(of: parts.suffix(2).joined(separator: "/")) else {
      return nil
    }
    // Another server's resource may have the same id.
    return entries[found].fullURL?.string?.contains("://") == true ? nil : found
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
