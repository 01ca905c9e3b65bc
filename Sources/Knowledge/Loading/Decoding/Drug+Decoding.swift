import Clinical

extension Drug {
  init?(_ cursor: Cursor) {
    let decoded: Drug? = cursor.object { reader in
      reader.fileHeader()
      let id = reader.required("id") { $0.newIdentifier(as: DrugID.self) }
      let name = reader.required("name") { $0.text() }
      let kind = reader.required("kind") { $0.word(Kind.self) }
      let classes = reader.list("classes") { $0.reference(DrugClassID.self) }
      _ = reader.optional("origin") { $0.word(Origin.self) }
      _ = reader.optional("mechanism") { $0.text() }
      _ = reader.list("resistance") { $0.newIdentifier() }
      let terms = reader.list("codes") { $0.terminologyCode() }
      let synonyms = reader.list("synonyms") { $0.words() }
      _ = reader.list("verifiedSynonyms") { $0.words() }
      _ = reader.list("warnings") { Self.warning($0) }
      let rules = reader.drugRules()
      reader.discrepancies()
      guard let id, let name, let kind else { return nil }
      return Drug(
        id: id, name: name, kind: kind, classes: classes, terms: terms, synonyms: synonyms, rules: rules,
        place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }

  private static func warning(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("id") { $0.newIdentifier() }
      _ = reader.required("text") { $0.text() }
      _ = reader.sources()
      _ = reader.required("confidence") { $0.word(Confidence.self) }
      _ = reader.optional("note") { $0.text() }
      return ()
    }
  }
}

extension DrugClass {
  init?(_ cursor: Cursor) {
    let decoded: DrugClass? = cursor.object { reader in
      let id = reader.required("id") { $0.newIdentifier(as: DrugClassID.self) }
      let name = reader.required("name") { $0.text() }
      let within = reader.list("within") { $0.reference(DrugClassID.self) }
      let rules = reader.drugRules()
      guard let id, let name else { return nil }
      return DrugClass(id: id, name: name, within: within, rules: rules, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension ObjectReader {
  /// The criteria and cautions that go with a drug or class, criteria first.
  fileprivate mutating func drugRules() -> [DrugRule] {
    let criteria = list("criteria") { cursor in
      cursor.object { reader -> DrugRule? in
        let disease = reader.optional("disease") { $0.reference(DiseaseID.self) }
        return Criterion.decode(&reader).map { DrugRule(disease: disease, content: .criterion($0)) }
      }
    }
    let cautions = list("cautions") { cursor in
      cursor.object { reader -> DrugRule? in
        let disease = reader.optional("disease") { $0.reference(DiseaseID.self) }
        return Caution.decode(&reader).map { DrugRule(disease: disease, content: .caution($0)) }
      }
    }
    return criteria + cautions
  }
}

extension Cursor {
  /// A code of a terminology, its check digit verified where it has one.
  func terminologyCode() -> TerminologyCode? {
    object { reader in
      let system = reader.required("system") { $0.word(Terminology.self) }
      let code = reader.required("code") { $0.words() }
      let confidence = reader.required("confidence") { $0.word(Confidence.self) }
      let reading = reader.optional("as") { $0.newIdentifier() }
      if let system, let code, !CheckDigit.isValid(code, of: system) {
        reader.cursor.error(
          CheckDigit.isProven(by: system)
            ? "`\(code)` fails the check digit of \(system.rawValue)"
            : "`\(code)` has not the form of a code of \(system.rawValue)")
      }
      guard let system, let code, let confidence else { return nil }
      return TerminologyCode(system: system, code: code, confidence: confidence, reading: reading)
    }
  }
}
