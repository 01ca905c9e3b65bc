import Clinical
import JSON
import Knowledge

/// What codes and words of records mean, looked up by both.
final class CodeIndex: Sendable {
  struct Key: Hashable, Sendable {
    let system: Terminology
    let code: String
  }

  /// A finding and how results under a code are read.
  struct FindingMeaning: Hashable, Sendable {
    let finding: Int
    let reading: Int?
  }

  /// A value of a finding.
  struct ValueMeaning: Hashable, Sendable {
    let finding: Int
    let value: CodeID
  }

  /// From one unit to another.
  struct Conversion: Hashable, Sendable {
    let from: String
    let to: String
  }

  let rules: RecordRules
  /// What quantities are multiplied by.
  let factors: [Conversion: Magnitude]
  /// The terminologies of each URI in the table.
  private let systems: [[Terminology]]
  private let systemTable: NameTable
  let findings: [Key: [FindingMeaning]]
  let values: [Key: [ValueMeaning]]
  let concepts: [Key: [RecordConcept]]
  let comorbidities: [Key: [ComorbidityID]]
  let medications: [Key: [MedicationID]]
  let drugs: [Key: [DrugID]]
  let diseases: [Key: [DiseaseID]]
  /// By folded words; labels of findings in both languages.
  let findingWords: [String: [FindingMeaning]]
  /// By folded labels and words of a finding's values.
  let valueWords: [String: [ValueMeaning]]
  /// By folded words of values, as a stage is called by them.
  let stageWords: [String: [ValueMeaning]]
  /// The folded words of each answer of each reading.
  let answerWords: [[Set<String>]]
  let conceptWords: [String: [RecordConcept]]
  let diseaseWords: [String: [DiseaseID]]
  let conceptURLs: [String: RecordConcept]
  let formWords: Set<String>
  /// How parts of a karyotype begin that name a finding.
  let karyotypes: [(finding: Int, beginnings: [Karyotype.Beginning])]
  private let karyotypeStarts: Karyotype.Starts
  /// Whether a finding is of a gene.
  let geneFindings: Set<Int>

  init(knowledge: KnowledgeBase, rules: RecordRules) {
    self.rules = rules
    var findings: [Key: [FindingMeaning]] = [:]
    var values: [Key: [ValueMeaning]] = [:]
    var concepts: [Key: [RecordConcept]] = [:]
    var comorbidities: [Key: [ComorbidityID]] = [:]
    var medications: [Key: [MedicationID]] = [:]
    var drugs: [Key: [DrugID]] = [:]
    var diseases: [Key: [DiseaseID]] = [:]
    var findingWords: [String: [FindingMeaning]] = [:]
    var valueWords: [String: [ValueMeaning]] = [:]
    var stageWords: [String: [ValueMeaning]] = [:]
    var conceptWords: [String: [RecordConcept]] = [:]
    var diseaseWords: [String: [DiseaseID]] = [:]
    var conceptURLs: [String: RecordConcept] = [:]
    var geneFindings: Set<Int> = []
    let uris = rules.systems.flatMap { system in system.uris.map { ($0, system.terminology) } }
    let table = NameTable(uris.map(\.0))
    systemTable = table
    systems = uris.indices.map { place in uris.filter { table.place(of: $0.0) == place }.map(\.1) }
    factors = Dictionary(rules.units.map { (Conversion(from: $0.unit, to: $0.to), $0.factor) }) { first, _ in first }
    formWords = Set(rules.formWords.map { FoldedName.folding($0) })
    let karyotypes: [(finding: Int, beginnings: [Karyotype.Beginning])] = rules.patterns.compactMap { pattern in
      guard let position = knowledge.vocabulary.position(of: pattern.finding) else { return nil }
      return (position, pattern.beginnings.map { Karyotype.Beginning($0) })
    }
    self.karyotypes = karyotypes
    karyotypeStarts = Karyotype.Starts(karyotypes.flatMap(\.beginnings))
    func key(_ code: TerminologyCode) -> Key { Key(system: code.system, code: Self.normalized(code.code, of: code.system)) }
    for (position, finding) in knowledge.vocabulary.findings.enumerated() {
      for code in finding.terms {
        let reading = code.reading.flatMap { id in rules.readings.firstIndex { $0.id == id } }
        findings[key(code), default: []].append(FindingMeaning(finding: position, reading: reading))
        if code.system == .hgnc { geneFindings.insert(position) }
      }
      for value in finding.codes {
        let meaning = ValueMeaning(finding: position, value: value.id)
        for code in value.terms { values[key(code), default: []].append(meaning) }
        let words = value.words.map { FoldedName.folding($0) }
        for word in Set(words + [value.label.en, value.label.ru].map { FoldedName.folding($0) }) {
          valueWords[word, default: []].append(meaning)
        }
        guard finding.kind == .code else { continue }
        for word in Set(words) { stageWords[word, default: []].append(meaning) }
      }
      for label in [finding.label.en, finding.label.ru] {
        findingWords[FoldedName.folding(label), default: []].append(FindingMeaning(finding: position, reading: nil))
      }
    }
    for meaning in rules.meanings {
      for code in meaning.codes { concepts[key(code), default: []].append(meaning.concept) }
      for word in meaning.words {
        let folded = Self.answer(word)
        if conceptWords[folded]?.contains(meaning.concept) != true { conceptWords[folded, default: []].append(meaning.concept) }
      }
      for url in meaning.urls { conceptURLs[url] = meaning.concept }
    }
    for term in knowledge.vocabulary.comorbidities {
      for code in term.terms { comorbidities[key(code), default: []].append(term.id) }
    }
    for term in knowledge.vocabulary.medications {
      for code in term.terms { medications[key(code), default: []].append(term.id) }
    }
    for drug in knowledge.drugs.entries {
      for code in drug.terms { drugs[key(code), default: []].append(drug.id) }
    }
    for disease in knowledge.diseases.entries {
      for code in disease.terms { diseases[key(code), default: []].append(disease.id) }
      for name in [disease.name.en, disease.name.ru] + disease.synonyms {
        let folded = FoldedName.folding(name)
        if diseaseWords[folded]?.contains(disease.id) != true { diseaseWords[folded, default: []].append(disease.id) }
      }
    }
    self.findings = findings
    self.values = values
    self.concepts = concepts
    self.comorbidities = comorbidities
    self.medications = medications
    self.drugs = drugs
    self.diseases = diseases
    self.findingWords = findingWords
    self.valueWords = valueWords
    self.stageWords = stageWords
    answerWords = rules.readings.map { $0.answers.map { Set($0.words.map { FoldedName.folding($0) }) } }
    self.conceptWords = conceptWords
    self.diseaseWords = diseaseWords
    self.conceptURLs = conceptURLs
    self.geneFindings = geneFindings
  }

