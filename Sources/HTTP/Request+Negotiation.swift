extension Request {
  /// Whether the client takes a media type (RFC 9110 §12.5.1); without Accept it takes all.
  package func accepts(_ type: String) -> Bool {
    weight(ofMediaType: type) > 0
  }

  /// The one of `types` the client likes best, the first of equals; `nil` when it takes none.
  package func preferredType(among types: [String]) -> String? {
    Self.best(of: types, weight: weight(ofMediaType:))
  }

  /// In thousandths; the most precise range decides.
  private func weight(ofMediaType type: String) -> Int {
    var best = (precision: -1, weight: 0)
    let isPresent = forEachElement(of: "accept", quoting: .strings) { bytes, element in
      let range = WeightedRange(bytes, element)
      if let precision = range.precision(bytes, forMediaType: type), precision > best.precision {
        best = (precision, range.weight)
      }
    }
    return isPresent ? best.weight : 1000
  }

  /// The one of `tags` the client reads best (RFC 9110 §12.5.4, RFC 4647 §3.4); `nil` when it says nothing of them.
  package func preferredLanguage(among tags: [String]) -> String? {
    Self.best(of: tags) { tag in
      var named: Int?
      var any = 0
      _ = forEachElement(of: "accept-language", quoting: .none) { bytes, element in
        let range = WeightedRange(bytes, element)
        if range.matches(bytes, languageTag: tag) {
          named = max(named ?? 0, range.weight)
        } else if range.isAny(bytes) {
          any = max(any, range.weight)
        }
      }
      // `*` stands for what no other range names.
      return named ?? any
    }
  }

  /// Whether a body is announced, be it an empty one: without length or chunks there is none (RFC 9112 §6.3).
  package var announcesBody: Bool {
    fieldBytes("content-length") != nil || fieldBytes("transfer-encoding") != nil
  }

  /// Whether the body is said to be JSON in UTF-8, or nothing is said of it (RFC 9110 §8.3).
  package var hasJSONBody: Bool {
    fieldBytes("content-type") == nil || hasBody(of: "application/json")
  }

  /// Whether the body is said to be of a media type, in UTF-8.
  package func hasBody(of type: StaticString) -> Bool {
    guard let field = fieldBytes("content-type") else { return false }
    let bytes = field.span
    var parts = FieldList(0..<bytes.count, separator: UInt8(ascii: ";"), quoting: .strings)
    guard let stated = parts.next(bytes), Token.isEqual(bytes, stated, type) else { return false }
    while let part = parts.next(bytes) {
      guard Token.isEqual(bytes, part.prefix(8), "charset=") else { continue }
      let charset = part.dropFirst(8)
      // A value means the same with quotes (RFC 9110 §5.6.6).
      guard Token.isEqual(bytes, charset, "utf-8") || Token.isEqual(bytes, charset, "\"utf-8\"") else { return false }
    }
    return true
  }

  /// Calls `body` with each element of a field's list that is not empty; `false` when there is no such field.
  func forEachElement(
    of name: StaticString, quoting: FieldList.Quoting, _ body: (_ bytes: Span<UInt8>, _ element: Range<Int>) -> Void
  ) -> Bool {
    let bytes = head.span
    var isPresent = false
    for line in lines where Token.isEqual(bytes, line.name, name) {
      isPresent = true
      var list = FieldList(line.value, quoting: quoting)
      while let element = list.next(bytes) {
        if !element.isEmpty { body(bytes, element) }
      }
    }
    return isPresent
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
