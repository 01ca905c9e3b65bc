import Clinical
import JSON

extension Trial {
  private enum Kind: String, CaseIterable {
    case randomised
    case singleArm = "single-arm"
    case retrospective, observational, series, programme, comparison
    case metaAnalysis = "meta-analysis"
    case indirectComparison = "indirect-comparison"
  }

  init?(_ cursor: Cursor) {
    let decoded: Trial? = cursor.object { reader in
      reader.fileHeader()
      let id = reader.required("id") { $0.newIdentifier(as: TrialID.self) }
      let disease = reader.required("disease") { $0.reference(DiseaseID.self) }
      let origin = reader.required("origin") { $0.word(Origin.self) }
      let name = reader.required("name") { $0.words() }
      let synonyms = reader.list("synonyms") { $0.words() }
      let title = reader.optional("title") { $0.text() }
      _ = reader.optional("registration") { Self.registration($0) }
      let kind = reader.required("kind") { $0.word(Kind.self) }
      let phase = reader.optional("phase") { Self.phase($0) }
      let phaseLabel = reader.optional("phaseLabel") { $0.words() }
      let year = reader.required("year") { $0.integer() }
      _ = reader.optional("design") { $0.text() }
      let participants = reader.optional("participants") { $0.headcount(citing: true) }
      _ = reader.optional("randomisation") { Self.randomisation($0) }
      let population = reader.required("population") { $0.text() }
      _ = reader.list("partOf") { $0.reference(TrialID.self) }
      let caveat = reader.optional("caveat") { $0.text() }
      let studies = reader.list("studies") { Self.study($0) }
      let arms = reader.list("arms", atLeast: studies.isEmpty ? 1 : 0) { Arm($0) }
      let armIDs = arms.map(\.id)
      _ = reader.list("baseline") { Self.baseline($0) }
      _ = reader.list("followUp") { Self.followUp($0) }
      let endpoints = reader.list("endpoints") { Endpoint($0, arms: armIDs) }
      _ = reader.list("adverseEvents") { Self.adverseEvents($0, arms: armIDs) }
      _ = reader.list("doseModifications") { $0.statement() }
      _ = reader.optional("eligibility") { Self.eligibility($0) }
      _ = reader.list("publications") { $0.reference(ReferenceID.self) }
      let takeaway = reader.required("takeaway") { $0.text() }
      _ = reader.list("notes") { $0.text() }
      let exclusive = reader.list("exclusive") { Exclusive($0, endpoints: endpoints.map(\.id)) }
      let root = reader.cursor.value
      let asStated = reader.list("asStated") { Oddity($0, of: root) }
      reader.discrepancies()
      reader.cursor.requireDistinct(in: "endpoints", of: "endpoint")
      reader.cursor.requireDistinct(in: "arms", of: "arm")
      guard let id, let disease, let origin, let name, let year, let population, let takeaway else { return nil }
      return Trial(
        id: id, disease: disease, origin: origin, name: name, synonyms: synonyms, title: title,
        isRandomised: kind == .randomised, phase: phase, phaseLabel: phaseLabel, year: year, participants: participants,
        population: population, caveat: caveat, arms: arms, endpoints: endpoints, takeaway: takeaway,
        exclusive: exclusive, asStated: asStated, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }

  private static func phase(_ cursor: Cursor) -> Int? {
    guard let phase = cursor.integer() else { return nil }
    guard (1...4).contains(phase) else {
      cursor.error("phase is 1, 2, 3 or 4")
      return nil
    }
    return phase
  }

  private static func registration(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("nct") { $0.registrationNumber() }
      _ = reader.required("confidence") { $0.word(Confidence.self) }
      return ()
    }
  }

  /// A study of a programme, with its state when the programme was listed.
  private static func study(_ cursor: Cursor) -> String? {
    cursor.object { reader in
      let name = reader.required("name") { $0.words() }
      _ = reader.optional("nct") { $0.registrationNumber() }
      _ = reader.optional("phaseLabel") { $0.words() }
      for name in ["status", "comment"] { _ = reader.optional(name) { $0.text() } }
      _ = reader.optional("trial") { $0.reference(TrialID.self) }
      return name
    }
  }

  private static func randomisation(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("ratio") { $0.words() }
      _ = reader.list("strata") { $0.text() }
      _ = reader.optional("crossover") { $0.boolean() }
      _ = reader.required("confidence") { $0.word(Confidence.self) }
      return ()
    }
  }