  /// Signs that folding drops mean something in an answer.
  static func answer(_ word: String) -> String {
    word == "+" || word == "-" ? word : FoldedName.folding(word)
  }

  private static func normalized(_ code: String, of system: Terminology) -> String {
    switch system {
    case .hgnc: String(code.drop { !("0"..."9").contains($0) })
    case .icd10, .icd10CM, .atc: code.utf8.allSatisfy(isCapital) ? code : code.uppercased()
    default: code
    }
  }

  /// Whether a byte is ASCII and no small letter.
  private static func isCapital(_ byte: UInt8) -> Bool {
    byte < 0x80 && !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  /// The keys a coding may stand under, the most telling first: codes of ICD-10 stand for all that begin with them.
  func keys(of coding: CodedText.Coding) -> [Key] {
    guard let code = coding.code, code.utf8.count <= 100, let place = coding.system.flatMap(systemTable.place) else { return [] }
    var keys: [Key] = []
    for terminology in systems[place] {
      let text = Self.normalized(code, of: terminology)
      keys.append(Key(system: terminology, code: text))
      guard terminology == .icd10 || terminology == .icd10CM, text.utf8.count <= 10 else { continue }
      var wider = text[...]
      while wider.utf8.count > 3 {
        wider.removeLast()
        if wider.last != "." { keys.append(Key(system: terminology, code: String(wider))) }
      }
    }
    return keys
  }

  /// What all codings of a concept mean, each meaning once: more than one is a contradiction.
  func meanings<Meaning: Hashable>(_ coded: CodedText, in table: [Key: [Meaning]]) -> [Meaning] {
    meanings(coded.codings.map(keys), in: table)
  }

  /// The same by the keys of each coding, for concepts that are looked up in several tables.
  func meanings<Meaning: Hashable>(_ codings: [[Key]], in table: [Key: [Meaning]]) -> [Meaning] {
    var found: [Meaning] = []
    for keys in codings {
      for key in keys {
        guard let meanings = table[key] else { continue }
        for meaning in meanings where !found.contains(meaning) { found.append(meaning) }
        break
      }
    }
    return found
  }

  /// The same by codes and, where they are known, words.
  func concepts(_ coded: CodedText) -> [RecordConcept] {
    var found = meanings(coded, in: concepts)
    for word in coded.words {
      for concept in conceptWords[Self.answer(word)] ?? [] where !found.contains(concept) { found.append(concept) }
    }
    return found
  }

  /// The findings codes name; words count only where no code is known.
  func findingMeanings(
    of coded: CodedText, _ keys: [[Key]], _ concepts: [RecordConcept], _ knowledge: KnowledgeBase
  ) -> [FindingMeaning] {
    var found = meanings(keys, in: findings)
    for id in ownCodes(coded) {
      guard let position = knowledge.vocabulary.position(of: FindingID(id)) else { continue }
      if !found.contains(where: { $0.finding == position }) { found.append(FindingMeaning(finding: position, reading: nil)) }
    }
    guard found.isEmpty, concepts.isEmpty else { return found }
    for word in coded.words {
      for meaning in findingWords[FoldedName.folding(word)] ?? [] where !found.contains(meaning) { found.append(meaning) }
    }
    return found
  }

  /// The findings words name as abnormalities of chromosomes.
  func karyotypes(named words: [String]) -> [Int] {
    // Nearly no words do, and to take them apart costs much.
    let texts = words.filter(karyotypeStarts.mayBegin)
    return texts.isEmpty ? [] : karyotypes(in: Karyotype.parts(of: texts))
  }

  /// The findings parts of a karyotype name.
  func karyotypes(in parts: [String]) -> [Int] {
    karyotypes.filter { _, beginnings in parts.contains { part in beginnings.contains { $0.begins(part) } } }.map(\.finding)
  }

  /// The ids of this vocabulary a concept names.
  func ownCodes(_ coded: CodedText) -> [String] {
    coded.codings.compactMap { $0.system == rules.ownSystem ? $0.code : nil }
  }
}
