import Clinical

extension Definition {
  init?(_ cursor: Cursor) {
    let decoded: Definition? = cursor.object { reader in
      reader.fileHeader()
      let id = reader.required("id") { $0.newIdentifier(as: DefinitionID.self) }
      let disease = reader.required("disease") { $0.reference(DiseaseID.self) }
      let name = reader.required("name") { $0.text() }
      let text = reader.optional("text") { $0.text() }
      let isReported = reader.optional("reported") { $0.boolean() } ?? false
      let content = Content(&reader)
      let sources = reader.sources()
      _ = reader.optional("confidence") { $0.word(Confidence.self) }
      guard let id, let disease, let name, let content else { return nil }
      return Definition(
        id: id, disease: disease, name: name, text: text, isReported: isReported, content: content, sources: sources,
        place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Definition.Content {
  /// One condition, or ordered cases with a value each.
  fileprivate init?(_ reader: inout ObjectReader) {
    guard reader.has("cases") else {
      guard let condition = reader.required("condition", { Condition($0) }) else { return nil }
      self = .truth(condition)
      return
    }
    let cases = reader.list("cases", atLeast: 1) { Definition.Case($0) }
    let otherwise = reader.required("otherwise") { cursor in cursor.object { Definition.Value(&$0) } }
    if reader.optional("condition", { $0 }) != nil {
      reader.cursor.error("has both `condition` and `cases`")
    }
    guard let otherwise else { return nil }
    self = .value(cases, otherwise: otherwise)
  }
}

extension Definition.Case {
  fileprivate init?(_ cursor: Cursor) {
    let decoded: Definition.Case? = cursor.object { reader in
      let value = Definition.Value(&reader)
      let condition = reader.required("condition") { Condition($0) }
      guard let value, let condition else { return nil }
      return Definition.Case(value: value, condition: condition)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Definition.Value {
  fileprivate init?(_ reader: inout ObjectReader) {
    let id = reader.required("value") { $0.newIdentifier() }
    let name = reader.required("name") { $0.text() }
    guard let id, let name else { return nil }
    self.init(id: id, name: name)
  }
}
