import Clinical

extension Regimen {
  static func decode(_ cursor: Cursor) -> Regimen? {
    cursor.object { reader in
      reader.fileHeader()
      let id = reader.required("id") { $0.newIdentifier(as: RegimenID.self) }
      let disease = reader.required("disease") { $0.reference(DiseaseID.self) }
      let origin = reader.required("origin") { $0.word(Origin.self) }
      let kind = reader.required("kind") { $0.word(Kind.self) }
      let name = reader.required("name") { $0.text() }
      let title = reader.optional("title") { $0.text() }
      let synonyms = reader.list("synonyms") { $0.words() }
      let components = reader.list("drugs", atLeast: kind?.mayLackDrugs == true ? 0 : 1) { Component($0) }
      _ = reader.list("members") { $0.reference(RegimenID.self) }
      let recommends = reader.optional("recommends") { $0.boolean() } ?? true
      _ = reader.optional("cycleDays") { $0.integer() }
      for name in ["until", "place"] { _ = reader.optional(name) { $0.text() } }
      _ = reader.optional("portrait") { Self.portrait($0) }
      _ = reader.list("doseReductions") { $0.text() }
      _ = reader.list("supportive") { Self.supportive($0) }
      let criteria = reader.list("criteria") { Criterion.decode($0) }
      let cautions = reader.list("cautions") { Caution.decode($0) }
      let evidence = reader.list("evidence") { Evidence($0) }
      _ = reader.list("guidelines") { Self.guideline($0) }
      reader.discrepancies()
      reader.cursor.requireDistinct(in: "criteria", "cautions", of: "criterion or caution")
      guard let id, let disease, let origin, let kind, let name else { return nil }
      return Regimen(
        id: id, disease: disease, origin: origin, kind: kind, name: name, title: title, synonyms: synonyms,
        components: components, recommends: recommends, criteria: criteria, cautions: cautions, evidence: evidence,
        place: reader.cursor.place)
    }
  }

  private static func portrait(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("title") { $0.text() }
      _ = reader.list("points", atLeast: 1) { point in
        point.object { reader in
          _ = reader.required("text") { $0.text() }
          _ = reader.list("criteria", atLeast: 1) { $0.newIdentifier() }
          return ()
        }
      }
      _ = reader.sources()
      return ()
    }
  }

  private static func supportive(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("text") { $0.text() }
      _ = reader.sources()
      return ()
    }
  }

  private enum GuidelineStatus: String, CaseIterable {
    case listed
    case notListed = "not-listed"
    case notRegulated = "not-regulated"
    case unverified
  }

  private static func guideline(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("organisation") { $0.words() }
      _ = reader.optional("jurisdiction") { $0.reference(JurisdictionID.self) }
      _ = reader.required("status") { $0.word(GuidelineStatus.self) }
      _ = reader.required("text") { $0.text() }
      _ = reader.required("confidence") { $0.word(Confidence.self) }
      _ = reader.sources()
      return ()
    }
  }
}

extension Regimen.Component {
  private enum Route: String, CaseIterable {
    case oral, intravenous, intramuscular, subcutaneous
  }

  init?(_ cursor: Cursor) {
    let decoded: Regimen.Component? = cursor.object { reader in
      let drug = reader.required("id") { $0.reference(DrugID.self) }
      let dose = reader.required("dose") { $0.text() }
      _ = reader.required("route") { $0.word(Route.self) }
      let schedule = reader.required("schedule") { $0.text() }
      _ = reader.required("confidence") { $0.word(Confidence.self) }
      _ = reader.sources()
      let alternatives = reader.list("alternatives") { $0.reference(DrugID.self) }
      guard let drug, let dose, let schedule else { return nil }
      return Regimen.Component(drug: drug, dose: dose, schedule: schedule, alternatives: alternatives)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Regimen.Evidence {
  init?(_ cursor: Cursor) {
    let decoded: Regimen.Evidence? = cursor.object { reader in
      let trial = reader.required("trial") { $0.reference(TrialID.self) }
      let endpoints = reader.list("endpoints", atLeast: 1) { $0.words() }
      guard let trial else { return nil }
      return Regimen.Evidence(trial: trial, endpoints: endpoints, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Criterion {
  static func decode(_ cursor: Cursor) -> Criterion? {
    cursor.object { decode(&$0) }
  }

  /// Reads the members of a criterion, among others of the same object.
  static func decode(_ reader: inout ObjectReader) -> Criterion? {
    let id = reader.required("id") { $0.newIdentifier() }
    let insteadOf = reader.optional("insteadOf") { $0.newIdentifier() }
    let kind = reader.required("kind") { $0.word(Kind.self) }
    let isEssential = reader.optional("essential") { $0.boolean() } ?? false
    let ifNotMet = reader.optional("ifNotMet") { $0.word(Consequence.self) } ?? .notRecommended
    let text = reader.required("text") { $0.text() }
    let condition = reader.required("condition") { Condition($0) }
    let sources = reader.sources()
    _ = reader.optional("confidence") { $0.word(Confidence.self) }
    guard let id, let kind, let text, let condition else { return nil }
    return Criterion(
      id: id, insteadOf: insteadOf, kind: kind, isEssential: isEssential, ifNotMet: ifNotMet, text: text, condition: condition,
      sources: sources, place: reader.cursor.place)
  }
}

extension Caution {
  static func decode(_ cursor: Cursor) -> Caution? {
    cursor.object { decode(&$0) }
  }

  /// Reads the members of a caution, among others of the same object.
  static func decode(_ reader: inout ObjectReader) -> Caution? {
    let id = reader.required("id") { $0.newIdentifier() }
    let text = reader.required("text") { $0.text() }
    let condition = reader.optional("when") { Condition($0) }
    let sources = reader.sources()
    _ = reader.optional("confidence") { $0.word(Confidence.self) }
    guard let id, let text else { return nil }
    return Caution(id: id, text: text, condition: condition, sources: sources, place: reader.cursor.place)
  }
}
