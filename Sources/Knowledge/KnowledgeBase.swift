package import Clinical
package import JSON

/// Entries in the order of their ids, found by id.
package struct Catalogue<Kind, Entry: Sendable>: Sendable {
  package let entries: [Entry]
  /// The ids, by their places.
  private let table: NameTable

  init(_ entries: [Entry], id: (Entry) -> Identifier<Kind>) {
    self.entries = entries.sorted { id($0) < id($1) }
    ids = self.entries.map(id)
    table = NameTable(ids.map(\.text))
  }

  package subscript(id: Identifier<Kind>) -> Entry? {
    table.place(of: id.text).map { entries[$0] }
  }

  /// The entry with the id that a string of a document is; `nil` also for other values.
  package subscript(written value: JSONValue) -> Entry? {
    value.place(in: table).map { entries[$0] }
  }

  /// The entry's place in `entries`.
  package func position(of id: Identifier<Kind>) -> Int? {
    table.place(of: id.text)
  }

  /// In their order.
  package let ids: [Identifier<Kind>]
}

/// Worked cases as they were read.
struct LoadedCases: Sendable {
  let cases: Catalogue<IdentifierKind.WorkedCase, WorkedCase>
  let diagnostics: [Diagnostic]
}

/// Everything answers are decided from: loaded, linked, checked and never changed.
package final class KnowledgeBase: Sendable {
  package let version: String
  /// SHA-256 over the names and bytes of the files in sorted order, in hexadecimal.
  package let digest: String
  /// The day up to which evidence was considered.
  package let evidenceThrough: CalendarDate
  package let disclaimer: Text
  /// Where the knowledge as a whole is stated.
  package let place: Place
  package let vocabulary: Vocabulary
  package let diseases: Catalogue<IdentifierKind.Disease, Disease>
  package let drugs: Catalogue<IdentifierKind.Drug, Drug>
  package let classes: Catalogue<IdentifierKind.DrugClass, DrugClass>
  package let references: Catalogue<IdentifierKind.Reference, Reference>
  package let trials: Catalogue<IdentifierKind.Trial, Trial>
  package let regimens: Catalogue<IdentifierKind.Regimen, Regimen>
  package let definitions: Catalogue<IdentifierKind.Definition, Definition>
  package let pathways: Catalogue<IdentifierKind.Pathway, Pathway>
  package let recordedCases: Catalogue<IdentifierKind.RecordedCase, RecordedCase>
  package let cohorts: Catalogue<IdentifierKind.Cohort, Cohort>
  /// How health records are read; `nil`: they are not.
  package let recordRules: RecordRules?
  package let therapyRules: TherapyRules?
  package let drugNames: NameIndex<DrugID>
  /// What regimens inherit from their drugs.
  package let drugRules: DrugRuleBook
  /// By disease, in the order of their ids.
  private let regimenNames: [(disease: DiseaseID, names: NameIndex<RegimenID>)]
  private let drugsOfClass: [DrugClassID: Set<DrugID>]
  private let loadedCases: Deferred<LoadedCases>

  init(manifest: Manifest, digest: String, parts: KnowledgeParts, cases: Deferred<LoadedCases>) {
    version = manifest.version
    evidenceThrough = manifest.evidenceThrough
    disclaimer = manifest.disclaimer
    place = manifest.place
    self.digest = digest
    vocabulary = Vocabulary(
      findings: parts.findings, comorbidities: parts.comorbidities, medications: parts.medications,
      jurisdictions: parts.jurisdictions)
    diseases = Catalogue(parts.diseases) { $0.id }
    drugs = Catalogue(parts.drugs) { $0.id }
    classes = Catalogue(parts.classes) { $0.id }
    references = Catalogue(parts.references) { $0.id }
    trials = Catalogue(parts.trials) { $0.id }
    regimens = Catalogue(parts.regimens) { $0.id }
    definitions = Catalogue(parts.definitions) { $0.id }
    pathways = Catalogue(parts.pathways) { $0.id }
    loadedCases = cases
    recordedCases = Catalogue(parts.recordedCases) { $0.id }
    cohorts = Catalogue(parts.cohorts) { $0.id }
    (recordRules, therapyRules) = (parts.recordRules, parts.therapyRules)
    drugNames = NameIndex(parts.drugs.map { ($0.id, [$0.id.text, $0.name.en, $0.name.ru] + $0.synonyms) })
    drugRules = DrugRuleBook(drugs: parts.drugs, classes: parts.classes)
    regimenNames = Dictionary(grouping: parts.regimens, by: \.disease).sorted { $0.key < $1.key }.map { disease, regimens in
      (disease, NameIndex(regimens.map { ($0.id, $0.names) }))
    }
    drugsOfClass = Self.closedClasses(drugs: parts.drugs, classes: parts.classes)
  }

  /// The worked cases; those that can be read, where they are read late and `workedCaseDiagnostics` has errors.
  package var cases: Catalogue<IdentifierKind.WorkedCase, WorkedCase> { loadedCases.value.cases }

  /// What was found in the worked cases.
  package var workedCaseDiagnostics: [Diagnostic] { loadedCases.value.diagnostics }

  /// The names to look a regimen up in: those of the disease, or of another where only that one has the name.
  ///
  /// One abbreviation may mean different drugs in two diseases.
  package func regimenNames(for name: String, of disease: DiseaseID?) -> NameIndex<RegimenID> {
    let own = regimenNames.first { $0.disease == disease }?.names
    if let own, own[name: name] != .none { return own }
    return regimenNames.first { $0.names[name: name] != .none }?.names ?? own ?? regimenNames.first?.names ?? NameIndex([])
  }

  /// The regimen a string of a document names as the knowledge of the disease itself writes it; `nil`: ask with the name.
  package func regimen(written value: JSONValue, of disease: DiseaseID?) -> Regimen? {
    regimenNames.first { $0.disease == disease }?.names[written: value].flatMap { regimens[$0] }
  }

  /// The drugs of a class and of the classes within it.
  package func drugs(of drugClass: DrugClassID) -> Set<DrugID> {
    drugsOfClass[drugClass] ?? []
  }

  private static func closedClasses(drugs: [Drug], classes: [DrugClass]) -> [DrugClassID: Set<DrugID>] {
    let wider = Dictionary(classes.map { ($0.id, $0.within) }) { first, _ in first }
    var members: [DrugClassID: Set<DrugID>] = [:]
    for drug in drugs {
      var waiting = drug.classes
      while let drugClass = waiting.popLast() {
        if members[drugClass, default: []].insert(drug.id).inserted { waiting += wider[drugClass] ?? [] }
      }
    }
    return members
  }
}

