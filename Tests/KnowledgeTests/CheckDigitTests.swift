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

  @Test(arguments: [
    (Terminology.atc, "L02BG06"), (.atc, "A10BA"), (.rxNorm, "6809"), (.rxNormProduct, "2556797"), (.hgnc, "1100"),
    (.hgnc, "HGNC:8975"),
    (.icd10, "C50"), (.icd10, "C90.0"), (.icd10CM, "E11.649"), (.icd10CM, "C7A.8"), (.ncit, "C3099"),
    (.fhir, "Patient.birthDate"),
  ])
  func `A code without a check digit has the form of its terminology`(_ terminology: Terminology, _ code: String) {
    #expect(CheckDigit.isValid(code, of: terminology))
  }

  @Test(arguments: [
    (Terminology.atc, "L02BG6"), (.atc, "L02"), (.atc, "l02BG06"), (.atc, "LO2BG06"), (.rxNorm, "L02BG06"), (.rxNorm, ""),
    (.rxNormProduct, "123456789"), (.hgnc, "BRCA1"), (.icd10, "50C"), (.icd10, "C5O"), (.icd10, "C90."), (.icd10CM, "C90.00001"),
    (.ncit, "3099"), (.ncit, "C"), (.fhir, "Patient birthDate"),
  ])
  func `Another form is no code of the terminology`(_ terminology: Terminology, _ code: String) {
    #expect(!CheckDigit.isValid(code, of: terminology))
  }

  @Test(arguments: ["10.1056/NEJMoa1109653", "10.1182/blood-2010-10-299487", "10.1007/s12325-013-0060-1", "10.1000.10/123"])
  func `DOIs in use are valid`(_ text: String) {
    #expect(CheckDigit.isDOI(text))
  }

  @Test(arguments: [
    "", "10.1056", "10.1056/", "doi:10.1056/x", "11.1056/x", "10.a/x", "10.1056/x y", "https://doi.org/10.1056/x",
  ])
  func `Other texts are no DOIs`(_ text: String) {
    #expect(!CheckDigit.isDOI(text))
  }

  @Test(arguments: ["22149876", "1"])
  func `Numbers of PubMed are valid`(_ text: String) {
    #expect(CheckDigit.isPubMed(text))
  }

  @Test(arguments: ["", "0123", "123456789", "PMC3969554", "2214987a"])
  func `Other texts are no numbers of PubMed`(_ text: String) {
    #expect(!CheckDigit.isPubMed(text))
  }

  @Test(arguments: ["NCT0086365", "NCT008636555", "NCT+0863655", "nct00863655", "00863655"])
  func `Other texts are no registrations`(_ text: String) {
    #expect(!CheckDigit.isRegistration(text))
  }
}