  private static func baseline(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("id") { $0.newIdentifier() }
      _ = reader.required("label") { $0.text() }
      _ = reader.required("amount") { $0.amount() }
      _ = reader.required("unit") { $0.words() }
      _ = reader.required("confidence") { $0.word(Confidence.self) }
      _ = reader.sources()
      _ = reader.optional("note") { $0.text() }
      return ()
    }
  }

  private static func followUp(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("id") { $0.newIdentifier() }
      _ = reader.required("analysis") { $0.text() }
      _ = reader.required("median") { $0.number() }
      _ = reader.required("unit") { $0.words() }
      _ = reader.required("confidence") { $0.word(Confidence.self) }
      _ = reader.sources()
      _ = reader.optional("note") { $0.text() }
      return ()
    }
  }

  private static func eligibility(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.list("inclusion") { $0.statement() }
      _ = reader.list("exclusion") { $0.statement() }
      return ()
    }
  }

  private enum Grade: String, CaseIterable {
    case any
    case threeOrMore = "3+"
  }

  private static func adverseEvents(_ cursor: Cursor, arms: [String]) -> Void? {
    cursor.object { reader in
      _ = reader.required("id") { $0.newIdentifier() }
      for name in ["grading", "dataCut", "note"] { _ = reader.optional(name) { $0.text() } }
      _ = reader.list("population") { population in
        population.object { reader in
          _ = reader.required("arm") { $0.oneOf(arms, phrase: "arm") }
          _ = reader.required("value") { $0.integer() }
          _ = reader.required("confidence") { $0.word(Confidence.self) }
          return ()
        }
      }
      _ = reader.list("items", atLeast: 1) { item in
        item.object { reader in
          _ = reader.required("id") { $0.newIdentifier() }
          _ = reader.required("term") { $0.text() }
          _ = reader.list("rates", atLeast: 1) { Self.rate($0, arms: arms) }
          _ = reader.sources()
          _ = reader.optional("note") { $0.text() }
          return ()
        }
      }
      return ()
    }
  }

  private static func rate(_ cursor: Cursor, arms: [String]) -> Void? {
    cursor.object { reader in
      _ = reader.required("arm") { $0.oneOf(arms, phrase: "arm") }
      _ = reader.required("grade") { $0.word(Grade.self) }
      _ = reader.amount()
      _ = reader.required("confidence") { $0.word(Confidence.self) }
      _ = reader.optional("cut") { $0.text() }
      return ()
    }
  }
}

