import Clinical

// What cohorts draw is there, can be, and depends only on what was drawn before it.
extension Checker {
  func checkCohorts() {
    var owners: [DiseaseID: CohortID] = [:]
    for cohort in parts.cohorts.sorted(by: { $0.id < $1.id }) {
      if let owner = owners[cohort.disease] {
        report.error("`\(cohort.disease)` has the cohort `\(owner)` already", at: cohort.place.member("disease"))
      }
      owners[cohort.disease] = cohort.id
      var check = CohortCheck(checker: self, cohort: cohort)
      check.run()
    }
  }
}

/// The check of one cohort, with what has been drawn so far.
private struct CohortCheck {
  let checker: Checker
  let cohort: Cohort
  private var drawn: Set<FindingID> = []
  private var comorbidities: Set<ComorbidityID> = []
  private var medications: Set<MedicationID> = []
  private var hasHistory = false

  private var report: Report { checker.report }

  init(checker: Checker, cohort: Cohort) {
    (self.checker, self.cohort) = (checker, cohort)
  }

  mutating func run() {
    for draw in cohort.draws { check(draw) }
    for step in cohort.steps { check(step) }
    checkHistory()
    hasHistory = true
    for draw in cohort.drawsAfterHistory { check(draw) }
    for gap in cohort.gaps { check(gap) }
  }

  // Draws.

  private mutating func check(_ draw: Cohort.Draw) {
    switch draw.subject {
    case .finding(let id, let decimals, let rows):
      checkConditions(of: rows)
      if !drawn.insert(id).inserted { report.error("`\(id)` is drawn twice", at: draw.place.member("finding")) }
      guard let finding = checker.findings[id] else { return }
      if let owner = finding.disease, owner != cohort.disease, checker.isRead(cohort.disease) {
        report.error("finding `\(id)` is of `\(owner)`", at: draw.place.member("finding"))
      }
      guard !checker.broken.contains(finding.place.file) else { return }
      for row in rows { check(row, of: finding, decimals: decimals) }
    case .comorbidity(let id, let rows):
      checkConditions(of: rows)
      if !comorbidities.insert(id).inserted { report.error("`\(id)` is drawn twice", at: draw.place.member("comorbidity")) }
    case .medication(let id, let rows):
      checkConditions(of: rows)
      if !medications.insert(id).inserted { report.error("`\(id)` is drawn twice", at: draw.place.member("medication")) }
    }
  }

  private func check(_ row: Cohort.Row<Cohort.FindingDistribution>, of finding: Finding, decimals: Int) {
    switch row.distribution {
    case .values(let shares):
      for share in shares { check(share.item, of: finding, decimals: decimals) }
    case .quantiles(let quantiles):
      guard finding.kind == .number || finding.kind == .integer else {
        report.error("`\(finding.id)` is no number: give `values`", at: quantiles.place)
        return
      }
      for point in quantiles.points { check(point.value, of: finding, decimals: decimals, at: quantiles.place) }
    case .leftOut: break
    }
  }

  private func check(_ value: Cohort.FindingValue, of finding: Finding, decimals: Int) {
    switch (value.content, finding.kind) {
    case (.flag, .flag): break
    case (.code(let code), .code): check([code], of: finding, at: value.place)
    case (.codes(let codes), .codes):
      if Set(codes).count < codes.count { report.error("a value is there twice", at: value.place) }
      check(codes, of: finding, at: value.place)
    case (.number(let number), .number), (.number(let number), .integer):
      check(number, of: finding, decimals: decimals, at: value.place)
    default: report.error("`\(finding.id)` \(Self.advice(for: finding.kind))", at: value.place)
    }
  }

  private func check(_ codes: [CodeID], of finding: Finding, at place: Place) {
    let allowed = finding.codes.map(\.id.text)
    for code in codes where finding.code(code) == nil {
      report.error(
        "`\(code)` is no value of `\(finding.id)`: one of \(allowed.joined(separator: ", "))", at: place,
        suggestion: Spelling.nearest(to: code.text, among: allowed))
    }
  }

  private func check(_ number: Magnitude, of finding: Finding, decimals: Int, at place: Place) {
    if finding.kind == .integer, !number.isWhole || decimals > 0 {
      report.error("`\(finding.id)` is a whole number", at: place)
    } else if number.digits(after: decimals) == nil {
      report.error("\(number) has more than \(decimals) digits after the point: say how many with `decimals`", at: place)
    }
    if Bounds(exactly: number).lies(in: finding.range) != .holds {
      report.error("\(number) is no value of `\(finding.id)`", at: place)
    }
  }

  /// What values of a finding look like, in words that follow its name.
  private static func advice(for kind: Finding.Kind) -> String {
    switch kind {
    case .flag: "is true or false"
    case .code: "is one of several values, written as a string"
    case .codes: "is a set of values, written as a list"
    case .number, .integer: "is a number"
    }
  }

  // Conditions.

  private func checkConditions<Distribution>(of rows: [Cohort.Row<Distribution>]) {
    for row in rows {
      guard let condition = row.condition else { continue }
      let place = row.place.member("when")
      checker.check(condition, of: cohort.disease, at: place)
      check(condition, at: place)
    }
  }

