import Clinical

extension Pathway {
  init?(_ cursor: Cursor) {
    let decoded: Pathway? = cursor.object { reader in
      reader.fileHeader()
      let id = reader.required("id") { $0.newIdentifier(as: PathwayID.self) }
      let disease = reader.required("disease") { $0.reference(DiseaseID.self) }
      let name = reader.required("name") { $0.text() }
      let sources = reader.sources()
      let criteria = reader.list("criteria") { Criterion.decode($0) }
      let steps = reader.list("steps", atLeast: 1) { Step.decode($0) }
      let notices = reader.list("notices") { Notice.decode($0) }
      reader.discrepancies()
      reader.cursor.requireDistinct(in: "criteria", "steps", of: "criterion or step")
      reader.cursor.requireDistinct(in: "notices", of: "notice")
      guard let id, let disease, let name else { return nil }
      return Pathway(
        id: id, disease: disease, name: name, sources: sources, criteria: criteria, steps: steps, notices: notices,
        place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Pathway.Step {
  static func decode(_ cursor: Cursor) -> Pathway.Step? {
    cursor.object { reader in
      let id = reader.required("id") { $0.newIdentifier() }
      let name = reader.required("name") { $0.text() }
      let text = reader.required("text") { $0.text() }
      let condition = reader.required("condition") { Condition($0) }
      let sources = reader.sources()
      _ = reader.optional("confidence") { $0.word(Confidence.self) }
      let recommends = reader.optional("recommends") { $0.boolean() } ?? true
      let preferred = reader.list("preferred") { $0.reference(RegimenID.self) }
      let alternative = reader.list("alternative") { $0.reference(RegimenID.self) }
      if preferred.isEmpty, alternative.isEmpty { reader.cursor.error("a step lists at least one regimen") }
      reader.cursor.requireDistinct(in: "preferred", "alternative", of: "regimen")
      guard let id, let name, let text, let condition else { return nil }
      let criterion = Criterion(
        id: id, kind: .indication, isEssential: true, ifNotMet: .notRecommended, text: text, condition: condition,
        sources: sources, place: reader.cursor.place)
      return Pathway.Step(
        id: id, name: name, criterion: criterion, preferred: preferred, alternative: alternative, recommends: recommends,
        place: reader.cursor.place)
    }
  }
}

extension Pathway.Notice {
  static func decode(_ cursor: Cursor) -> Pathway.Notice? {
    cursor.object { reader in
      let id = reader.required("id") { $0.newIdentifier() }
      let condition = reader.optional("when") { Condition($0) }
      let text = reader.required("text") { $0.text() }
      let sources = reader.sources()
      _ = reader.optional("confidence") { $0.word(Confidence.self) }
      guard let id, let text else { return nil }
      return Pathway.Notice(id: id, condition: condition, text: text, sources: sources, place: reader.cursor.place)
    }
  }
}
