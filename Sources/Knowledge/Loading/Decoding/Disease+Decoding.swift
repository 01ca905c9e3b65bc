import Clinical

extension Disease {
  static func decode(_ cursor: Cursor) -> Disease? {
    cursor.object { reader in
      reader.fileHeader()
      let id = reader.required("id") { $0.newIdentifier(as: DiseaseID.self) }
      let name = reader.required("name") { $0.text() }
      let synonyms = reader.list("synonyms") { $0.words() }
      let terms = reader.list("codes") { $0.terminologyCode() }
      let evidenceThrough = reader.required("evidenceThrough") { $0.date() }
      _ = reader.required("scope") { $0.text() }
      let settings = reader.list("settings", atLeast: 1) { Setting($0) }
      let pathway = reader.required("pathway") { $0.reference(PathwayID.self) }
      let refractoriness = reader.optional("refractoriness") { RefractorinessRule($0) }
      _ = reader.sources()
      DiseaseDescription.check(&reader)
      reader.discrepancies()
      reader.cursor.requireDistinct(in: "settings", of: "setting")
      guard let id, let name, let evidenceThrough, let pathway else { return nil }
      return Disease(
        id: id, name: name, synonyms: synonyms, terms: terms, evidenceThrough: evidenceThrough, settings: settings,
        pathway: pathway, refractoriness: refractoriness, place: reader.cursor.place)
    }
  }
}

extension Disease.Setting {
  init?(_ cursor: Cursor) {
    let decoded: Disease.Setting? = cursor.object { reader in
      let id = reader.required("id") { $0.newIdentifier(as: SettingID.self) }
      let name = reader.required("name") { $0.text() }
      let group = reader.optional("group") { $0.newIdentifier() }
      let countsAsLine = reader.required("countsAsLine") { $0.boolean() }
      guard let id, let name, let countsAsLine else { return nil }
      return Disease.Setting(id: id, name: name, group: group, countsAsLine: countsAsLine)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension RefractorinessRule {
  init?(_ cursor: Cursor) {
    let decoded: RefractorinessRule? = cursor.object { reader in
      let name = reader.required("name") { $0.text() }
      let text = reader.required("text") { $0.text() }
      let responseFrom = reader.required("responseFrom") { $0.word(BestResponse.self) }
      let withinDays = reader.required("withinDays") { $0.integer() }
      let adequateMonths = reader.required("adequateMonths") { $0.number() }
      let sources = reader.sources()
      _ = reader.optional("confidence") { $0.word(Confidence.self) }
      let classes = reader.list("classes", atLeast: 1) { $0.reference(DrugClassID.self) }
      let level = reader.required("level") { $0.reference(DefinitionID.self) }
      let tripleClass = reader.required("tripleClass") { $0.reference(DefinitionID.self) }
      let definitions = reader.list("definitions", atLeast: 1) { $0.reference(DefinitionID.self) }
      guard let name, let text, let responseFrom, let withinDays, let adequateMonths, let level, let tripleClass else {
        return nil
      }
      return RefractorinessRule(
        name: name, text: text, responseFrom: responseFrom, withinDays: withinDays, adequateMonths: adequateMonths,
        sources: sources, classes: classes, level: level, tripleClass: tripleClass, definitions: definitions,
        place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}
