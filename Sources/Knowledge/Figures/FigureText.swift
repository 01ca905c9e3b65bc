/// Finds the numbers of a sentence, and those that are figures: measured or prescribed, not the names of things.
package enum FigureText {
  /// A number of a sentence.
  struct Number: Equatable {
    /// As it is written, with a point.
    let digits: String
    let isFigure: Bool
  }

  /// The figures of an English sentence with what they are of, in order: `3.8 months`, `55%`, `HR 0.44`.
  package static func figures(of sentence: String) -> [String] {
    var scanner = Scanner(sentence, comma: false)
    return scanner.numbers().filter(\.number.isFigure).map(\.words)
  }

  /// The numbers of a sentence that its translation must state too; small whole numbers are often written as words.
  static func comparable(_ sentence: String, in language: Language) -> Set<String> {
    var scanner = Scanner(sentence, comma: language == .ru)
    return Set(
      scanner.numbers().filter { !$0.isMonth }.map { normalized($0.number.digits) }.filter { digits in
        guard let whole = Int(digits) else { return true }
        // The urine of a day is one word in Russian.
        return whole > 4 && whole != 24
      })
  }

  /// All numbers of a sentence, without zeros that say nothing.
  static func all(_ sentence: String, in language: Language) -> Set<String> {
    var scanner = Scanner(sentence, comma: language == .ru)
    return Set(scanner.numbers().map { normalized($0.number.digits) })
  }

  /// Without the zeros before a whole number and after a fraction.
  static func normalized(_ digits: String) -> String {
    var text = Substring(digits)
    while text.count > 1, text.first == "0", text.dropFirst().first != "." { text = text.dropFirst() }
    if text.contains(".") {
      while text.last == "0" { text = text.dropLast() }
      if text.last == "." { text = text.dropLast() }
    }
    return String(text)
  }

  private static let units: Set<String> = [
    "month", "months", "week", "weeks", "day", "days", "year", "years", "hour", "hours", "mg", "mcg", "g", "kg", "ml", "ms",
    "mmol", "patients", "patient", "women", "men", "deaths", "events", "cells", "cycles", "doses", "trials", "lines", "times",
  ]

  /// What stands before a number that is the name of a place in a publication, of a version, of a grade.
  private static let names: Set<String> = [
    "section", "sections", "table", "tables", "figure", "slide", "column", "columns", "page", "ctcae", "version", "grade", "step",
    "phase", "part", "reference", "line", "answer", "answers", "gap",
  ]

  /// What stands before a number that is a figure.
  private static let quantities: Set<String> = ["hr", "or", "n", "p", "=", "<", ">", "≤", "≥", "about"]

  /// Reads a sentence byte by byte: sentences are many, and few bytes of them matter.
  private struct Scanner {
    struct Found {
      let number: Number
      /// The number with what it is of.
      let words: String
      /// The month of a date that is written in digits, which the other language names.
      let isMonth: Bool
    }

    private let text: [Unicode.Scalar]
    private let decimal: Unicode.Scalar
    private var index = 0

    init(_ sentence: String, comma: Bool) {
      text = Array(sentence.unicodeScalars)
      decimal = comma ? "," : "."
    }

    private func isDigit(_ index: Int) -> Bool {
      text.indices.contains(index) && ("0"..."9").contains(text[index])
    }

    private func isLetter(_ index: Int) -> Bool {
      text.indices.contains(index) && text[index].properties.isAlphabetic
    }

    mutating func numbers() -> [Found] {
      var found: [Found] = []
      while index < text.count {
        guard isDigit(index) else {
          index += 1
          continue
        }
        let start = index
        let digits = readNumber()
        // Part of a name: CDK4, HER2, a DOI.
        let isDOI = digits[0].hasPrefix("10.") && text.indices.contains(index) && text[index] == "/"
        let isName = isDOI || isLetter(start - 1) || (start > 1 && text[start - 1] == "/" && !isDigit(start - 2))
        for (offset, part) in digits.enumerated() where !isName {
          let words = self.words(part, from: start, to: index)
          let isDate = digits.count == 3
          found.append(
            Found(
              number: Number(digits: part, isFigure: !isDate && words != nil), words: words ?? part,
              isMonth: isDate && offset == 1))
        }
      }
      return found
    }

    /// One number, or the three of a date.
    private mutating func readNumber() -> [String] {
      var parts = [readDigits()]
      let separator = text.indices.contains(index) ? text[index] : " "
      if separator == "." || separator == "-" {
        // 23.10.2025 and 2025-10-23.
        let saved = index
        index += 1
        if isDigit(index) {
          let second = readDigits()
          if text.indices.contains(index), text[index] == separator, isDigit(index + 1) {
            index += 1
            parts += [second, readDigits()]
            if parts[0].count == 4 || parts[2].count == 4 { return parts }
          }
        }
        (index, parts) = (saved, [parts[0]])
      }
      if text.indices.contains(index), text[index] == decimal || text[index] == ".", isDigit(index + 1) {
        index += 1
        parts[0] += "." + readDigits()
      }
      return parts
    }

    private mutating func readDigits() -> String {
      var digits = ""
      while isDigit(index) {
        digits.unicodeScalars.append(text[index])
        index += 1
      }
      return digits
    }

    /// The number with its unit or what it is of; `nil`: no figure.
    private func words(_ digits: String, from start: Int, to end: Int) -> String? {
      let before = word(before: start)
      if FigureText.names.contains(before.lowercased()) { return nil }
      let after = word(after: end)
      if after == "%" { return digits + "%" }
      if FigureText.units.contains(after.lowercased()) { return digits + " " + after }
      if FigureText.quantities.contains(before.lowercased()) { return before + " " + digits }
      // A power of ten is part of the number.
      if after == "×" { return digits + " × 10…" }
      // The body surface that clearances are related to is a unit.
      return digits.contains(".") && after != "m²" ? digits : nil
    }

    /// The word after a number, past spaces, a hyphen and the rest of a range: of `1–3 lines`, lines for both.
    private func word(after end: Int) -> String {
      var index = end
      while text.indices.contains(index), " \u{a0}-–".unicodeScalars.contains(text[index]) { index += 1 }
      if index > end, isDigit(index) {
        while isDigit(index) || (text.indices.contains(index) && text[index] == ".") { index += 1 }
        return word(after: index)
      }
      guard text.indices.contains(index) else { return "" }
      guard isLetter(index) else { return String(Character(text[index])) }
      var word = ""
      while isLetter(index) || (text.indices.contains(index) && text[index] == "²") {
        word.unicodeScalars.append(text[index])
        index += 1
      }
      return word
    }

    private func word(before start: Int) -> String {
      var index = start - 1
      while index >= 0, " \u{a0}".unicodeScalars.contains(text[index]) { index -= 1 }
      guard index >= 0 else { return "" }
      // Of `n=20` and `p = 0.01` the letter.
      if text[index] == "=" {
        index -= 1
        while index >= 0, text[index] == " " { index -= 1 }
        guard isLetter(index) else { return "=" }
      }
      guard isLetter(index) else { return String(Character(text[index])) }
      var word: [Unicode.Scalar] = []
      while isLetter(index) {
        word.append(text[index])
        index -= 1
      }
      var reversed = ""
      for scalar in word.reversed() { reversed.unicodeScalars.append(scalar) }
      return reversed
    }
  }
}
