import JSON

/// What the figures of the knowledge rest on, and whether they agree with each other.
///
/// Too much for a start: `nextline check` does it, on knowledge that loads.
package struct KnowledgeAudit: Sendable {
  /// In the order of the files.
  package let figures: [Figure]
  /// Errors and warnings, sorted.
  package let diagnostics: [Diagnostic]
  package let tallies: [ArithmeticCheck: ArithmeticTally]
  /// How many codes and identifiers have which confidence.
  package let codes: [Figure.Certainty: Int]

  /// Folders without figures of the knowledge: cases are questions, bundles records of made-up patients.
  private static let foldersWithoutFigures: Set<String> = ["cases", "bundles"]

  package init(_ knowledge: KnowledgeBase, files: [KnowledgeFile]) {
    let report = Report()
    let arithmetic = Arithmetic(report: report)
    let uses = FigureUses(knowledge)
    var (figures, codes) = ([Figure](), [Figure.Certainty: Int]())
    for file in files.sorted(by: { $0.path < $1.path }) {
      let folder = String(file.path.prefix { $0 != "/" })
      guard folder != file.path, !Self.foldersWithoutFigures.contains(folder),
        let document = try? JSONDocument.parse(file.bytes)
      else { continue }
      var collector = FigureCollector(
        document.root, file: file.path, folder: folder, knowledge: knowledge, uses: uses, report: report)
      collector.collect()
      figures += collector.figures
      TextArithmetic(file: file.path, arithmetic: arithmetic).check(document.root)
      Self.countCodes(in: document.root, arithmetic, &codes)
    }
    for trial in knowledge.trials.entries {
      arithmetic.withOddities(of: trial) { TrialArithmetic(trial, arithmetic).check() }
    }
    self.figures = figures
    self.codes = codes
    diagnostics = report.sorted
    tallies = arithmetic.tallies
  }

  /// Codes and identifiers: their form is verified on loading.
  private static func countCodes(in value: JSONValue, _ arithmetic: Arithmetic, _ codes: inout [Figure.Certainty: Int]) {
    for element in value.elements { countCodes(in: element, arithmetic, &codes) }
    for member in value.members { countCodes(in: member.value, arithmetic, &codes) }
    let isCode = value["system"]?.kind == .string && value["code"]?.kind == .string
    if isCode { arithmetic.passed(.codes) }
    let identifiers = ["nct", "doi", "pmid", "pmcid"].compactMap { value[$0] }
    arithmetic.passed(.identifiers, times: identifiers.count)
    let marks = (isCode || value["nct"] != nil ? [value] : []) + identifiers.filter { $0.kind == .object }
    for mark in marks {
      guard let confidence = mark["confidence"]?.string.flatMap({ Confidence(rawValue: $0) }) else { continue }
      codes[Figure.Certainty(confidence), default: 0] += 1
    }
  }
}
