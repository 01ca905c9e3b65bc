import Testing

@testable import Knowledge

@Suite struct CheckDigitTests {
  @Test(arguments: ["89247-1", "2345-7", "718-7", "8480-6", "21889-1", "85337-4"])
  func `LOINC codes in use are valid`(_ code: String) {
    #expect(CheckDigit.isValid(code, of: .loinc))
  }

  @Test(arguments: ["89247-2", "89274-1", "89247", "89247-", "-1", "", "89247-11", "8924a-1", "89247-1 "])
  func `Other texts are no LOINC codes`(_ code: String) {
    #expect(!CheckDigit.isValid(code, of: .loinc))
  }

  @Test(arguments: ["77386006", "254837009", "73211009", "44054006", "10828004", "260385009", "900000000000207008"])
  func `SNOMED CT codes in use are valid`(_ code: String) {
    #expect(CheckDigit.isValid(code, of: .snomed))
  }

  @Test(arguments: ["77386005", "73386006", "77368006", "12345", "7738600", "", "77386006a", "9000000000002070080"])
  func `Other texts are no SNOMED CT codes`(_ code: String) {
    #expect(!CheckDigit.isValid(code, of: .snomed))
  }

  @Test(arguments: [Terminology.atc, .rxNorm, .rxNormProduct, .hgnc])
  func `Terminologies without check digits take any code`(_ terminology: Terminology) {
    #expect(CheckDigit.isValid("L02BG06", of: terminology))
  }
}
