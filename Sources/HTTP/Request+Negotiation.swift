extension Request {
  /// Whether the entity tag is among those the client has (RFC 9110 §13.1.2): weak comparison, `*` is any.
  package func isNotModified(since tag: String) -> Bool {
    guard method == .get || method == .head, let field = field("if-none-match") else { return false }
    let elements = FieldList.elements(of: field)
    if elements.count == 1, elements[0].elementsEqual("*".utf8) { return true }
    let opaque = Self.opaqueTag(Array(tag.utf8)[...])
    return elements.contains { Self.opaqueTag($0) == opaque }
  }

  private static func opaqueTag(_ tag: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    tag.starts(with: "W/".utf8) ? tag.dropFirst(2) : tag
  }

  /// Whether the client takes a media type (RFC 9110 §12.5.1); without Accept it takes all.
  package func accepts(_ type: String) -> Bool {
    preferredType(among: [type]) != nil
  }

  /// The one of `types` the client likes best, the first of equals; `nil` when it takes none.
  package func preferredType(among types: [String]) -> String? {
    guard let field = field("accept") else { return types.first }
    let ranges = FieldList.elements(of: field).map(WeightedRange.init)
    return Self.best(of: types) { type in
      // The most precise range decides.
      var best = (precision: -1, weight: 0)
      for range in ranges {
        if let precision = range.precision(forMediaType: type), precision > best.precision { best = (precision, range.weight) }
      }
      return best.weight
    }
  }

  /// The one of `tags` the client reads best (RFC 9110 §12.5.4, RFC 4647 §3.4); `nil` when it says nothing of them.
  package func preferredLanguage(among tags: [String]) -> String? {
    guard let field = field("accept-language") else { return nil }
    let ranges = FieldList.elements(of: field).map(WeightedRange.init)
    return Self.best(of: tags) { tag in
      // `*` stands for what no other range names.
      let named = ranges.filter { $0.matches(languageTag: tag) }
      return (named.isEmpty ? ranges.filter(\.isAny) : named).map(\.weight).max() ?? 0
    }
  }

  /// Whether the body is said to be JSON in UTF-8, or nothing is said of it.
  package var hasJSONBody: Bool {
    guard let field = field("content-type") else { return true }
    let parts = FieldList.parts(of: Array(field.utf8)[...], between: UInt8(ascii: ";"))
    guard Token.isEqual(parts[0], "application/json") else { return false }
    return parts.dropFirst().allSatisfy { part in
      !Token.isEqual(part.prefix(8), "charset=") || Token.isEqual(part.dropFirst(8), "utf-8")
        || Token.isEqual(part.dropFirst(8), "\"utf-8\"")
    }
  }

  private static func best(of candidates: [String], weight: (String) -> Int) -> String? {
    var best: (candidate: String, weight: Int)?
    for candidate in candidates {
      let weight = weight(candidate)
      if weight > best?.weight ?? 0 { best = (candidate, weight) }
    }
    return best?.candidate
  }
}
