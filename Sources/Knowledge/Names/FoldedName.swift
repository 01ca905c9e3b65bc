/// Names made comparable.
enum FoldedName {
  /// Lower case, without spaces, hyphens and signs, ё as е, and Cyrillic letters that look Latin made Latin.
  ///
  /// Both sides of a comparison are folded, so a Cyrillic word stays different from a Latin one unless every letter looks alike.
  static func folding(_ name: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in name.lowercased().unicodeScalars {
      if let alike = lookAlikes[scalar] {
        folded.append(alike)
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "+" {
        folded.append(scalar)
      }
    }
    return String(folded)
  }

  /// A Cyrillic word without its case ending; `nil` for other words and those too short to tell.
  static func stem(_ name: String) -> String? {
    let letters = Array(name.lowercased().unicodeScalars.map { $0 == "ё" ? "е" : $0 })
    guard letters.contains(where: { ("а"..."я").contains($0) }) else { return nil }
    let text = String(String.UnicodeScalarView(letters))
    for ending in endings where text.hasSuffix(ending) {
      let stem = text.dropLast(ending.count)
      if stem.unicodeScalars.count >= 5 { return folding(String(stem)) }
    }
    return letters.count >= 5 ? folding(text) : nil
  }

  /// Endings of Russian nouns in the singular and plural, longest first.
  private static let endings = [
    "ами", "ями", "ого", "ому", "ыми", "ими", "ам", "ям", "ах", "ях", "ом", "ем", "ой", "ей", "ою", "ею", "ов", "ев", "ым", "им",
    "ый", "ий", "ая", "яя", "а", "я", "у", "ю", "е", "ы", "и", "о", "ь", "й",
  ]

  private static let lookAlikes: [Unicode.Scalar: Unicode.Scalar] = [
    "а": "a", "в": "b", "е": "e", "ё": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c", "т": "t", "у": "y",
    "х": "x",
    "і": "i", "ѕ": "s", "ј": "j",
  ]
}
