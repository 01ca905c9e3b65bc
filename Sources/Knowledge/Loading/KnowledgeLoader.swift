import Clinical
import Dispatch
import JSON
import Synchronization

/// A file of the knowledge directory.
package struct KnowledgeFile: Sendable {
  /// Relative to the directory, with `/` between its parts.
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// What became of loading: the knowledge when it is free of errors, and everything found on the way.
package struct LoadedKnowledge: Sendable {
  package let knowledge: KnowledgeBase?
  package let diagnostics: [Diagnostic]

  package init(knowledge: KnowledgeBase?, diagnostics: [Diagnostic]) {
    (self.knowledge, self.diagnostics) = (knowledge, diagnostics)
  }
}

/// When worked cases are read: no answer rests on them.
package enum WorkedCaseLoading: Sendable {
  /// With the rest, whose errors theirs are among.
  case now
  /// When `KnowledgeBase` is first asked for them; `workedCaseDiagnostics` says what is wrong with them.
  case later
}

/// Reads, decodes, links and checks knowledge files; an error of one stage hides none of another that can still be found.
package struct KnowledgeLoader {
  private let report = Report()
  private var parts = KnowledgeParts()
  private var manifest: Manifest?
  private var identifiers: [EntryKind: Set<String>] = [:]

  private init() {}

  /// Loads `files`, whatever their order.
  package static func load(_ files: [KnowledgeFile], workedCases: WorkedCaseLoading = .now) -> LoadedKnowledge {
    let sorted = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let digest = PendingDigest(of: sorted)
    let cases = sorted.filter(isWorkedCase)
    var loader = KnowledgeLoader()
    loader.decodeAll(sorted.filter { !isWorkedCase($0) })
    for file in cases { loader.registerName(of: file) }
    loader.requireManifest()
    loader.link()
    Checker(report: loader.report, parts: loader.parts).check()
    let pending = PendingCases(
      files: cases, parts: loader.parts, identifiers: loader.identifiers, earlier: loader.report.diagnostics)
    let deferred = Deferred { pending.load() }
    if workedCases == .now { loader.report.append(deferred.value.diagnostics, []) }
    guard !loader.report.hasErrors, let manifest = loader.manifest else {
      return LoadedKnowledge(knowledge: nil, diagnostics: loader.report.sorted)
    }
    let knowledge = KnowledgeBase(manifest: manifest, digest: digest.value, parts: loader.parts, cases: deferred)
    return LoadedKnowledge(knowledge: knowledge, diagnostics: loader.report.sorted)
  }

  /// Worked cases that are still to be read, with the knowledge they speak of.
  private struct PendingCases: Sendable {
    let files: [KnowledgeFile]
    let parts: KnowledgeParts
    let identifiers: [EntryKind: Set<String>]
    /// What was found in that knowledge.
    let earlier: [Diagnostic]

    func load() -> LoadedCases {
      var loader = KnowledgeLoader()
      loader.identifiers = identifiers
      loader.decodeAll(files)
      loader.link()
      let cases = loader.parts.cases
      Checker(report: loader.report, parts: parts, earlier: earlier).check(cases)
      return LoadedCases(cases: Catalogue(cases) { $0.id }, diagnostics: loader.report.sorted)
    }
  }

  private static func isWorkedCase(_ file: KnowledgeFile) -> Bool {
    let path = file.path.utf8
    return path.starts(with: "cases/".utf8) && path.suffix(5).elementsEqual(".json".utf8)
      && path.count(where: { $0 == UInt8(ascii: "/") }) == 1
  }

  private func link() {
    Linker(report: report, identifiers: identifiers).link()
  }

  // Decoding goes on in two places at once: it is most of what a start costs.

  /// What files hold and what is wrong with them.
  private struct Decoded: Sendable {
    let diagnostics: [Diagnostic]
    let links: [Report.Link]
    let parts: KnowledgeParts
    let manifest: Manifest?
    let identifiers: [EntryKind: Set<String>]
  }

  /// The files in two parts of about the same size, in order.
  private static func halves(of files: [KnowledgeFile]) -> [ArraySlice<KnowledgeFile>] {
    let half = files.reduce(0) { $0 + $1.bytes.count } / 2
    var size = 0
    let middle = files.firstIndex { file in
      size += file.bytes.count
      return size > half
    }
    return [files[..<(middle ?? 0)], files[(middle ?? 0)...]]
  }

  private mutating func decodeAll(_ files: [KnowledgeFile]) {
    for decoded in Self.decode(Self.halves(of: files)) { append(decoded) }
  }

  /// Each part with a report of its own, in the order of the parts.
  private static func decode(_ parts: [ArraySlice<KnowledgeFile>]) -> [Decoded] {
    let decoded = Mutex([Decoded?](repeating: nil, count: parts.count))
    DispatchQueue.concurrentPerform(iterations: parts.count) { index in
      var loader = KnowledgeLoader()
      for file in parts[index] { loader.decode(file) }
      let part = Decoded(
        diagnostics: loader.report.diagnostics, links: loader.report.links, parts: loader.parts, manifest: loader.manifest,
        identifiers: loader.identifiers)
      decoded.withLock { $0[index] = part }
    }
    return decoded.withLock { $0.compactMap(\.self) }
  }

  private mutating func append(_ decoded: Decoded) {
    report.append(decoded.diagnostics, decoded.links)
    parts.append(decoded.parts)
    manifest = manifest ?? decoded.manifest
    identifiers.merge(decoded.identifiers) { $0.union($1) }
  }

  private mutating func decode(_ file: KnowledgeFile) {
    guard file.path.hasSuffix(".json") else {
      report.add(
        Diagnostic(
          severity: .error, file: file.path, pointer: "", line: 0, column: 0,
          message: "is no file of the knowledge: its name does not end in `.json`"))
      return
    }
    let document: JSONDocument
    do {
      document = try JSONDocument.parse(file.bytes)
    } catch {
      for fault in error.errors { report.add(Diagnostic(fault, file: file.path)) }
      registerName(of: file)
      return
    }
    let cursor = Cursor(document.root, file: file.path, report: report)
    let path = file.path.split(separator: "/").map(String.init)
    switch (path.first, path.count) {
    case ("knowledge.json", 1): manifest = Manifest(cursor)
    case ("vocabulary", 2): decodeVocabulary(path[1], cursor)
    case ("records"?, 2): decodeRecordRules(path[1], cursor)
    case (let folder?, 2): decodeEntry(in: folder, named: path[1], cursor)
    default: cursor.error("is no file of the knowledge", suggestion: "knowledge.json")
    }
  }

  private mutating func decodeVocabulary(_ name: String, _ cursor: Cursor) {
    switch name {
    case "findings.json":
      parts.findings = list("findings", .finding, cursor) { Finding.decode($0) }
    case "comorbidities.json":
      parts.comorbidities = list("comorbidities", .comorbidity, cursor) { ListedTerm<ComorbidityID>.decode($0) }
    case "medications.json":
      parts.medications = list("medications", .medication, cursor) { ListedTerm<MedicationID>.decode($0) }
    case "jurisdictions.json":
      parts.jurisdictions = list("jurisdictions", .jurisdiction, cursor) { ListedTerm<JurisdictionID>.decode($0) }
    case "classes.json":
      parts.classes = list("classes", .drugClass, cursor) { DrugClass($0) }
    default:
      let known = ["findings.json", "comorbidities.json", "medications.json", "jurisdictions.json", "classes.json"]
      cursor.error("is no file of the vocabulary", suggestion: Spelling.nearest(to: name, among: known))
    }
  }

  private mutating func decodeRecordRules(_ name: String, _ cursor: Cursor) {
    switch name {
    case "reading.json": parts.recordRules = RecordRules(cursor)
    case "therapies.json": parts.therapyRules = TherapyRules(cursor)
    default:
      cursor.error(
        "is no file of the rules for records", suggestion: Spelling.nearest(to: name, among: ["reading.json", "therapies.json"]))
    }
  }

  private mutating func list<Entry>(_ member: String, _ kind: EntryKind, _ cursor: Cursor, _ decode: (Cursor) -> Entry?)
    -> [Entry]
  {
    let entries: [Entry]? = cursor.object { reader in
      reader.fileHeader()
      _ = reader.required("id") { $0.newIdentifier() }
      return reader.list(member, atLeast: 1, decode)
    }
    for element in cursor.value[member]?.elementList ?? [] {
      guard let id = element["id"]?.string else { continue }
      if identifiers[kind, default: []].insert(id).inserted == false {
        cursor.at(element["id"] ?? element).error("\(kind.phrase) `\(id)` is there twice")
      }
    }
    return entries ?? []
  }

  private mutating func decodeEntry(in folder: String, named name: String, _ cursor: Cursor) {
    guard let kind = Self.folders[folder] else {
      cursor.error(
        "`\(folder)` is no folder of the knowledge", suggestion: Spelling.nearest(to: folder, among: Self.folders.keys.sorted()))
      return
    }
    register(kind, id: String(name.dropLast(".json".count)))
    if let id = cursor.value["id"]?.string, id + ".json" != name {
      cursor.at(cursor.value["id"] ?? cursor.value).error(
        "id `\(id)` differs from the file's name", suggestion: String(name.dropLast(5)))
    }
    switch kind {
    case .disease: Disease.decode(cursor).map { parts.diseases.append($0) }
    case .drug: Drug(cursor).map { parts.drugs.append($0) }
    case .reference: Reference(cursor).map { parts.references.append($0) }
    case .trial: Trial(cursor).map { parts.trials.append($0) }
    case .regimen: Regimen.decode(cursor).map { parts.regimens.append($0) }
    case .definition: Definition(cursor).map { parts.definitions.append($0) }
    case .pathway: Pathway(cursor).map { parts.pathways.append($0) }
    case .workedCase: WorkedCase(cursor).map { parts.cases.append($0) }
    case .recordedCase: RecordedCase(cursor).map { parts.recordedCases.append($0) }
    case .cohort: Cohort(cursor).map { parts.cohorts.append($0) }
    case .finding, .comorbidity, .medication, .jurisdiction, .drugClass, .source: preconditionFailure("has no folder")
    }
  }

  /// The folders of entries that have a file each.
  package static let folders: [String: EntryKind] = [
    "diseases": .disease, "drugs": .drug, "references": .reference, "trials": .trial, "regimens": .regimen,
    "definitions": .definition, "pathways": .pathway, "cases": .workedCase,
    "bundles": .recordedCase, "cohorts": .cohort,
  ]

  /// A file that cannot be read still names its entry: what refers to it is not wrong for that.
  private mutating func registerName(of file: KnowledgeFile) {
    let path = file.path.split(separator: "/").map(String.init)
    guard path.count == 2, let kind = Self.folders[path[0]] else { return }
    register(kind, id: String(path[1].dropLast(".json".count)))
  }

  private mutating func register(_ kind: EntryKind, id: String) {
    identifiers[kind, default: []].insert(id)
    if kind == .reference || kind == .trial { identifiers[.source, default: []].insert(id) }
  }

  private func requireManifest() {
    guard manifest == nil, !report.diagnostics.contains(where: { $0.file == "knowledge.json" }) else { return }
    report.add(
      Diagnostic(severity: .error, file: "knowledge.json", pointer: "", line: 0, column: 0, message: "the file is missing"))
  }
}

/// The digest of files, worked out while they are decoded.
private final class PendingDigest: Sendable {
  private let digest = Mutex("")
  private let group = DispatchGroup()

  init(of files: [KnowledgeFile]) {
    DispatchQueue.global(qos: .userInitiated).async(group: group) {
      let digest = Self.digest(of: files)
      self.digest.withLock { $0 = digest }
    }
  }

  /// Waits until it is there.
  var value: String {
    group.wait()
    return digest.withLock { $0 }
  }

  private static func digest(of files: [KnowledgeFile]) -> String {
    var hash = SHA256()
    for file in files {
      hash.update(Array(file.path.utf8) + [0])
      hash.update(file.bytes)
      hash.update([0])
    }
    return hash.finalized().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
