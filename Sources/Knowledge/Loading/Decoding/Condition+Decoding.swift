import Clinical
import JSON

extension Condition {
  private enum Key: String, CaseIterable {
    case all, any, not, atLeast, ref, undetermined, unknown, known, noneStands
    case finding, comorbidity, medication, therapy, refractory, line, option, jurisdiction
  }

  /// Decodes an object with exactly one key, which says what kind of condition it is.
  init?(_ cursor: Cursor) {
    guard cursor.value.kind == .object else {
      cursor.mismatch(expected: "a condition")
      return nil
    }
    guard cursor.value.count == 1, let member = cursor.value.members.first(where: { _ in true }) else {
      let names = cursor.value.members.map { "`\($0.name)`" }.joined(separator: ", ")
      cursor.error("a condition has exactly one key, such as `finding`; this one has \(names.isEmpty ? "none" : names)")
      return nil
    }
    guard let key = Key(rawValue: member.name) else {
      cursor.at(member.value).error(
        "unknown kind of condition `\(member.name)`",
        suggestion: Spelling.nearest(to: member.name, among: Key.allCases.map(\.rawValue)))
      return nil
    }
    let decoded = Self.decode(key, cursor.at(member.value))
    guard let decoded else { return nil }
    self = decoded
  }

  private static func decode(_ key: Key, _ inner: Cursor) -> Condition? {
    switch key {
    case .all: .all(inner.list(atLeast: 1) { Condition($0) })
    case .any: .any(inner.list(atLeast: 1) { Condition($0) })
    case .not: Condition(inner).map { .not($0) }
    case .unknown: Condition(inner).map { .unknown($0) }
    case .known: Condition(inner).map { .known($0) }
    case .noneStands: inner.newIdentifier().map { .noneStands(StepClause(step: $0, place: inner.place)) }
    case .atLeast: atLeast(inner)
    case .ref: inner.reference(DefinitionID.self).map { .reference($0) }
    case .undetermined:
      inner.object { reader in reader.required("because") { $0.text() }.map { .undetermined(because: $0) } }
    case .finding: FindingClause(inner).map { .finding($0) }
    case .comorbidity: RosterClause<ComorbidityID>(inner).map { .comorbidity($0) }
    case .medication: RosterClause<MedicationID>(inner).map { .medication($0) }
    case .therapy: TherapyClause(inner).map { .therapy($0) }
    case .refractory: RefractoryClause(inner).map { .refractory($0) }
    case .option: OptionClause(inner).map { .option($0) }
    case .line: LineClause(inner).map { .line($0) }
    case .jurisdiction:
      inner.object { reader in reader.required("is") { $0.reference(JurisdictionID.self) }.map { .jurisdiction($0) } }
    }
  }

  private static func atLeast(_ cursor: Cursor) -> Condition? {
    cursor.object { reader in
      let count = reader.required("count") { $0.integer() }
      let conditions = reader.list("of", atLeast: 1) { Condition($0) }
      guard let count else { return nil }
      if !(1...max(1, conditions.count)).contains(count) {
        reader.cursor.error("count \(count) is not within 1 to \(conditions.count)")
      }
      return .atLeast(count, of: conditions)
    }
  }
}

