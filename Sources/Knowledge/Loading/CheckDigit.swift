/// The check digits of terminologies that have them.
enum CheckDigit {
  static func isValid(_ code: String, of terminology: Terminology) -> Bool {
    switch terminology {
    case .loinc: isValidLOINC(code)
    case .snomed: isValidSNOMED(code)
    case .atc, .rxNorm, .rxNormProduct, .hgnc, .icd10, .icd10CM, .ncit, .fhir: true
    }
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
