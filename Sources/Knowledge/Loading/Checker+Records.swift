import Clinical
import JSON

// How health records are read: what the rules name is there, and one code has one meaning.
extension Checker {
  func checkRecords() {
    checkTermCodes()
    if let rules = parts.recordRules { check(rules) }
    for course in parts.therapyRules?.courses ?? [] { check(course) }
    for code in parts.findings.flatMap(\.terms) {
      guard let reading = code.reading, parts.recordRules?.readings.contains(where: { $0.id == reading }) != true else {
        continue
      }
      guard let finding = parts.findings.first(where: { $0.terms.contains(code) }) else { continue }
      report.error(
        "no reading `\(reading)`", at: finding.place.member("codes"),
        suggestion: Spelling.nearest(to: reading, among: (parts.recordRules?.readings ?? []).map(\.id)))
    }
  }

  /// Within one list a code names one entry.
  private func checkTermCodes() {
    checkCodes("comorbidity", parts.comorbidities.map { ($0.id.text, $0.terms, $0.place) })
    checkCodes("medication", parts.medications.map { ($0.id.text, $0.terms, $0.place) })
    checkCodes("disease", parts.diseases.map { ($0.id.text, $0.terms, $0.place) })
    checkCodes("concept", (parts.recordRules?.meanings ?? []).map { ($0.concept.rawValue, $0.codes, $0.place) })
    // Of ATC, several drugs may share a code: which was given is then said to be uncertain.
    checkCodes("drug", parts.drugs.map { ($0.id.text, $0.terms.filter { $0.system != .atc }, $0.place) })
    for finding in parts.findings {
      checkCodes("value", finding.codes.map { ($0.id.text, $0.terms, finding.place) })
    }
  }

  private func checkCodes(_ phrase: String, _ entries: [(id: String, codes: [TerminologyCode], place: Place)]) {
    var owners: [String: String] = [:]
    for entry in entries {
      for code in entry.codes {
        let key = code.system.rawValue + " code `" + code.code + "`"
        if let owner = owners[key], owner != entry.id {
          report.error("\(key) means the \(phrase) `\(owner)` and `\(entry.id)`", at: entry.place)
        }
        owners[key] = entry.id
      }
    }
  }

  private func check(_ rules: RecordRules) {
    for combination in rules.combinations {
      let inputs = rules.readings.compactMap { reading in reading.input }
      for row in combination.rows {
        for input in row.when.keys.sorted() where input != RecordRules.Combination.stated && !inputs.contains(input) {
          report.error("no reading gives the input `\(input)`", at: combination.place)
        }
        if case .value(let value) = row.outcome { requireValue(value, of: combination.finding, at: combination.place) }
      }
    }
    for finding in parts.findings {
      for code in finding.terms {
        guard let reading = rules.readings.first(where: { $0.id == code.reading }) else { continue }
        if reading.input != nil {
          if !rules.combinations.contains(where: { $0.finding == finding.id }) {
            report.error(
              "`\(reading.id)` is an input, and no combination gives `\(finding.id)`", at: finding.place.member("codes"))
          }
          continue
        }
        for outcome in reading.ranges.map(\.outcome) + reading.answers.map({ .value($0.value) }) {
          if case .value(let value) = outcome { requireValue(value, of: finding.id, at: reading.place) }
        }
      }
    }
    for implication in rules.implications {
      requireValue(implication.value.text, of: implication.finding, at: implication.place)
      for member in implication.members { requireValue(member.text, of: implication.from, at: implication.place) }
    }
  }

  private func requireValue(_ value: String, of finding: FindingID, at place: Place) {
    guard let finding = findings[finding] else { return }
    switch finding.kind {
    case .code, .codes:
      if finding.code(CodeID(value)) == nil {
        report.error(
          "`\(value)` is no value of `\(finding.id)`", at: place,
          suggestion: Spelling.nearest(to: value, among: finding.codes.map(\.id.text)))
      }
    case .flag: if value != "true" && value != "false" { report.error("`\(finding.id)` is true or false", at: place) }
    case .number, .integer: if Int(value) == nil { report.error("`\(finding.id)` is a number", at: place) }
    }
  }

  private func check(_ course: TherapyRules.Course) {
    let settings = parts.diseases.first { $0.id == course.disease }?.settings ?? []
    guard !settings.isEmpty else { return }
    for id in [course.curative, course.first, course.maintenance, course.advanced].compactMap(\.self)
    where !settings.contains(where: { $0.id == id }) {
      report.error(
        "`\(id)` is no setting of `\(course.disease)`", at: course.place,
        suggestion: Spelling.nearest(to: id.text, among: settings.map(\.id.text)))
    }
  }
}
