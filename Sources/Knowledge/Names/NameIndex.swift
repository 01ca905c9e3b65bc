package import JSON

/// Finds things by the names people write: any case, Latin letters among Cyrillic ones, Russian case endings.
package struct NameIndex<ID: Hashable & Comparable & Sendable>: Sendable {
  /// What a name comes to.
  package enum Match: Sendable, Equatable {
    case one(ID)
    /// Never guessed between; in the order of ids. A single letter comes to this even when one name begins with it.
    case several([ID])
    case none
  }

  /// Names as they were written: most are asked for so, and folding is slow.
  private let written: NameTable
  /// What each comes to, by its place there.
  private let matches: [Match]
  private let exact: [String: Set<ID>]
  private let stems: [String: Set<ID>]
  /// The names as written, to suggest from.
  private let names: [(name: String, id: ID)]

  init(_ entries: [(id: ID, names: [String])]) {
    names = entries.flatMap { entry in entry.names.map { ($0, entry.id) } }
    let folded = names.map { FoldedName.folding($0.name) }
    var (exact, stems): ([String: Set<ID>], [String: Set<ID>]) = ([:], [:])
    for ((name, id), folded) in zip(names, folded) {
      exact[folded, default: []].insert(id)
      if let stem = FoldedName.stem(name) { stems[stem, default: []].insert(id) }
    }
    written = NameTable(names.map(\.name))
    matches = folded.map { exact[$0].map(Self.match) ?? .none }
    (self.exact, self.stems) = (exact, stems)
  }

  package subscript(name name: String) -> Match {
    if let place = written.place(of: name) { return matches[place] }
    let folded = FoldedName.folding(name)
    guard !folded.isEmpty else { return .none }
    if let ids = exact[folded] { return Self.match(ids) }
    if let stem = FoldedName.stem(name), let ids = stems[stem] { return Self.match(ids) }
    guard folded.count == 1 else { return .none }
    let initials = Set(names.filter { FoldedName.folding($0.name).hasPrefix(folded) }.map(\.id))
    return initials.isEmpty ? .none : .several(initials.sorted())
  }

  /// The one thing that a string of a document names as the knowledge writes it; `nil`: ask with the name.
  package subscript(written value: JSONValue) -> ID? {
    guard let place = value.place(in: written), case .one(let id) = matches[place] else { return nil }
    return id
  }

  /// The id whose name is nearest.
  package func suggestion(for name: String) -> ID? {
    Spelling.nearest(to: name, among: names.lazy.map(\.name)).flatMap { nearest in
      names.first { $0.name == nearest }?.id
    }
  }

  private static func match(_ ids: Set<ID>) -> Match {
    ids.count > 1 ? .several(ids.sorted()) : ids.first.map { .one($0) } ?? .none
  }
}
