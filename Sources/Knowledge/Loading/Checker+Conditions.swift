import Clinical

/// Kinds of conditions that make sense in some places only.
struct ConditionAllowance: OptionSet {
  let rawValue: Int

  static let unknown = ConditionAllowance(rawValue: 1)
  static let ofOption = ConditionAllowance(rawValue: 2)
  static let steps = ConditionAllowance(rawValue: 4)
}

extension Checker {
  func check(_ criterion: Criterion, of disease: DiseaseID, allowing allowed: ConditionAllowance = []) {
    check(criterion.condition, of: disease, at: criterion.place.member("condition"), allowing: allowed)
  }

  func check(_ condition: Condition, of disease: DiseaseID, at place: Place, allowing allowed: ConditionAllowance = []) {
    switch condition {
    case .all(let children):
      checkTogether(children)
      for child in children { check(child, of: disease, at: place, allowing: allowed) }
    case .any(let children), .atLeast(_, let children):
      for child in children { check(child, of: disease, at: place, allowing: allowed) }
    case .not(let child): check(child, of: disease, at: place, allowing: allowed)
    case .unknown(let child):
      if !allowed.contains(.unknown) {
        report.error("`unknown` is for notices: a verdict must not change with what is not known", at: place)
      }
      check(child, of: disease, at: place, allowing: allowed)
    case .finding(let clause): check(clause, of: disease)
    case .therapy(let clause):
      check(settings: clause.settings, of: disease, at: clause.place)
      if let duration = clause.durationMonths { checkRange(duration, of: "duration", within: .fromZero, at: clause.place) }
      if case .ofOption = clause.selection { requireOption(allowed, "ofOption", at: clause.place) }
    case .line(let clause):
      check(settings: clause.settings, of: disease, at: clause.place)
      checkRange(clause.count, of: "number of lines", within: .fromZero, at: clause.place)
    case .reference(let id):
      guard let definition = definitions[id] else { break }
      if definition.disease != disease { report.error("definition `\(id)` is of `\(definition.disease)`", at: place) }
      if case .value = definition.content {
        report.error("definition `\(id)` is one of several values, not true or false", at: place)
      }
    case .refractory(let clause): check(clause, of: disease, allowing: allowed)
    case .option(let clause):
      requireOption(allowed, "option", at: clause.place)
      if case .drugs(let count) = clause.test { checkRange(count, of: "number of drugs", within: .fromZero, at: clause.place) }
    case .known(let child): check(child, of: disease, at: place, allowing: allowed)
    case .noneStands(let clause):
      if !allowed.contains(.steps) { report.error("`noneStands` is for steps and notices of a pathway", at: clause.place) }
    case .undetermined, .comorbidity, .medication, .jurisdiction: break
    }
  }

  private func check(_ clause: RefractoryClause, of disease: DiseaseID, allowing allowed: ConditionAllowance) {
    if case .ofOption = clause.selection { requireOption(allowed, "ofOption", at: clause.place) }
    checkRange(clause.count, of: "number of drugs", within: .fromZero, at: clause.place)
    guard let disease = parts.diseases.first(where: { $0.id == disease }), disease.refractoriness == nil else { return }
    report.error("`\(disease.id)` has no rule of refractoriness", at: clause.place)
  }

  private func requireOption(_ allowed: ConditionAllowance, _ key: String, at place: Place) {
    guard !allowed.contains(.ofOption) else { return }
    report.error(
      "`\(key)` speaks of an option: it belongs in criteria and cautions of regimens, or in the criteria of a pathway",
      at: place)
  }

  private func check(settings: [SettingID], of disease: DiseaseID, at place: Place) {
    guard let disease = parts.diseases.first(where: { $0.id == disease }) else { return }
    let known = disease.settings.map(\.id.text)
    for setting in settings where !known.contains(setting.text) {
      report.error(
        "unknown setting `\(setting)` of `\(disease.id)`: one of \(known.joined(separator: ", "))",
        at: place.element(setting.text, in: "setting"), suggestion: Spelling.nearest(to: setting.text, among: known))
    }
  }

