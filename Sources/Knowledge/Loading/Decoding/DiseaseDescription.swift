import Clinical
import JSON

/// What a disease file tells a reader beside what cases are judged by; kept as written, only checked here.
enum DiseaseDescription {
  private enum Category: String, CaseIterable {
    case patient, disease, treatment
  }

  /// Reads the descriptive members of a disease.
  static func check(_ reader: inout ObjectReader) {
    _ = reader.list("terms") { term($0) }
    _ = reader.list("responseCriteria") { responseCriterion($0) }
    _ = reader.list("factors") { factor($0) }
    _ = reader.optional("factorsConclusion") { $0.text() }
    _ = reader.list("resistance") { mechanism($0) }
    _ = reader.optional("antibodyComparison") { comparison($0) }
    _ = reader.list("unverified") { $0.text() }
    for member in ["terms", "responseCriteria", "factors", "resistance"] {
      reader.cursor.requireDistinct(in: member, of: "entry")
    }
  }

  private static func term(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("id") { $0.newIdentifier() }
      _ = reader.required("name") { $0.text() }
      for name in ["seed", "published", "rule"] { _ = reader.optional(name) { $0.text() } }
      _ = reader.required("plain") { $0.text() }
      _ = reader.list("edgeCases") { $0.text() }
      _ = reader.sources()
      return ()
    }
  }

  private static func responseCriterion(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("id") { $0.newIdentifier() }
      _ = reader.required("category") { $0.word(BestResponse.self) }
      _ = reader.required("rank") { $0.integer() }
      for name in ["name", "rule", "plain"] { _ = reader.required(name) { $0.text() } }
      _ = reader.list("notes") { $0.text() }
      _ = reader.sources()
      return ()
    }
  }

  private static func factor(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("id") { $0.newIdentifier() }
      _ = reader.required("category") { $0.word(Category.self) }
      for name in ["text", "input"] { _ = reader.required(name) { $0.text() } }
      _ = reader.list("rules") { $0.newIdentifier() }
      return ()
    }
  }

  private static func mechanism(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("id") { $0.newIdentifier() }
      for name in ["target", "text"] { _ = reader.required(name) { $0.text() } }
      _ = reader.required("origin") { $0.word(Origin.self) }
      _ = reader.sources()
      return ()
    }
  }

  private static func comparison(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("scale") { $0.text() }
      let rows = reader.list("rows", atLeast: 1) { $0.text() }
      for name in ["seed", "published"] {
        _ = reader.list(name, atLeast: 1) { antibody($0, rows: rows.count) }
      }
      _ = reader.required("warning") { $0.text() }
      _ = reader.required("confidence") { $0.word(Confidence.self) }
      _ = reader.sources()
      return ()
    }
  }

  private static func antibody(_ cursor: Cursor, rows: Int) -> Void? {
    cursor.object { reader in
      _ = reader.required("antibody") { $0.text() }
      let values = reader.list("values", atLeast: 1) { $0.value.kind == .object ? $0.text()?.en : $0.words() }
      if values.count != rows { reader.cursor.error("has \(values.count) values for \(rows) rows") }
      return ()
    }
  }
}
