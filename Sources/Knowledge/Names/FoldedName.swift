/// Names made comparable.
package enum FoldedName {
  /// Lower case, without spaces, hyphens and signs, ё as е, and Cyrillic letters that look Latin made Latin.
  ///
  /// Both sides of a comparison are folded, so a Cyrillic word stays different from a Latin one unless every letter looks alike.
  package static func folding(_ name: String) -> String {
    ascii(name) { byte in
      switch byte {
      case 0x41...0x5a: byte | 0x20
      case 0x30...0x39, 0x61...0x7a, 0x2b: byte
      default: nil
      }
    } ?? folding(lowercased(name)[...])
  }

  /// Lower case, without white space.
  package static func smallWithoutSpaces(_ text: String) -> String {
    ascii(text) { byte in
      switch byte {
      case 0x41...0x5a: byte | 0x20
      case 0x09...0x0d, 0x20: nil
      default: byte
      }
    } ?? text.lowercased().filter { !$0.isWhitespace }
  }

  /// The bytes of a name that is all ASCII, each changed or left out; `nil` for other names.
  @inline(__always)
  private static func ascii(_ name: String, _ change: (UInt8) -> UInt8?) -> String? {
    let utf8 = name.utf8.span
    for index in utf8.indices where utf8[index] >= 0x80 { return nil }
    // SAFETY: no more bytes are written than the name has, and each to the next place.
    return unsafe String(unsafeUninitializedCapacity: utf8.count) { bytes in
      var count = 0
      for index in utf8.indices {
        guard let changed = change(utf8[index]) else { continue }
        unsafe bytes.initializeElement(at: count, to: changed)
        count += 1
      }
      return count
    }
  }

  /// A Cyrillic word without its case ending; `nil` for other words and those too short to tell.
  static func stem(_ name: String) -> String? {
    guard name.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
    let letters = lowercased(name).map { $0 == "ё" ? "е" : $0 }
    guard letters.contains(where: { ("а"..."я").contains($0) }) else { return nil }
    for ending in endings where letters.count >= ending.count + 5 && letters.suffix(ending.count).elementsEqual(ending) {
      return folding(letters.dropLast(ending.count))
    }
    return letters.count >= 5 ? folding(letters[...]) : nil
  }

  /// All names of the knowledge go through here at start-up: the two alphabets they are written in are folded by arithmetic.
  private static func lowercased(_ name: String) -> [Unicode.Scalar] {
    var letters: [Unicode.Scalar] = []
    letters.reserveCapacity(name.utf8.count)
    for scalar in name.unicodeScalars {
      switch scalar.value {
      case 0x41...0x5a, 0x410...0x42f: letters.append(Unicode.Scalar(scalar.value + 0x20) ?? scalar)
      case ..<0x80, 0x430...0x44f: letters.append(scalar)
      // й may come as и with a breve, as some systems write it.
      case 0x306 where letters.last == "и": letters[letters.count - 1] = "й"
      default: letters += scalar.properties.lowercaseMapping.unicodeScalars
      }
    }
    return letters
  }

  private static func folding(_ letters: ArraySlice<Unicode.Scalar>) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in letters {
      if let alike = lookAlike(scalar) {
        folded.append(alike)
      } else if isKept(scalar) {
        folded.append(scalar)
      }
    }
    return String(folded)
  }

  private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7a, 0x2b, 0x430...0x44f: true
    case ..<0x80: false
    default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
  }

  /// Endings of Russian nouns in the singular and plural, longest first.
  private static let endings: [[Unicode.Scalar]] = [
    "ами", "ями", "ого", "ому", "ыми", "ими", "ам", "ям", "ах", "ях", "ом", "ем", "ой", "ей", "ою", "ею", "ов", "ев", "ым", "им",
    "ый", "ий", "ая", "яя", "а", "я", "у", "ю", "е", "ы", "и", "о", "ь", "й",
  ].map { Array($0.unicodeScalars) }

  private static func lookAlike(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "а": "a"
    case "в": "b"
    case "е", "ё": "e"
    case "к": "k"
    case "м": "m"
    case "н": "h"
    case "о": "o"
    case "р": "p"
    case "с": "c"
    case "т": "t"
    case "у": "y"
    case "х": "x"
    case "і": "i"
    case "ѕ": "s"
    case "ј": "j"
    default: nil
    }
  }
}
