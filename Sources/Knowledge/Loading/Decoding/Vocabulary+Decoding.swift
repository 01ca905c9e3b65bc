import Clinical

extension Finding {
  static func decode(_ cursor: Cursor) -> Finding? {
    cursor.object { reader in
      let id = reader.required("id") { $0.newIdentifier(as: FindingID.self) }
      let disease = reader.optional("disease") { $0.reference(DiseaseID.self) }
      let kind = reader.required("type") { $0.word(Kind.self) }
      let label = reader.required("label") { $0.text() }
      let question = reader.required("question") { $0.text() }
      let codes = reader.list("values") { Code.decode($0) }
      let unit = reader.optional("unit") { Unit($0) }
      let minimum = reader.optional("minimum") { $0.number() }
      let maximum = reader.optional("maximum") { $0.number() }
      let contradictions = reader.list("contradictions") { Contradiction($0) }
      let terms = reader.list("codes") { $0.terminologyCode() }
      let origin = reader.optional("origin") { $0.word(Finding.Origin.self) }
      _ = reader.optional("note") { $0.text() }
      guard let id, let kind, let label, let question else { return nil }
      let finding = Finding(
        id: id, disease: disease, kind: kind, label: label, question: question, codes: codes, unit: unit, minimum: minimum,
        maximum: maximum, contradictions: contradictions, terms: terms, origin: origin, place: reader.cursor.place)
      finding.checkShape(reader.cursor)
      return finding
    }
  }

  /// A coded finding has values, and only such; only numbers have units and limits.
  private func checkShape(_ cursor: Cursor) {
    switch kind {
    case .code, .codes:
      if codes.isEmpty { cursor.error("a \(kind.rawValue) finding needs `values`") }
      if codes.count > 64 { cursor.error("has more than 64 values") }
      cursor.requireDistinct(in: "values", of: "value")
      for refined in codes.flatMap(\.refinedBy) where code(refined) == nil {
        cursor.error(
          "`\(refined)` is no value of `\(id)`", suggestion: Spelling.nearest(to: refined.text, among: codes.map(\.id.text)))
      }
    case .flag, .number, .integer:
      if !codes.isEmpty { cursor.error("a \(kind.rawValue) finding has no `values`") }
    }
    if kind != .number, kind != .integer, unit != nil || minimum != nil || maximum != nil {
      cursor.error("only numbers have a unit, a minimum or a maximum")
    }
    if range.isEmpty { cursor.error("its minimum is above its maximum") }
  }
}

extension Finding.Contradiction {
  init?(_ cursor: Cursor) {
    let decoded: Finding.Contradiction? = cursor.object { reader in
      let condition = reader.required("condition") { Condition($0) }
      let text = reader.required("text") { $0.text() }
      guard let condition, let text else { return nil }
      return Finding.Contradiction(condition: condition, text: text, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Finding.Code {
  static func decode(_ cursor: Cursor) -> Finding.Code? {
    cursor.object { reader in
      let id = reader.required("id") { $0.newIdentifier(as: CodeID.self) }
      let label = reader.required("label") { $0.text() }
      let refinedBy = reader.list("refinedBy") { $0.words().map { CodeID($0) } }
      let terms = reader.list("codes") { $0.terminologyCode() }
      let words = reader.list("words") { $0.words() }
      let answer = reader.optional("answer") { $0.word(Finding.Answer.self) }
      guard let id, let label else { return nil }
      return Finding.Code(id: id, label: label, refinedBy: refinedBy, terms: terms, words: words, answer: answer)
    }
  }
}

extension Finding.Unit {
  init?(_ cursor: Cursor) {
    let decoded: Finding.Unit? = cursor.object { reader in
      let code = reader.required("code") { $0.words() }
      let label = reader.required("label") { $0.text() }
      guard let code, let label else { return nil }
      return Finding.Unit(code: code, label: label)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension ListedTerm {
  static func decode<Kind: EntryIdentity>(_ cursor: Cursor) -> ListedTerm? where ID == Identifier<Kind> {
    cursor.object { reader in
      let id = reader.required("id") { $0.newIdentifier(as: ID.self) }
      let label = reader.required("label") { $0.text() }
      let synonyms = reader.list("synonyms") { $0.words() }
      let within = reader.list("within") { $0.reference(ID.self) }
      let terms = reader.list("codes") { $0.terminologyCode() }
      guard let id, let label else { return nil }
      return ListedTerm(id: id, label: label, synonyms: synonyms, within: within, terms: terms, place: reader.cursor.place)
    }
  }
}
