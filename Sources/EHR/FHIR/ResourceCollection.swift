package import JSON

/// The resources of one call, whatever they came in: a bundle, an array, or values of a CDS Hooks prefetch.
package struct ResourceCollection: Sendable {
  package struct Entry: Sendable {
    let content: Resource
    package let type: String
    /// How an answer refers to it: `Observation/er-1`, or its full URL when it has no id.
    package let reference: String
    /// The entry that contains it.
    let container: Int?
    /// A string.
    let fullURL: JSONValue?

    package var resource: JSONValue { content.value }
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
  /// Types of resources, of which each would be a string of its own otherwise.
  private static let types = [
    "Observation", "Condition", "MedicationAdministration", "MedicationRequest", "MedicationStatement", "Procedure", "Bundle",
  ]
  private static let typeTable = NameTable(types)
  private static let entryNames = JSONFieldNames(["search", "request", "resource", "fullUrl"])

  package init() {}

  /// Adds a resource, what a bundle or `Parameters` hold, or the elements of an array; `null` and outcomes add nothing.
  package mutating func add(_ value: JSONValue) {
    // What is left, the first last, instead of recursion: bundles may hold bundles.
    var waiting: [Part] = [(value, nil)]
    while let (value, fullURL) = waiting.popLast() {
      let others = waiting.count
      switch value.kind {
      case .array: for element in value.elements { waiting.append((element, nil)) }
      case .null: break
      case .object: addObject(value, fullURL, &waiting)
      case .boolean, .number, .string: malformed.append("\(value.kind)")
      }
      var (first, last) = (others, waiting.count - 1)
      while first < last {
        waiting.swapAt(first, last)
        (first, last) = (first + 1, last - 1)
      }
    }
  }

  private typealias Part = (value: JSONValue, fullURL: JSONValue?)

  /// Adds what a container holds to what is waiting; anything else is an entry itself.
  private mutating func addObject(_ value: JSONValue, _ fullURL: JSONValue?, _ waiting: inout [Part]) {
    let resource = Resource(value)
    switch Self.type(of: resource) {
    case "Bundle":
      if value.list("link").contains(where: { $0.text("relation") == "next" }) { isPartial = true }
      let others = waiting.count
      for entry in value.list("entry") {
        let fields = JSONFields(of: entry, Self.entryNames)
        guard fields[0]?.text("mode") != "outcome", fields[1]?.text("method") != "DELETE" else { continue }
        guard let resource = fields[2] else {
          malformed.append("entry without a resource")
          continue
        }
        let fullURL = fields[3]
        waiting.append((resource, fullURL?.kind == .string ? fullURL : nil))
      }
      // By as many as there are at least, or many small bundles would be copied again and again.
      let added = waiting.count - others
      if added > entries.count { entries.reserveCapacity(entries.count + added) }
    case "Parameters":
      for parameter in value.list("parameter") {
        if let resource = parameter.member("resource") { waiting.append((resource, nil)) }
      }
    case "OperationOutcome": break
    case let type?: append(resource, type, fullURL)
    case nil: malformed.append("object without a resourceType")
    }
  }

  private static func type(of resource: Resource) -> String? {
    guard let type = resource[.resourceType] else { return nil }
    return type.place(in: typeTable).map { types[$0] } ?? type.string
  }

  private mutating func append(_ resource: Resource, _ type: String, _ fullURL: JSONValue?) {
    let position = entries.count
    let reference =
      resource[.id]?.string.map { Self.reference(type, $0) } ?? fullURL?.string ?? "\(type)?entry=\(position)"
    let known = index.place(of: reference, orElse: position)
    guard known == position else { return settle(known, against: resource, type, reference, fullURL) }
    entries.append(Entry(content: resource, type: type, reference: reference, container: nil, fullURL: fullURL))
    if let fullURL { index.setPlace(position, ofTextOf: fullURL) }
    guard let contained = resource[.contained] else { return }
    for contained in contained.elements {
      guard let type = contained.text("resourceType"), let id = contained.text("id") else { continue }
      let inner = reference + "#" + id
      guard index.place(of: inner, orElse: entries.count) == entries.count else { continue }
      entries.append(Entry(content: Resource(contained), type: type, reference: inner, container: position, fullURL: nil))
    }
  }

  private static func reference(_ type: String, _ id: String) -> String {
    // SAFETY: as many bytes are written as there is room for. Made in one piece: a record has as many as resources.
    unsafe String(unsafeUninitializedCapacity: type.utf8.count + 1 + id.utf8.count) { bytes in
      var end = unsafe bytes.initialize(fromContentsOf: type.utf8)
      unsafe bytes.initializeElement(at: end, to: UInt8(ascii: "/"))
      end = unsafe bytes[(end + 1)...].initialize(fromContentsOf: id.utf8)
      return end
    }
  }

  /// One resource twice is one; of two versions the later counts, when they say which that is.
  private mutating func settle(
    _ known: Int, against newer: Resource, _ type: String, _ reference: String, _ fullURL: JSONValue?
  ) {
    let (old, resource) = (entries[known].resource, newer.value)
    guard !old.isWritten(as: resource) else { return }
    let (before, after) = (old.member("meta")?.text("lastUpdated"), resource.member("meta")?.text("lastUpdated"))
    guard let before, let after, before != after, let first = RecordDate(before)?.days, let second = RecordDate(after)?.days,
      first.upperBound != second.upperBound
    else {
      disputed.insert(known)
      return
    }
    guard first.upperBound < second.upperBound else { return }
    entries[known] = Entry(content: newer, type: type, reference: reference, container: nil, fullURL: fullURL)
    disputed.remove(known)
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