/// The askable things, in the order of their files.
package final class Vocabulary: Sendable {
  package let findings: [Finding]
  package let comorbidities: [ListedTerm<ComorbidityID>]
  package let medications: [ListedTerm<MedicationID>]
  package let jurisdictions: [ListedTerm<JurisdictionID>]
  package let comorbidityNames: NameIndex<ComorbidityID>
  package let medicationNames: NameIndex<MedicationID>
  private let findingTable: NameTable
  private let comorbidityTable: NameTable
  private let medicationTable: NameTable

  init(
    findings: [Finding], comorbidities: [ListedTerm<ComorbidityID>], medications: [ListedTerm<MedicationID>],
    jurisdictions: [ListedTerm<JurisdictionID>]
  ) {
    self.findings = findings
    self.comorbidities = comorbidities
    self.medications = medications
    self.jurisdictions = jurisdictions
    comorbidityNames = NameIndex(comorbidities.map { ($0.id, [$0.id.text, $0.label.en, $0.label.ru] + $0.synonyms) })
    medicationNames = NameIndex(medications.map { ($0.id, [$0.id.text, $0.label.en, $0.label.ru] + $0.synonyms) })
    findingTable = NameTable(findings.map(\.id.text))
    comorbidityTable = NameTable(comorbidities.map(\.id.text))
    medicationTable = NameTable(medications.map(\.id.text))
  }

  package subscript(id: FindingID) -> Finding? {
    position(of: id).map { findings[$0] }
  }

  /// The finding a member is named for.
  package subscript(named member: JSONMember) -> Finding? {
    member.place(in: findingTable).map { findings[$0] }
  }

  /// The place of a finding in `findings`.
  package func position(of id: FindingID) -> Int? {
    findingTable.place(of: id.text)
  }

  /// The place of a comorbidity in `comorbidities`.
  package func position(of id: ComorbidityID) -> Int? {
    comorbidityTable.place(of: id.text)
  }

  /// The place of a medication in `medications`.
  package func position(of id: MedicationID) -> Int? {
    medicationTable.place(of: id.text)
  }
}

/// What the knowledge as a whole states of itself.
struct Manifest {
  let version: String
  let evidenceThrough: CalendarDate
  let disclaimer: Text
  let place: Place

  init?(_ cursor: Cursor) {
    let decoded: Manifest? = cursor.object { reader in
      reader.fileHeader()
      _ = reader.required("id") { $0.newIdentifier() }
      let version = reader.required("version") { $0.words() }
      let evidenceThrough = reader.required("evidenceThrough") { $0.date() }
      let disclaimer = reader.required("disclaimer") { $0.text() }
      guard let version, let evidenceThrough, let disclaimer else { return nil }
      return Manifest(
        version: version, evidenceThrough: evidenceThrough, disclaimer: disclaimer, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }

  private init(version: String, evidenceThrough: CalendarDate, disclaimer: Text, place: Place) {
    self.version = version
    self.evidenceThrough = evidenceThrough
    self.disclaimer = disclaimer
    self.place = place
  }
}

/// What the files hold, decoded and not yet linked.
struct KnowledgeParts {
  var diseases: [Disease] = []
  var findings: [Finding] = []
  var comorbidities: [ListedTerm<ComorbidityID>] = []
  var medications: [ListedTerm<MedicationID>] = []
  var jurisdictions: [ListedTerm<JurisdictionID>] = []
  var drugs: [Drug] = []
  var classes: [DrugClass] = []
  var references: [Reference] = []
  var trials: [Trial] = []
  var regimens: [Regimen] = []
  var definitions: [Definition] = []
  var pathways: [Pathway] = []
  var cases: [WorkedCase] = []
  var recordedCases: [RecordedCase] = []
  var cohorts: [Cohort] = []
  var recordRules: RecordRules?
  var therapyRules: TherapyRules?

  /// Adds what other files hold.
  mutating func append(_ other: KnowledgeParts) {
    diseases += other.diseases
    findings += other.findings
    comorbidities += other.comorbidities
    medications += other.medications
    jurisdictions += other.jurisdictions
    drugs += other.drugs
    classes += other.classes
    references += other.references
    trials += other.trials
    regimens += other.regimens
    definitions += other.definitions
    pathways += other.pathways
    cases += other.cases
    recordedCases += other.recordedCases
    cohorts += other.cohorts
    recordRules = recordRules ?? other.recordRules
    therapyRules = therapyRules ?? other.therapyRules
  }
}
