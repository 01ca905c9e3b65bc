import Clinical
import JSON

extension RecordRules {
  init?(_ cursor: Cursor) {
    let decoded: RecordRules? = cursor.object { reader in
      reader.fileHeader()
      _ = reader.required("id") { $0.newIdentifier() }
      let ownSystem = reader.required("ownSystem") { $0.words() }
      let systems = reader.list("systems", atLeast: 1) { System($0) }
      let meanings = reader.list("concepts", atLeast: 1) { Meaning($0) }
      let readings = reader.list("readings") { Reading($0) }
      let combinations = reader.list("combinations") { Combination($0) }
      let patterns = reader.list("karyotypes") { Pattern($0) }
      let units = reader.list("units") { Unit($0) }
      let implications = reader.list("implications") { Implication($0) }
      let formWords = reader.list("formWords") { $0.words() }
      _ = reader.sources()
      reader.cursor.requireDistinct(in: "concepts", of: "concept")
      reader.cursor.requireDistinct(in: "readings", of: "reading")
      for concept in RecordConcept.allCases where !meanings.contains(where: { $0.concept == concept }) {
        reader.cursor.error("the concept `\(concept.rawValue)` is missing")
      }
      guard let ownSystem else { return nil }
      return RecordRules(
        ownSystem: ownSystem, systems: systems, meanings: meanings, readings: readings, combinations: combinations,
        patterns: patterns, units: units, implications: implications, formWords: formWords, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension RecordRules.System {
  init?(_ cursor: Cursor) {
    let decoded: RecordRules.System? = cursor.object { reader in
      let terminology = reader.required("terminology") { $0.word(Terminology.self) }
      let uris = reader.list("uris", atLeast: 1) { $0.words() }
      return terminology.map { RecordRules.System(terminology: $0, uris: uris) }
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension RecordRules.Meaning {
  init?(_ cursor: Cursor) {
    let decoded: RecordRules.Meaning? = cursor.object { reader in
      let concept = reader.required("id") { $0.word(RecordConcept.self) }
      let codes = reader.list("codes") { $0.terminologyCode() }
      let words = reader.list("words") { $0.words() }
      let urls = reader.list("urls") { $0.words() }
      return concept.map {
        RecordRules.Meaning(concept: $0, codes: codes, words: words, urls: urls, place: reader.cursor.place)
      }
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension RecordRules.Reading {
  init?(_ cursor: Cursor) {
    let decoded: RecordRules.Reading? = cursor.object { reader in
      let id = reader.required("id") { $0.newIdentifier() }
      let text = reader.required("text") { $0.text() }
      let input = reader.optional("input") { $0.newIdentifier() }
      let unit = reader.optional("unit") { $0.words() }
      let ranges = reader.list("ranges") { Range($0) }
      let answers = reader.list("answers") { Answer($0) }
      _ = reader.sources()
      guard let id, let text else { return nil }
      if ranges.isEmpty == answers.isEmpty { reader.cursor.error("has either `ranges` or `answers`") }
      return RecordRules.Reading(
        id: id, text: text, input: input, unit: unit, ranges: ranges, answers: answers, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension RecordRules.Reading.Range {
  init?(_ cursor: Cursor) {
    let decoded: RecordRules.Reading.Range? = cursor.object { reader in
      let lower = reader.optional("atLeast") { $0.number() }.map { Bounds.End($0) }
      let above = reader.optional("above") { $0.number() }.map { Bounds.End($0, isIncluded: false) }
      let upper = reader.optional("atMost") { $0.number() }.map { Bounds.End($0) }
      let below = reader.optional("below") { $0.number() }.map { Bounds.End($0, isIncluded: false) }
      let outcome = reader.outcome()
      let bounds = Bounds(lower: lower ?? above, upper: upper ?? below)
      if bounds.isEmpty { reader.cursor.error("is empty") }
      return outcome.map { RecordRules.Reading.Range(bounds: bounds, outcome: $0) }
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension RecordRules.Reading.Answer {
  init?(_ cursor: Cursor) {
    let decoded: RecordRules.Reading.Answer? = cursor.object { reader in
      let value = reader.required("is") { $0.words() }
      let codes = reader.list("codes") { $0.terminologyCode() }
      let words = reader.list("words") { $0.words() }
      return value.map { RecordRules.Reading.Answer(value: $0, codes: codes, words: words) }
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension RecordRules.Combination {
  init?(_ cursor: Cursor) {
    let decoded: RecordRules.Combination? = cursor.object { reader in
      let finding = reader.required("finding") { $0.reference(FindingID.self) }
      let text = reader.required("text") { $0.text() }
      let days = reader.required("withinDays") { $0.integer() }
      let rows = reader.list("rows", atLeast: 1) { Row($0) }
      _ = reader.sources()
      guard let finding, let text, let days else { return nil }
      return RecordRules.Combination(
        finding: finding, text: text, withinDays: days, rows: rows, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension RecordRules.Combination.Row {
  init?(_ cursor: Cursor) {
    let decoded: RecordRules.Combination.Row? = cursor.object { reader in
      var when: [String: [String]] = [:]
      _ = reader.required("when") { cursor -> Void? in
        guard cursor.value.kind == .object, cursor.value.count > 0 else {
          cursor.mismatch(expected: "an object of inputs")
          return nil
        }
        for member in cursor.value.members {
          when[member.name] = cursor.at(member.value).list(atLeast: 1) { $0.words() }
        }
        return ()
      }
      return reader.outcome().map { RecordRules.Combination.Row(when: when, outcome: $0) }
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension RecordRules.Pattern {
  init?(_ cursor: Cursor) {
    let decoded: RecordRules.Pattern? = cursor.object { reader in
      let finding = reader.required("finding") { $0.reference(FindingID.self) }
      let beginnings = reader.list("beginnings", atLeast: 1) { $0.words() }
      return finding.map { RecordRules.Pattern(finding: $0, beginnings: beginnings, place: reader.cursor.place) }
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension RecordRules.Unit {
  init?(_ cursor: Cursor) {
    let decoded: RecordRules.Unit? = cursor.object { reader in
      let unit = reader.required("unit") { $0.words() }
      let to = reader.required("to") { $0.words() }
      let factor = reader.required("factor") { $0.number() }
      guard let unit, let to, let factor else { return nil }
      if factor <= Magnitude(0) { reader.cursor.error("a factor is above 0") }
      return RecordRules.Unit(unit: unit, to: to, factor: factor)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension RecordRules.Implication {
  init?(_ cursor: Cursor) {
    let decoded: RecordRules.Implication? = cursor.object { reader in
      let finding = reader.required("finding") { $0.reference(FindingID.self) }
      let value = reader.required("is") { $0.words() }
      let from = reader.required("from") { $0.reference(FindingID.self) }
      let members = reader.list("members", atLeast: 1) { $0.words().map { CodeID($0) } }
      let text = reader.required("text") { $0.text() }
      _ = reader.sources()
      guard let finding, let value, let from, let text else { return nil }
      return RecordRules.Implication(
        finding: finding, value: CodeID(value), from: from, members: members, text: text, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension ObjectReader {
  /// What a row or range comes to: one of `is`, `between` and `unclear`.
  fileprivate mutating func outcome() -> RecordRules.Reading.Outcome? {
    let value = optional("is") { $0.words() }
    let between = optional("between") { $0.interval() }
    let unclear = optional("unclear") { $0.text() }
    guard ["is", "between", "unclear"].filter(has).count == 1 else {
      cursor.error("has one of `is`, `between` and `unclear`")
      return nil
    }
    if let value { return .value(value) }
    if let between { return .between(between) }
    return unclear.map { .unclear($0) }
  }
}

extension TherapyRules {
  init?(_ cursor: Cursor) {
    let decoded: TherapyRules? = cursor.object { reader in
      reader.fileHeader()
      _ = reader.required("id") { $0.newIdentifier() }
      let rules = reader.list("rules", atLeast: 1) { Rule($0) }
      let courses = reader.list("courses", atLeast: 1) { Course($0) }
      reader.cursor.requireDistinct(in: "rules", of: "rule")
      for kind in Kind.allCases where !rules.contains(where: { $0.kind == kind }) {
        reader.cursor.error("the rule `\(kind.rawValue)` is missing")
      }
      return TherapyRules(
        rules: Dictionary(rules.map { ($0.kind, $0) }) { first, _ in first }, courses: courses, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension TherapyRules.Rule {
  init?(_ cursor: Cursor) {
    let decoded: TherapyRules.Rule? = cursor.object { reader in
      let kind = reader.required("id") { $0.word(TherapyRules.Kind.self) }
      let text = reader.required("text") { $0.text() }
      let days = reader.optional("days") { cursor -> Int? in
        guard let days = cursor.integer() else { return nil }
        if !(0...36_500).contains(days) { cursor.error("days lie within 0 and 36500") }
        return days
      }
      let sources = reader.sources()
      guard let kind, let text else { return nil }
      if kind.needsDays != reader.has("days") {
        reader.cursor.error(kind.needsDays ? "needs `days`" : "counts no days")
      }
      return TherapyRules.Rule(kind: kind, text: text, days: days ?? 0, sources: sources)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension TherapyRules.Course {
  init?(_ cursor: Cursor) {
    let decoded: TherapyRules.Course? = cursor.object { reader in
      let disease = reader.required("disease") { $0.reference(DiseaseID.self) }
      let curative = reader.optional("curative") { $0.words() }
      let first = reader.optional("first") { $0.words() }
      let maintenance = reader.optional("maintenance") { $0.words() }
      let advanced = reader.required("advanced") { $0.words() }
      let maintenanceDrugs = reader.list("maintenanceDrugs") { $0.reference(DrugID.self) }
      let ignored = reader.list("ignored") { $0.reference(DrugID.self) }
      guard let disease, let advanced else { return nil }
      return TherapyRules.Course(
        disease: disease, curative: curative.map { SettingID($0) }, first: first.map { SettingID($0) },
        maintenance: maintenance.map { SettingID($0) }, advanced: SettingID(advanced), maintenanceDrugs: maintenanceDrugs,
        ignored: ignored, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension RecordedCase {
  init?(_ cursor: Cursor) {
    let decoded: RecordedCase? = cursor.object { reader in
      reader.fileHeader()
      let id = reader.required("id") { $0.newIdentifier(as: RecordedCaseID.self) }
      let workedCase = reader.required("case") { $0.reference(WorkedCaseID.self) }
      let asOf = reader.optional("asOf") { $0.date() }
      let bundle = reader.required("bundle") { cursor -> Place? in
        guard cursor.value["resourceType"]?.string == "Bundle" else {
          cursor.error("is no FHIR bundle")
          return nil
        }
        return cursor.place
      }
      guard let id, let workedCase, let bundle else { return nil }
      return RecordedCase(id: id, workedCase: workedCase, asOf: asOf, bundle: bundle, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}
