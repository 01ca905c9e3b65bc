import Clinical
import Testing

@Suite struct IdentifierTests {
  @Test func `Identifiers are ordered by scalars, capitals before small letters`() {
    let ids = ["er", "PIK3CA", "age", "a-b", "a", "ab", "BRCA1", "я", "t4-14", "t14-16"].map { FindingID($0) }
    #expect(ids.sorted().map(\.text) == ["BRCA1", "PIK3CA", "a", "a-b", "ab", "age", "er", "t14-16", "t4-14", "я"])
  }

  @Test func `Letters that are canonically equal but other scalars keep one order`() {
    let (composed, decomposed) = (DrugID("\u{E9}"), DrugID("e\u{301}"))
    #expect(decomposed < composed)
    #expect(!(composed < decomposed))
  }

  @Test func `An identifier is its text`() {
    #expect(RegimenID("dvd").description == "dvd")
    #expect(RegimenID("dvd") == RegimenID("dvd"))
    #expect(RegimenID("dvd") != RegimenID("dVd"))
  }
}
