extension Request {
  /// What the conditions of a request make of it (RFC 9110 §13.2).
  package enum Condition: Sendable {
    /// The method is performed.
    case holds
    /// The client has the representation: 304.
    case notModified
    /// The client wants another representation or none: 412.
    case failed
  }

  /// Evaluates If-Match and If-None-Match, in that order (RFC 9110 §13.2.2), for a resource that has a representation.
  ///
  /// If-Modified-Since and If-Unmodified-Since are ignored, as nothing has a date of modification (§13.1.3, §13.1.4); so is
  /// If-Range without ranges (§13.1.5).
  package func condition(entityTag tag: String) -> Condition {
    if let isListed = lists("if-match", tag, byStrongComparison: true), !isListed { return .failed }
    guard lists("if-none-match", tag, byStrongComparison: false) ?? false else { return .holds }
    return method == .get || method == .head ? .notModified : .failed
  }

  /// Whether a field is `*` or lists an entity tag (RFC 9110 §8.8.3.2); `nil` when it is absent. What is no tag is none of them.
  private func lists(_ name: StaticString, _ tag: String, byStrongComparison isStrong: Bool) -> Bool? {
    let weakness = "W/"
    let isWeak = tag.utf8.starts(with: weakness.utf8)
    let opaque = tag.utf8.dropFirst(isWeak ? weakness.utf8.count : 0)
    var count = 0
    var (isAny, isListed) = (false, false)
    let isPresent = forEachElement(of: name, quoting: .tags) { bytes, element in
      count += 1
      if Token.isEqual(bytes, element, "*") { isAny = true }
      let isWeakElement = bytes.extracting(element).has("W/", at: 0)
      if isStrong, isWeak || isWeakElement { return }
      if bytes.isEqual(element.dropFirst(isWeakElement ? weakness.utf8.count : 0), opaque) { isListed = true }
    }
    // `*` beside others is malformed (§13.1.1, §13.1.2).
    return isPresent ? isListed || isAny && count == 1 : nil
  }
}
