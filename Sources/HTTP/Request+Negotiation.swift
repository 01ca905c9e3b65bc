extension Request {
  /// Whether the entity tag is among those the client has (RFC 9110 §13.1.2): weak comparison, `*` is any.
  package func isNotModified(since tag: String) -> Bool {
    guard method == .get || method == .head, let field = field("if-none-match") else { return false }
    return Self.elements(of: field).contains { element in
      element == "*" || (element.hasPrefix("W/") ? String(element.dropFirst(2)) : element) == tag
    }
  }

  /// Whether the client takes a media type (RFC 9110 §12.5.1); without Accept it takes all.
  package func accepts(_ type: String) -> Bool {
    preferredType(among: [type]) != nil
  }

  /// The one of `types` the client likes best, the first of equals; `nil` when it takes none.
  package func preferredType(among types: [String]) -> String? {
    guard let field = field("accept") else { return types.first }
    let ranges = Self.elements(of: field).map(QualityValue.init)
    return Self.best(of: types) { type in
      // The most specific range that matches decides.
      let matching = ranges.filter { $0.matches(mediaType: type) }
      return matching.max { $0.specificity < $1.specificity }?.quality ?? 0
    }
  }

  /// The one of `tags` the client reads best (RFC 9110 §12.5.4, RFC 4647 §3.3.1); `nil` when it says nothing of them.
  package func preferredLanguage(among tags: [String]) -> String? {
    guard let field = field("accept-language") else { return nil }
    let ranges = Self.elements(of: field).map(QualityValue.init)
    return Self.best(of: tags) { tag in
      let matching = ranges.filter { $0.matches(languageTag: tag) }
      return matching.max { $0.specificity < $1.specificity }?.quality ?? 0
    }
  }

  /// Whether the body is said to be JSON in UTF-8, or nothing is said of it.
  package var hasJSONBody: Bool {
    guard let field = field("content-type") else { return true }
    let parts = field.split(separator: ";", omittingEmptySubsequences: false).map { $0.trimmed.lowercased() }
    guard parts[0] == "application/json" else { return false }
    return parts.dropFirst().allSatisfy { !$0.hasPrefix("charset=") || $0 == "charset=utf-8" || $0 == "charset=\"utf-8\"" }
  }

  private static func best(of candidates: [String], quality: (String) -> Int) -> String? {
    var best: (candidate: String, quality: Int)?
    for candidate in candidates {
      let quality = quality(candidate)
      if quality > best?.quality ?? 0 { best = (candidate, quality) }
    }
    return best?.candidate
  }

  /// The elements of a list field, without the white space around them.
  private static func elements(of field: String) -> [String] {
    field.split(separator: ",").map { String($0.trimmed) }.filter { !$0.isEmpty }
  }
}

/// A range with its weight: `text/html;q=0.8` (RFC 9110 §12.4.2).
private struct QualityValue {
  let range: String
  /// In thousandths.
  let quality: Int

  init(_ element: String) {
    let parts = element.split(separator: ";", omittingEmptySubsequences: false).map { $0.trimmed.lowercased() }
    range = parts[0]
    let weight = parts.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2)
    quality = weight.map { Self.thousandths(of: $0) } ?? 1000
  }

  /// A weight of at most three decimals; what is none counts as nothing.
  private static func thousandths(of text: Substring) -> Int {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = Int(parts[0]), (0...1).contains(whole) else { return 0 }
    guard parts.count == 2, !parts[1].isEmpty else { return whole * 1000 }
    guard parts[1].utf8.count <= 3, let fraction = Int(parts[1]), fraction >= 0 else { return 0 }
    let scaled = (parts[1].utf8.count..<3).reduce(fraction) { value, _ in value * 10 }
    return min(1000, whole * 1000 + scaled)
  }

  var specificity: Int {
    range == "*" || range == "*/*" ? 0 : range.hasSuffix("/*") ? 1 : 2 + range.utf8.count
  }

  func matches(mediaType: String) -> Bool {
    range == "*/*" || range == mediaType || (range.hasSuffix("/*") && mediaType.hasPrefix(range.dropLast()))
  }

  /// `ru` is matched by `ru` and by `ru-RU` (look-up), and by `*`.
  func matches(languageTag: String) -> Bool {
    range == "*" || range == languageTag || range.hasPrefix(languageTag + "-")
  }
}

extension StringProtocol {
  /// Without spaces and tabs at both ends.
  fileprivate var trimmed: SubSequence {
    var rest = self[...]
    while let first = rest.first, first == " " || first == "\t" { rest = rest.dropFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest = rest.dropLast() }
    return rest
  }
}
