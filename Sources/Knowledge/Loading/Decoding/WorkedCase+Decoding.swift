import Clinical
import JSON

extension WorkedCase {
  init?(_ cursor: Cursor) {
    let decoded: WorkedCase? = cursor.object { reader in
      reader.fileHeader()
      let id = reader.required("id") { $0.newIdentifier(as: WorkedCaseID.self) }
      let disease = reader.required("disease") { $0.reference(DiseaseID.self) }
      _ = reader.required("origin") { $0.word(Origin.self) }
      _ = reader.optional("variantOf") { $0.reference(WorkedCaseID.self) }
      let title = reader.required("title") { $0.text() }
      let question = reader.required("question") { $0.text() }
      _ = reader.optional("history") { $0.text() }
      let input = reader.required("input") { $0.place }
      _ = reader.list("options") { Self.option($0) }
      let expectations = reader.list("expect", atLeast: 1) { Expectation($0) }
      let order = reader.list("expectOrder") { $0.reference(RegimenID.self) }
      let refractoriness = reader.optional("expectRefractoriness") { Refractoriness($0) }
      let missing = reader.list("expectMissing") { $0.words() }
      let notices = reader.list("expectNotices") { $0.newIdentifier() }
      _ = reader.optional("note") { $0.text() }
      _ = reader.sources()
      reader.discrepancies()
      guard let id, let disease, let title, let question, let input else { return nil }
      return WorkedCase(
        id: id, disease: disease, title: title, question: question, input: input, expectations: expectations,
        order: order, refractoriness: refractoriness, missing: missing, notices: notices, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }

  private static func option(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("number") { $0.integer() }
      _ = reader.required("text") { $0.text() }
      _ = reader.list("regimens", atLeast: 1) { $0.reference(RegimenID.self) }
      _ = reader.required("verdict") { $0.word(Verdict.self) }
      _ = reader.required("reason") { $0.text() }
      return ()
    }
  }
}

extension WorkedCase.Refractoriness {
  fileprivate init?(_ cursor: Cursor) {
    let decoded: WorkedCase.Refractoriness? = cursor.object { reader in
      let label = reader.required("label") { $0.newIdentifier() }
      let tripleClass = reader.required("tripleClass") { Self.truth($0) }
      let drugs = reader.list("drugs", atLeast: 0) { $0.reference(DrugID.self) }
      guard let label, let tripleClass else { return nil }
      return WorkedCase.Refractoriness(label: label, tripleClass: tripleClass, drugs: drugs, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }

  /// True, false, or null for unknown, as in answers.
  private static func truth(_ cursor: Cursor) -> Truth? {
    cursor.value.isNull ? .unknown : cursor.boolean().map { Truth($0) }
  }
}

extension WorkedCase.Expectation {
  init?(_ cursor: Cursor) {
    let decoded: WorkedCase.Expectation? = cursor.object { reader in
      let regimen = reader.required("regimen") { $0.reference(RegimenID.self) }
      let rank = reader.optional("rank") { $0.integer() }
      let verdict = reader.required("verdict") { $0.word(Verdict.self) }
      let criteria = reader.optional("criteria") { Self.results($0) } ?? []
      let cautions = reader.list("cautions") { $0.newIdentifier() }
      let verify = reader.optional("verify") { $0.list { $0.words() } }
      guard let regimen, let verdict else { return nil }
      return WorkedCase.Expectation(
        regimen: regimen, rank: rank, verdict: verdict, criteria: criteria, cautions: cautions, verify: verify,
        place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }

  private static func results(_ cursor: Cursor) -> [(id: String, result: CriterionResult)]? {
    guard cursor.value.kind == .object else {
      cursor.mismatch(expected: "an object of criteria and results")
      return nil
    }
    return cursor.value.members.compactMap { member in
      cursor.at(member.value).word(CriterionResult.self).map { (member.name, $0) }
    }
  }
}
