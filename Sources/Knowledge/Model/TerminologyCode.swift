/// The terminologies codes may be of.
package enum Terminology: String, Sendable, CaseIterable {
  case atc = "ATC"
  case rxNorm = "RxNorm"
  case rxNormProduct = "RxNorm-product"
  case loinc = "LOINC"
  case snomed = "SNOMED CT"
  case hgnc = "HGNC"
  /// The edition of the WHO; a code stands for all that begin with it.
  case icd10 = "ICD-10"
  /// The clinical modification; a code stands for all that begin with it.
  case icd10CM = "ICD-10-CM"
  case ncit = "NCIt"
  /// An element of a FHIR resource, as `Patient.birthDate`, or a word such an element may hold.
  case fhir = "FHIR"
}

/// A code by which other systems name something.
package struct TerminologyCode: Sendable, Hashable {
  package let system: Terminology
  package let code: String
  package let confidence: Confidence
  /// How a result under this code is read, when not as the finding itself.
  package let reading: String?

  package init(system: Terminology, code: String, confidence: Confidence, reading: String?) {
    self.system = system
    self.code = code
    self.confidence = confidence
    self.reading = reading
  }
}
