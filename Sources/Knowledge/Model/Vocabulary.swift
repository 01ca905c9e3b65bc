package import Clinical
package import JSON

/// One thing that can be asked of a patient.
package final class Finding: Sendable {
  /// An allowed value of a coded finding.
  package final class Code: Sendable {
    package let id: CodeID
    package let label: Text
    /// An imprecise value that stands for one of these; empty for a precise one.
    package let refinedBy: [CodeID]
    /// The codes of results that are this value.
    package let terms: [TerminologyCode]
    /// What a result may be called.
    package let words: [String]
    /// The value a result that says just yes or no comes to.
    package let answer: Answer?

    init(id: CodeID, label: Text, refinedBy: [CodeID], terms: [TerminologyCode], words: [String], answer: Answer?) {
      self.id = id
      self.label = label
      self.refinedBy = refinedBy
      self.terms = terms
      self.words = words
      self.answer = answer
    }
  }

  /// What a result says that is no more than yes or no.
  package enum Answer: String, Sendable, CaseIterable {
    case positive, negative
  }

  /// Which cells of the patient a variant is of.
  package enum Origin: String, Sendable, CaseIterable {
    case germline, tumour
  }

  package struct Unit: Sendable {
    /// UCUM.
    package let code: String
    package let label: Text
  }

  /// An impossible combination, and why it is one.
  package struct Contradiction: Sendable {
    package let condition: Condition
    package let text: Text
    package let place: Place
  }

  package enum Kind: String, Sendable, CaseIterable {
    case flag, code, codes, number, integer
  }

  package let id: FindingID
  /// `nil`: of every disease.
  package let disease: DiseaseID?
  package let kind: Kind
  package let label: Text
  package let question: Text
  package let codes: [Code]
  package let unit: Unit?
  package let minimum: Magnitude?
  package let maximum: Magnitude?
  /// What cannot be together with this finding; a case in which one holds is refused.
  package let contradictions: [Contradiction]
  /// The codes of results that speak of it.
  package let terms: [TerminologyCode]
  /// For a variant; `nil`: no variant, or of any cells.
  package let origin: Origin?
  package let place: Place
  /// Where a case states it.
  package let statedAt: Provenance
  private let codeTable: NameTable

  init(
    id: FindingID, disease: DiseaseID?, kind: Kind, label: Text, question: Text, codes: [Code], unit: Unit?, minimum: Magnitude?,
    maximum: Magnitude?, contradictions: [Contradiction], terms: [TerminologyCode], origin: Origin?, place: Place
  ) {
    self.id = id
    self.disease = disease
    self.kind = kind
    self.label = label
    self.question = question
    self.codes = codes
    self.unit = unit
    self.minimum = minimum
    self.maximum = maximum
    self.contradictions = contradictions
    self.terms = terms
    self.origin = origin
    self.place = place
    statedAt = .pointer("/findings/\(id)")
    codeTable = NameTable(codes.map(\.id.text))
  }

  package func code(_ id: CodeID) -> Code? {
    codeTable.place(of: id.text).map { codes[$0] }
  }

  /// The value that a string of a document is; `nil` also for other values.
  package func code(written value: JSONValue) -> Code? {
    value.place(in: codeTable).map { codes[$0] }
  }

  /// The place of a value in `codes`.
  package func position(of id: CodeID) -> Int? {
    codeTable.place(of: id.text)
  }

  /// The values a number may have at all.
  package var range: Bounds {
    Bounds(lower: minimum.map { Bounds.End($0) }, upper: maximum.map { Bounds.End($0) })
  }
}

/// An entry of a list: a comorbidity, a medication or a jurisdiction.
package final class ListedTerm<ID: Hashable & Sendable>: Sendable {
  package let id: ID
  package let label: Text
  package let synonyms: [String]
  /// Naming this one means the wider ones too.
  package let within: [ID]
  /// The codes other systems name it by.
  package let terms: [TerminologyCode]
  package let place: Place

  init(id: ID, label: Text, synonyms: [String], within: [ID], terms: [TerminologyCode], place: Place) {
    self.id = id
    self.label = label
    self.synonyms = synonyms
    self.within = within
    self.terms = terms
    self.place = place
  }
}