extension Trial.Arm {
  init?(_ cursor: Cursor) {
    let decoded: Trial.Arm? = cursor.object { reader in
      let id = reader.required("id") { $0.newIdentifier() }
      let label = reader.required("label") { $0.text() }
      let regimen = reader.optional("regimen") { $0.reference(RegimenID.self) }
      _ = reader.optional("dose") { $0.text() }
      _ = reader.optional("participants") { $0.headcount(citing: false) }
      guard let id, let label else { return nil }
      return Trial.Arm(id: id, label: label, regimen: regimen)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Trial.Endpoint {
  private enum Unit: String, CaseIterable {
    case months, weeks, patients
    case percent = "%"
  }

  init?(_ cursor: Cursor, arms: [String]) {
    let decoded: Trial.Endpoint? = cursor.object { reader in
      let id = reader.required("id") { $0.newIdentifier() }
      let measure = reader.required("measure") { $0.words() }
      let name = reader.optional("name") { $0.text() }
      let isPrimary = reader.optional("primary") { $0.boolean() } ?? false
      let assessment = reader.optional("assessment") { $0.text() }
      let population = reader.required("population") { $0.text() }
      let analysis = reader.optional("analysis") { $0.text() }
      _ = reader.optional("seedValue") { $0.text() }
      let unit = reader.required("unit") { $0.word(Unit.self) }
      let values = reader.list("values") { value in
        value.object { reader -> Trial.ArmValue? in
          let arm = reader.required("arm") { $0.oneOf(arms, phrase: "arm") }
          let amount = reader.amount()
          guard let arm, let amount else { return nil }
          return Trial.ArmValue(arm: arm, amount: amount)
        }
      }
      let comparison = reader.optional("comparison") { Trial.Comparison($0) }
      let confidence = reader.required("confidence") { $0.word(Confidence.self) }
      let sources = reader.sources()
      _ = reader.optional("note") { $0.text() }
      if !reader.has("values"), !reader.has("comparison") { reader.cursor.error("has neither `values` nor `comparison`") }
      guard let id, let measure, let population, let unit, let confidence else { return nil }
      return Trial.Endpoint(
        id: id, measure: measure, name: name, isPrimary: isPrimary, population: population, analysis: analysis,
        assessment: assessment, unit: unit.rawValue, values: values, comparison: comparison, confidence: confidence,
        sources: sources)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Trial.Exclusive {
  init?(_ cursor: Cursor, endpoints: [String]) {
    let decoded: Trial.Exclusive? = cursor.object { reader in
      let members = reader.list("endpoints", atLeast: 2) { $0.oneOf(endpoints, phrase: "endpoint") }
      let total = reader.optional("total") { $0.oneOf(endpoints, phrase: "endpoint") }
      return Trial.Exclusive(endpoints: members, total: total, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Trial.Oddity {
  init?(_ cursor: Cursor, of root: JSONValue) {
    let decoded: Trial.Oddity? = cursor.object { reader in
      let target = reader.required("at") { $0.string() }
      let check = reader.required("check") { $0.word(ArithmeticCheck.self) }
      _ = reader.required("reason") { $0.text() }
      _ = reader.sources()
      if let target, root.value(at: target) == nil {
        reader.cursor.at(reader.cursor.value["at"] ?? reader.cursor.value).error("`\(target)` points at nothing in this file")
      }
      guard let target, let check else { return nil }
      if !check.isOfSources { reader.cursor.error("`\(check.rawValue)` is no check of what a source states") }
      return Trial.Oddity(target: target, check: check, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Trial.Comparison {
  init?(_ cursor: Cursor) {
    let decoded: Trial.Comparison? = cursor.object { reader in
      let measure = reader.required("measure") { $0.words() }
      let estimate = reader.optional("estimate") { $0.number() }
      let interval = reader.optional("interval") { $0.interval() }
      let probability = reader.optional("p") { $0.words() }
      let isSignificant = reader.optional("significant") { $0.boolean() }
      if let estimate, let interval { reader.cursor.requireInside(interval, estimate) }
      guard let measure else { return nil }
      return Trial.Comparison(
        measure: measure, estimate: estimate, interval: interval, probability: probability, isSignificant: isSignificant)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Cursor {
  /// One of the ids defined in the same file.
  func oneOf(_ ids: [String], phrase: String) -> String? {
    guard let id = words() else { return nil }
    guard ids.contains(id) else {
      error("unknown \(phrase) `\(id)`", suggestion: Spelling.nearest(to: id, among: ids))
      return nil
    }
    return id
  }

  /// A number of ClinicalTrials.gov.
  func registrationNumber() -> String? {
    guard let number = words() else { return nil }
    if !CheckDigit.isRegistration(number) {
      error("`\(number)` is no ClinicalTrials.gov number: NCT and eight digits")
    }
    return number
  }

  /// A text with its confidence and sources.
  func statement() -> Void? {
    object { reader in
      _ = reader.required("text") { $0.text() }
      _ = reader.required("confidence") { $0.word(Confidence.self) }
      _ = reader.sources()
      return ()
    }
  }

  /// A number of people with its confidence.
  func headcount(citing: Bool) -> Int? {
    object { reader in
      let count = reader.required("value") { $0.integer() }
      _ = reader.required("confidence") { $0.word(Confidence.self) }
      if citing { _ = reader.sources() }
      return count
    }
  }

  /// Refuses ids that stand twice in the lists, of objects or of ids alone, that are members here.
  func requireDistinct(in lists: String..., of phrase: String) {
    var seen: Set<String> = []
    for element in lists.flatMap({ value[$0]?.elementList ?? [] }) {
      let place = element["id"] ?? element
      guard let id = place.string, !seen.insert(id).inserted else { continue }
      at(place).error("\(phrase) `\(id)` is there twice")
    }
  }
}