extension FindingClause {
  init?(_ cursor: Cursor) {
    let decoded: FindingClause? = cursor.object { reader in
      let finding = reader.required("id") { $0.reference(FindingID.self) }
      let value = reader.optional("is") { Self.single($0) }
      let anyOf = reader.list("isAnyOf", atLeast: reader.has("isAnyOf") ? 1 : 0) { $0.words().map { CodeID($0) } }
      let included = reader.optional("includes") { $0.words().map { CodeID($0) } }
      let includedAny = reader.list("includesAnyOf", atLeast: reader.has("includesAnyOf") ? 1 : 0) {
        $0.words().map { CodeID($0) }
      }
      let (bounds, unit) = reader.bounds()
      let tests: [Test?] = [
        value, anyOf.isEmpty ? nil : .anyOf(anyOf), included.map { .includesAny([$0]) },
        includedAny.isEmpty ? nil : .includesAny(includedAny), bounds.map { .within($0, unit: unit) },
      ]
      let given = tests.compactMap { $0 }
      guard let finding else { return nil }
      guard given.count == 1 else {
        reader.cursor.error("a test of a finding says one thing: `is`, `isAnyOf`, `includes`, `includesAnyOf` or bounds")
        return nil
      }
      return FindingClause(finding: finding, test: given[0], place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }

  private static func single(_ cursor: Cursor) -> Test? {
    if let flag = cursor.value.boolean { return .flag(flag) }
    return cursor.words().map { .anyOf([CodeID($0)]) }
  }
}

extension RosterClause {
  init?<Kind: EntryIdentity>(_ cursor: Cursor) where Member == Identifier<Kind> {
    let decoded: RosterClause? = cursor.object { reader in
      let anyOf = reader.list("anyOf", atLeast: 1) { $0.reference(Identifier<Kind>.self) }
      return RosterClause(anyOf: anyOf, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension TherapyClause {
  init?(_ cursor: Cursor) {
    let decoded: TherapyClause? = cursor.object { reader in
      let selection = reader.drugSelection(allowsOption: true)
      let settings = reader.list("setting") { $0.words().map { SettingID($0) } }
      let outcomes = reader.list("outcome") { $0.word(TherapyOutcome.self) }
      let responses = reader.list("bestResponse") { $0.word(BestResponse.self) }
      let isLatestLine = reader.optional("latestLine") { $0.boolean() } ?? false
      let duration = reader.optional("durationMonths") { $0.unitlessBounds() }
      return TherapyClause(
        selection: selection, settings: settings, outcomes: outcomes, bestResponses: responses, isLatestLine: isLatestLine,
        durationMonths: duration, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension RefractoryClause {
  init?(_ cursor: Cursor) {
    let decoded: RefractoryClause? = cursor.object { reader in
      let selection = reader.drugSelection(allowsOption: true)
      let isLatestLine = reader.optional("latestLine") { $0.boolean() } ?? false
      let count = reader.unitlessBounds(of: "number of drugs") ?? Bounds(lower: Bounds.End(Magnitude(1)), upper: nil)
      return RefractoryClause(
        selection: selection, isLatestLine: isLatestLine, count: count, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension OptionClause {
  init?(_ cursor: Cursor) {
    let decoded: OptionClause? = cursor.object { reader in
      let count = reader.optional("drugs") { $0.unitlessBounds() }
      let drugs = reader.list("drugAnyOf") { $0.reference(DrugID.self) }
      let classes = reader.list("classAnyOf") { $0.reference(DrugClassID.self) }
      let tests: [Test?] = [
        count.map { .drugs($0) }, drugs.isEmpty && classes.isEmpty ? nil : .contains(drugs: drugs, classes: classes),
      ]
      let given = tests.compactMap { $0 }
      guard given.count == 1 else {
        reader.cursor.error("a test of the option says one thing: `drugAnyOf` and `classAnyOf`, or `drugs`")
        return nil
      }
      return OptionClause(test: given[0], place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Cursor {
  /// A range of plain numbers.
  fileprivate func unitlessBounds() -> Bounds? {
    object { reader in reader.unitlessBounds(of: "number") }
  }
}

extension LineClause {
  init?(_ cursor: Cursor) {
    let decoded: LineClause? = cursor.object { reader in
      let settings = reader.list("setting", atLeast: 1) { $0.words().map { SettingID($0) } }
      let selection = reader.drugSelection(allowsOption: false)
      let exceptClasses = reader.list("exceptClassAnyOf") { $0.reference(DrugClassID.self) }
      guard let count = reader.unitlessBounds(of: "number of lines") else {
        reader.cursor.error("says no number of lines: `atLeast`, `moreThan`, `atMost` or `lessThan`")
        return nil
      }
      return LineClause(
        settings: settings, selection: selection, exceptClasses: exceptClasses, count: count, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension ObjectReader {
  fileprivate mutating func drugSelection(allowsOption: Bool) -> DrugSelection {
    let drugs = list("drugAnyOf") { $0.reference(DrugID.self) }
    let classes = list("classAnyOf") { $0.reference(DrugClassID.self) }
    guard allowsOption, has("ofOption") else {
      return drugs.isEmpty && classes.isEmpty ? .anyDrug : .named(drugs: drugs, classes: classes)
    }
    let except = optional("ofOption") { option in
      option.object { reader in reader.list("exceptClassAnyOf") { $0.reference(DrugClassID.self) } }
    }
    if !drugs.isEmpty || !classes.isEmpty { cursor.error("`ofOption` stands alone, without drugs or classes") }
    return .ofOption(except: except ?? [])
  }

  /// A range whose ends have no unit.
  fileprivate mutating func unitlessBounds(of phrase: String) -> Bounds? {
    let (range, unit) = bounds()
    if unit != nil { cursor.error("a \(phrase) has no unit") }
    return range
  }

  /// A range from `atLeast`, `moreThan`, `atMost`, `lessThan`; the unit is that of its ends.
  fileprivate mutating func bounds() -> (range: Bounds?, unit: String?) {
    var units: [String?] = []
    var ends: [String: Magnitude] = [:]
    for name in ["atLeast", "moreThan", "atMost", "lessThan"] {
      ends[name] = optional(name) { end in
        end.object { reader -> Magnitude? in
          let value = reader.required("value") { $0.number() }
          units.append(reader.optional("unit") { $0.words() })
          return value
        }
      }
    }
    guard !ends.isEmpty else { return (nil, nil) }
    if ends["atLeast"] != nil, ends["moreThan"] != nil { cursor.error("has both `atLeast` and `moreThan`") }
    if ends["atMost"] != nil, ends["lessThan"] != nil { cursor.error("has both `atMost` and `lessThan`") }
    if Set(units).count > 1 { cursor.error("its ends have different units") }
    let lower = ends["atLeast"].map { Bounds.End($0) } ?? ends["moreThan"].map { Bounds.End($0, isIncluded: false) }
    let upper = ends["atMost"].map { Bounds.End($0) } ?? ends["lessThan"].map { Bounds.End($0, isIncluded: false) }
    let bounds = Bounds(lower: lower, upper: upper)
    if bounds.isEmpty { cursor.error("no number lies within these bounds") }
    return (bounds, units.first ?? nil)
  }
}
