extension Reference {
  init?(_ cursor: Cursor) {
    let decoded: Reference? = cursor.object { reader in
      reader.fileHeader()
      let id = reader.required("id") { $0.newIdentifier(as: ReferenceID.self) }
      let kind = reader.required("kind") { $0.word(Kind.self) }
      let title = reader.required("title") { $0.words() }
      let journal = reader.optional("journal") { $0.words() }
      let year = reader.optional("year") { $0.integer() }
      let citation = reader.optional("citation") { $0.words() }
      for name in ["version", "pmcid", "url", "file"] { _ = reader.optional(name) { $0.words() } }
      let doi = reader.optional("doi") { Self.markedIdentifier($0, "DOI", isValid: CheckDigit.isDOI) }
      let pmid = reader.optional("pmid") { Self.markedIdentifier($0, "number of PubMed", isValid: CheckDigit.isPubMed) }
      _ = reader.optional("note") { $0.text() }
      _ = reader.list("claims") { Self.claim($0) }
      _ = reader.list("lostFigures") { Self.lostFigure($0) }
      reader.discrepancies()
      guard let id, let kind, let title else { return nil }
      return Reference(
        id: id, kind: kind, title: title, journal: journal, year: year, citation: citation, doi: doi, pmid: pmid,
        place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }

  private static func markedIdentifier(_ cursor: Cursor, _ phrase: String, isValid: (String) -> Bool) -> String? {
    cursor.object { reader in
      let value = reader.required("value") { cursor -> String? in
        guard let text = cursor.words() else { return nil }
        if !isValid(text) { cursor.error("`\(text)` is no \(phrase)") }
        return text
      }
      _ = reader.required("confidence") { $0.word(Confidence.self) }
      return value
    }
  }

  private enum ClaimVerdict: String, CaseIterable {
    case confirmed, differs, partly, unverified
  }

  /// A claim of a seed and what its check found; kept as written, only checked here.
  private static func claim(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("id") { $0.newIdentifier() }
      for name in ["claim", "seedValue", "publishedValue"] { _ = reader.required(name) { $0.text() } }
      _ = reader.required("verdict") { $0.word(ClaimVerdict.self) }
      _ = reader.required("confidence") { $0.word(Confidence.self) }
      _ = reader.list("sources") { $0.sourceUse() }
      _ = reader.optional("discrepancy") { $0.newIdentifier() }
      return ()
    }
  }

  private static func lostFigure(_ cursor: Cursor) -> Void? {
    cursor.object { reader in
      _ = reader.required("id") { $0.newIdentifier() }
      for name in ["lost", "wouldShow"] { _ = reader.required(name) { $0.text() } }
      _ = reader.optional("trial") { $0.reference(TrialID.self) }
      _ = reader.required("confidence") { $0.word(Confidence.self) }
      return ()
    }
  }
}
