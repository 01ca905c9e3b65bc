import Clinical

extension Disease {
  init?(_ cursor: Cursor) {
    let decoded: Disease? = cursor.object { reader in
      reader.fileHeader()
      let id = reader.required("id") { $0.newIdentifier(as: DiseaseID.self) }
      let name = reader.required("name") { $0.text() }
      let synonyms = reader.list("synonyms") { $0.words() }
      let evidenceThrough = reader.required("evidenceThrough") { $0.date() }
      _ = reader.required("scope") { $0.text() }
      let settings = reader.list("settings", atLeast: 1) { Setting($0) }
      let pathway = reader.required("pathway") { $0.reference(PathwayID.self) }
      _ = reader.sources()
      reader.discrepancies()
      reader.cursor.requireDistinct(in: "settings", of: "setting")
      guard let id, let name, let evidenceThrough, let pathway else { return nil }
      return Disease(
        id: id, name: name, synonyms: synonyms, evidenceThrough: evidenceThrough, settings: settings, pathway: pathway,
        place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Disease.Setting {
  init?(_ cursor: Cursor) {
    let decoded: Disease.Setting? = cursor.object { reader in
      let id = reader.required("id") { $0.newIdentifier(as: SettingID.self) }
      let name = reader.required("name") { $0.text() }
      let group = reader.required("group") { $0.newIdentifier() }
      let countsAsLine = reader.required("countsAsLine") { $0.boolean() }
      guard let id, let name, let group, let countsAsLine else { return nil }
      return Disease.Setting(id: id, name: name, group: group, countsAsLine: countsAsLine)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}