  private func check(_ condition: Condition, at place: Place) {
    switch condition {
    case .all(let children), .any(let children): for child in children { check(child, at: place) }
    case .not(let child): check(child, at: place)
    case .finding(let clause):
      if checker.findings[clause.finding] != nil, !drawn.contains(clause.finding) {
        report.error("`\(clause.finding)` is not drawn before", at: clause.place)
      }
    case .comorbidity(let clause):
      for id in clause.anyOf where !comorbidities.contains(id) { report.error("`\(id)` is not drawn before", at: clause.place) }
    case .medication(let clause):
      for id in clause.anyOf where !medications.contains(id) { report.error("`\(id)` is not drawn before", at: clause.place) }
    case .therapy(let clause):
      if !hasHistory { report.error("the history is not drawn before", at: clause.place) }
      if !clause.bestResponses.isEmpty || clause.isLatestLine || clause.durationMonths != nil {
        report.error("a cohort asks for the drugs, the setting and the outcome of a therapy only", at: clause.place)
      }
    default:
      report.error(
        "a cohort knows the conditions `all`, `any`, `not`, `finding`, `comorbidity`, `medication` and `therapy` only", at: place)
    }
  }

  // History.

  private func check(_ step: Cohort.Step) {
    if let disease = checker.parts.diseases.first(where: { $0.id == cohort.disease }) {
      let known = disease.settings.map(\.id.text)
      if !known.contains(step.setting.text) {
        report.error(
          "unknown setting `\(step.setting)` of `\(disease.id)`: one of \(known.joined(separator: ", "))",
          at: step.place.member("setting"), suggestion: Spelling.nearest(to: step.setting.text, among: known))
      }
    }
    for option in step.options {
      guard case .regimen(let id) = option.item, let regimen = checker.regimens[id] else { continue }
      let place = step.place.member("options")
      if regimen.disease != cohort.disease { report.error("regimen `\(id)` is of `\(regimen.disease)`", at: place) }
      if regimen.components.isEmpty, regimen.kind != .procedure {
        report.error("regimen `\(id)` names no drugs: give those that were used as `drugs`", at: place)
      }
    }
    for ending in step.endings.map(\.item) {
      if ending.daysToProgression != nil, ending.outcome != .progressedAfterTherapy {
        report.error("days to progression belong to `progressed-after-therapy`", at: ending.place.member("daysToProgression"))
      }
      for quantiles in [ending.durationMonths, ending.daysToProgression].compactMap(\.self) {
        for point in quantiles.points where !point.value.isWhole || point.value < Magnitude(0) || point.value > Magnitude(1200) {
          report.error("\(point.value) is no whole number from 0 to 1200", at: quantiles.place)
        }
      }
    }
  }

  private func checkHistory() {
    checkConditions(of: cohort.history)
    let steps = Dictionary(cohort.steps.map { ($0.id, $0) }) { first, _ in first }
    var used: Set<String> = []
    for course in cohort.history.flatMap({ $0.distribution.map(\.item) }) {
      for id in course.steps where steps[id] == nil {
        report.error(
          "no step `\(id)`", at: course.place.element(id, in: "steps"),
          suggestion: Spelling.nearest(to: id, among: steps.keys.sorted()))
      }
      for (index, id) in course.steps.enumerated() where course.steps[..<index].contains(id) {
        report.error("step `\(id)` is there twice", at: course.place)
      }
      used.formUnion(course.steps)
      checkLines(course.steps.compactMap { steps[$0] }, course)
    }
    for step in cohort.steps where !used.contains(step.id) {
      report.warning("step `\(step.id)` is in no course", at: step.place)
    }
  }

  /// What goes on with a line follows a therapy of it that did not end with progression.
  private func checkLines(_ steps: [Cohort.Step], _ course: Cohort.Course) {
    for (index, step) in steps.enumerated() where step.continuesLine {
      guard index > 0 else {
        report.error("step `\(step.id)` continues a line, and there is none before it", at: course.place)
        continue
      }
      let outcomes = steps[index - 1].endings.map(\.item.outcome)
      if outcomes.contains(.progressedOnTherapy) || outcomes.contains(.progressedAfterTherapy) {
        report.error("step `\(step.id)` continues a line that may have ended with progression", at: course.place)
      }
    }
  }

  // Gaps.

  private func check(_ gap: Cohort.Gap) {
    for id in gap.findings where checker.findings[id] != nil && !drawn.contains(id) {
      report.error("`\(id)` is never drawn", at: gap.place.element(id.text, in: "findings"))
    }
    let ofTherapy = gap.members.filter(\.isOfTherapy)
    if !ofTherapy.isEmpty, ofTherapy.count < gap.members.count || !gap.findings.isEmpty {
      report.error("what therapies lack of each by itself stands alone", at: gap.place.member("members"))
    }
  }
}

extension Magnitude {
  /// The number in units of so many digits after the point; `nil` when it has more.
  package func digits(after point: Int) -> Int? {
    var (digits, scale) = (significand, scale)
    while scale > point {
      guard digits % 10 == 0 else { return nil }
      (digits, scale) = (digits / 10, scale - 1)
    }
    while scale < point {
      let (more, overflows) = digits.multipliedReportingOverflow(by: 10)
      guard !overflows else { return nil }
      (digits, scale) = (more, scale + 1)
    }
    return Int(digits)
  }
}
