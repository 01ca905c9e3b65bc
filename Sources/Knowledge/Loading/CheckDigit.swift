/// The check digits of terminologies that have them, and the form of codes of those that have none.
enum CheckDigit {
  static func isValid(_ code: String, of terminology: Terminology) -> Bool {
    switch terminology {
    case .loinc: isValidLOINC(code)
    case .snomed: isValidSNOMED(code)
    // A substance, or the group before it, which is two digits shorter.
    case .atc: hasForm(code, of: "A00AA00", least: 5) && code.utf8.count != 6
    case .icd10: hasForm(String(code.prefix(3)), of: "A00", least: 3) && isICDSubdivision(code.dropFirst(3))
    case .icd10CM: hasForm(String(code.prefix(3)), of: "A0X", least: 3) && isICDSubdivision(code.dropFirst(3))
    case .ncit: code.first == "C" && isNumber(code.dropFirst(), digits: 1...7)
    case .rxNorm, .rxNormProduct: isNumber(code[...], digits: 1...8)
    case .hgnc: isNumber(code.hasPrefix("HGNC:") ? code.dropFirst(5) : code[...], digits: 1...6)
    case .fhir: !code.contains { $0.isWhitespace }
    }
  }

  /// Whether a terminology has check digits.
  static func isProven(by terminology: Terminology) -> Bool {
    switch terminology {
    case .loinc, .snomed: true
    case .atc, .rxNorm, .rxNormProduct, .hgnc, .icd10, .icd10CM, .ncit, .fhir: false
    }
  }

  /// A number of PubMed: up to eight digits, the first not 0.
  static func isPubMed(_ text: String) -> Bool {
    text.first != "0" && isNumber(text[...], digits: 1...8)
  }

  /// A number of ClinicalTrials.gov.
  static func isRegistration(_ text: String) -> Bool {
    text.hasPrefix("NCT") && isNumber(text.dropFirst(3), digits: 8...8)
  }

  /// A DOI: `10.`, four digits or more, and a name. Source: ISO 26324; the number has no check digit.
  static func isDOI(_ text: String) -> Bool {
    guard text.hasPrefix("10."), let slash = text.firstIndex(of: "/") else { return false }
    let (prefix, name) = (text[text.index(text.startIndex, offsetBy: 3)..<slash], text[text.index(after: slash)...])
    return prefix.count >= 4 && prefix.split(separator: ".").allSatisfy { isNumber($0, digits: 1...9) } && !name.isEmpty
      && !name.contains { $0.isWhitespace }
  }

  /// Letters where the form has `A`, digits where it has `0`, either where it has `X`; a beginning of `least` is enough.
  private static func hasForm(_ code: String, of form: String, least: Int) -> Bool {
    guard (least...form.utf8.count).contains(code.utf8.count) else { return false }
    return zip(code.unicodeScalars, form.unicodeScalars).allSatisfy { scalar, wanted in
      let (isLetter, isDigit) = (("A"..."Z").contains(scalar), ("0"..."9").contains(scalar))
      return wanted == "A" ? isLetter : wanted == "0" ? isDigit : isLetter || isDigit
    }
  }

  /// What follows the category: nothing, or a point with up to four letters or digits.
  private static func isICDSubdivision(_ text: Substring) -> Bool {
    text.isEmpty || text.first == "." && hasForm(String(text.dropFirst()), of: "XXXX", least: 1)
  }

  private static func isNumber(_ text: Substring, digits: ClosedRange<Int>) -> Bool {
    digits.contains(text.utf8.count) && text.wholeNumberDigits != nil
  }

  /// The Luhn digit after the hyphen. Source: LOINC Users' Guide, appendix on check digits.
  private static func isValidLOINC(_ code: String) -> Bool {
    // Answers of lists are numbered apart; how their digit is made is not published.
    if code.hasPrefix("LA") { return code.dropFirst(2).split(separator: "-").allSatisfy { $0.wholeNumberDigits != nil } }
    let parts = code.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.count == 1, let check = parts[1].wholeNumberDigits?.first,
      let digits = parts[0].wholeNumberDigits
    else { return false }
    let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
      let doubled = digit.offset.isMultiple(of: 2) ? digit.element * 2 : digit.element
      return sum + doubled / 10 + doubled % 10
    }
    return (10 - sum % 10) % 10 == check
  }

  /// The Verhoeff digit at the end. Source: SNOMED CT Release File Specification, section on SCTID check digits.
  private static func isValidSNOMED(_ code: String) -> Bool {
    guard let digits = code.wholeNumberDigits, (6...18).contains(digits.count) else { return false }
    let check = digits.reversed().enumerated().reduce(0) { check, digit in
      product(check, permuted(digit.element, times: digit.offset % 8))
    }
    return check == 0
  }

  /// Multiplication in the dihedral group of order ten.
  private static func product(_ left: Int, _ right: Int) -> Int {
    switch (left < 5, right < 5) {
    case (true, true): (left + right) % 5
    case (true, false): (left + right - 5) % 5 + 5
    case (false, true): (left - 5 - right + 5) % 5 + 5
    case (false, false): (left - right + 5) % 5
    }
  }

  private static func permuted(_ digit: Int, times: Int) -> Int {
    (0..<times).reduce(digit) { digit, _ in [1, 5, 7, 6, 2, 8, 3, 0, 9, 4][digit] }
  }
}

extension StringProtocol {
  /// The digits, `nil` when there is none or anything else.
  fileprivate var wholeNumberDigits: [Int]? {
    let zero = UInt8(ascii: "0")
    guard !isEmpty, utf8.allSatisfy({ (zero...zero + 9).contains($0) }) else { return nil }
    return utf8.map { Int($0 - zero) }
  }
}
