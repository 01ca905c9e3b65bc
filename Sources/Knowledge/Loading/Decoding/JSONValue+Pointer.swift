package import JSON

extension JSONValue {
  /// The elements of an array, empty for anything else.
  package var elementList: [JSONValue] {
    Array(elements)
  }

  /// The value an RFC 6901 pointer leads to from here.
  package func value(at pointer: String) -> JSONValue? {
    guard !pointer.isEmpty else { return self }
    guard pointer.utf8.first == UInt8(ascii: "/") else { return nil }
    var value = self
    for token in pointer.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let next = value.step(unescaped(token)) else { return nil }
      value = next
    }
    return value
  }

  private func step(_ token: String) -> JSONValue? {
    switch kind {
    case .object: self[token]
    case .array: Int(token).flatMap { index in (0..<count).contains(index) && String(index) == token ? elementList[index] : nil }
    default: nil
    }
  }

  private func unescaped(_ token: Substring.UTF8View.SubSequence) -> String {
    var text = ""
    var isEscape = false
    for scalar in String(Substring(token)).unicodeScalars {
      switch (isEscape, scalar) {
      case (false, "~"): isEscape = true
      case (true, "0"): (text, isEscape) = (text + "~", false)
      case (true, "1"): (text, isEscape) = (text + "/", false)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