  private func check(_ clause: FindingClause, of disease: DiseaseID) {
    guard let finding = findings[clause.finding] else { return }
    if let owner = finding.disease, owner != disease, isRead(disease) {
      report.error("finding `\(finding.id)` is of `\(owner)`", at: clause.place)
    }
    switch (clause.test, finding.kind) {
    case (.flag, .flag): break
    case (.anyOf(let codes), .code), (.includesAny(let codes), .codes):
      for code in codes where finding.code(code) == nil {
        let allowed = finding.codes.map(\.id.text)
        report.error(
          "`\(code)` is no value of `\(finding.id)`: one of \(allowed.joined(separator: ", "))", at: clause.place,
          suggestion: Spelling.nearest(to: code.text, among: allowed))
      }
      for code in codes.compactMap(finding.code) where !code.refinedBy.isEmpty {
        for refined in code.refinedBy where !codes.contains(refined) {
          report.error("`\(code.id)` stands for `\(refined)` too, which is not named beside it", at: clause.place)
        }
      }
      if finding.kind == .code, finding.codes.allSatisfy({ codes.contains($0.id) }) {
        report.error("holds for every value of `\(finding.id)`", at: clause.place)
      }
    case (.within(let bounds, let unit), .number), (.within(let bounds, let unit), .integer):
      checkUnit(unit, of: finding, at: clause.place)
      if finding.kind == .integer, [bounds.lower, bounds.upper].contains(where: { $0?.value.isWhole == false }) {
        report.error("`\(finding.id)` is a whole number and is compared with whole numbers", at: clause.place)
      }
      checkRange(bounds, of: "value of `\(finding.id)`", within: finding.range, at: clause.place)
    default:
      report.error("`\(finding.id)` \(Self.advice(for: finding.kind))", at: clause.place)
    }
  }

  private func checkUnit(_ unit: String?, of finding: Finding, at place: Place) {
    switch (unit, finding.unit?.code) {
    case (let unit?, let expected?) where unit != expected:
      report.error("the unit of `\(finding.id)` is `\(expected)`, not `\(unit)`", at: place, suggestion: expected)
    case (nil, let expected?): report.error("the unit is missing: `\(finding.id)` is measured in `\(expected)`", at: place)
    case (let unit?, nil): report.error("`\(finding.id)` has no unit: leave out `\(unit)`", at: place)
    default: break
    }
  }

  /// Refuses a comparison that comes out alike for every number there can be.
  private func checkRange(_ bounds: Bounds, of phrase: String, within range: Bounds, at place: Place) {
    guard !bounds.isEmpty, !range.isEmpty else { return }
    switch range.lies(in: bounds) {
    case .holds: report.error("holds for every \(phrase)", at: place)
    case .fails: report.error("holds for no \(phrase)", at: place)
    case .unknown: break
    }
  }

  /// How a finding is tested, in words that follow its name.
  private static func advice(for kind: Finding.Kind) -> String {
    switch kind {
    case .flag: "is yes or no: test it with `is` and true or false"
    case .code: "is one of several values: test it with `is` or `isAnyOf`"
    case .codes: "is a set of values: test it with `includes` or `includesAnyOf`"
    case .number, .integer: "is a number: test it with `atLeast`, `moreThan`, `atMost` or `lessThan`"
    }
  }

  /// Tests of one finding within an `all` that no value passes together.
  private func checkTogether(_ children: [Condition]) {
    var codes: [FindingID: Set<CodeID>] = [:]
    var flags: [FindingID: Bool] = [:]
    var ranges: [FindingID: [Bounds]] = [:]
    for case .finding(let clause) in children {
      let cannotHold: Bool
      switch clause.test {
      case .anyOf(let allowed):
        codes[clause.finding] = codes[clause.finding].map { $0.intersection(allowed) } ?? Set(allowed)
        cannotHold = codes[clause.finding]?.isEmpty == true
      case .flag(let flag):
        cannotHold = flags[clause.finding].map { $0 != flag } ?? false
        flags[clause.finding] = flag
      case .within(let bounds, _):
        cannotHold = ranges[clause.finding, default: []].contains { bounds.lies(in: $0) == .fails }
        ranges[clause.finding, default: []].append(bounds)
      case .includesAny: cannotHold = false
      }
      if cannotHold { report.error("cannot hold: no value of `\(clause.finding)` passes all its tests here", at: clause.place) }
    }
  }
}

extension Bounds {
  /// What a count or a duration may be.
  fileprivate static let fromZero = Bounds(lower: End(Magnitude(0)), upper: nil)
}
