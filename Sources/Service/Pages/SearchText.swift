import JSON

/// Text made comparable for a search: lower case, without diacritics, ё as е, й as и, dashes as hyphens.
package enum SearchText {
  package static func folding(_ text: String) -> String {
    var folded: [UInt8] = []
    append(text, to: &folded)
    return String(decoding: folded, as: UTF8.self)
  }

  /// Every string within a value, folded, in one line each.
  static func folding(of value: JSONValue) -> String {
    var lines: [UInt8] = []
    collect(value, into: &lines)
    return String(decoding: lines, as: UTF8.self)
  }

  private static func collect(_ value: JSONValue, into lines: inout [UInt8]) {
    switch value.kind {
    case .string:
      append(value.string ?? "", to: &lines)
      lines.append(UInt8(ascii: "\n"))
    case .array: for element in value.elements { collect(element, into: &lines) }
    case .object: for member in value.members { collect(member.value, into: &lines) }
    case .null, .boolean, .number: break
    }
  }

  /// All of the knowledge goes through here at start-up: the two alphabets it is written in are folded by arithmetic.
  private static func append(_ text: String, to folded: inout [UInt8]) {
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x41...0x5a: folded.append(UInt8(scalar.value + 0x20))
      case ..<0x80: folded.append(UInt8(scalar.value))
      case 0x410...0x42f: appendCyrillic(scalar.value + 0x20, to: &folded)
      case 0x430...0x44f: appendCyrillic(scalar.value, to: &folded)
      case 0x401, 0x451: appendCyrillic(0x435, to: &folded)
      default: appendOther(scalar, to: &folded)
      }
    }
  }

  /// A small Cyrillic letter, in the two bytes of its UTF-8; й is и with a breve.
  private static func appendCyrillic(_ value: UInt32, to folded: inout [UInt8]) {
    let letter = value == 0x439 ? 0x438 : value
    folded.append(UInt8(0xc0 | letter >> 6))
    folded.append(UInt8(0x80 | letter & 0x3f))
  }

  private static func appendOther(_ scalar: Unicode.Scalar, to folded: inout [UInt8]) {
    if scalar.properties.generalCategory == .nonspacingMark { return }
    for small in scalar.properties.lowercaseMapping.unicodeScalars {
      folded += String(baseLetters[small] ?? small).utf8
    }
  }

  private static let baseLetters: [Unicode.Scalar: Unicode.Scalar] = {
    let groups = [
      "aàáâãäåāăą", "cçćĉċč", "dďđ", "eèéêëēĕėęě", "gĝğġģ", "hĥħ", "iìíîïĩīĭįı", "jĵ", "kķ", "lĺļľŀł", "nñńņňŉ", "oòóôõöøōŏő",
      "rŕŗř", "sśŝşš", "tţťŧ", "uùúûüũūŭůűų", "wŵ", "yýÿŷ", "zźżž", "-‐‑‒–—−",
    ]
    return groups.reduce(into: [:]) { letters, group in
      guard let base = group.unicodeScalars.first else { return }
      for scalar in group.unicodeScalars.dropFirst() { letters[scalar] = base }
    }
  }()
}
