import JSON

/// Text made comparable for a search: lower case, without diacritics, ё as е.
package enum SearchText {
  package static func folding(_ text: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.generalCategory == .nonspacingMark { continue }
      folded.append(baseLetters[scalar] ?? scalar)
    }
    return String(folded)
  }

  /// Every string within a value, folded, in one line each.
  static func folding(of value: JSONValue) -> String {
    var lines: [String] = []
    collect(value, into: &lines)
    return folding(lines.joined(separator: "\n"))
  }

  private static func collect(_ value: JSONValue, into lines: inout [String]) {
    switch value.kind {
    case .string: lines.append(value.string ?? "")
    case .array: for element in value.elements { collect(element, into: &lines) }
    case .object: for member in value.members { collect(member.value, into: &lines) }
    case .null, .boolean, .number: break
    }
  }

  private static let baseLetters: [Unicode.Scalar: Unicode.Scalar] = {
    let groups = [
      "aàáâãäåāăą", "cçćĉċč", "dďđ", "eèéêëēĕėęě", "gĝğġģ", "hĥħ", "iìíîïĩīĭįı", "jĵ", "kķ", "lĺļľŀł", "nñńņňŉ", "oòóôõöøōŏő",
      "rŕŗř", "sśŝşš", "tţťŧ", "uùúûüũūŭůűų", "wŵ", "yýÿŷ", "zźżž", "её", "ий", "-‐‑‒–—−",
    ]
    return groups.reduce(into: [:]) { letters, group in
      guard let base = group.unicodeScalars.first else { return }
      for scalar in group.unicodeScalars.dropFirst() { letters[scalar] = base }
    }
  }()
}
