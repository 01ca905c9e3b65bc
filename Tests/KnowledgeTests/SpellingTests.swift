import Knowledge
import Testing

@Suite struct SpellingTests {
  /// A slip, what there is, and what was meant.
  struct Slip: CustomTestStringConvertible {
    let written: String
    let candidates: [String]
    let meant: String?

    init(_ written: String, among candidates: [String], _ meant: String?) {
      (self.written, self.candidates, self.meant) = (written, candidates, meant)
    }

    var testDescription: String { "\(written) → \(meant ?? "nothing")" }
  }

  @Test(arguments: [
    Slip("her3", among: ["er", "pr", "her2"], "her2"),
    Slip("HER2", among: ["er", "pr", "her2"], "her2"),
    Slip("visceralCrysis", among: ["visceralCrisis", "symptomaticVisceralDisease"], "visceralCrisis"),
    Slip("visceral-crisis", among: ["visceralCrisis"], "visceralCrisis"),
    Slip("leukaemia", among: ["leukemia"], "leukemia"),
    Slip("everolimus-exemestan", among: ["everolimus-fulvestrant", "everolimus-exemestane"], "everolimus-exemestane"),
    Slip("pik3ac", among: ["PIK3CA", "PTEN"], "PIK3CA"),
    Slip("tamoxifene", among: ["toremifene", "tamoxifen"], "tamoxifen"),
    Slip("teh", among: ["the", "ten"], "the"),
    Slip("тамоксифин", among: ["тамоксифен"], "тамоксифен"),
  ])
  func `A slip is recognised`(_ slip: Slip) {
    #expect(Spelling.nearest(to: slip.written, among: slip.candidates) == slip.meant)
  }

  @Test(arguments: [
    Slip("weight", among: ["er", "pr", "her2", "age"], nil), Slip("BRCA", among: ["PIK3CA", "ESR1"], nil),
    Slip("", among: ["er"], nil), Slip("er", among: [], nil), Slip("xy", among: ["er", "pr"], nil),
    Slip("anastrozole", among: ["letrozole"], nil), Slip("er", among: ["er"], nil),
    Slip(String(repeating: "a", count: 65), among: [String(repeating: "a", count: 64)], nil),
  ])
  func `What is too far off is not guessed`(_ slip: Slip) {
    #expect(Spelling.nearest(to: slip.written, among: slip.candidates) == slip.meant)
  }

  @Test func `The nearest wins, and of equals the first`() {
    #expect(Spelling.nearest(to: "PIK3C", among: ["PIK3", "PIK3CA"]) == "PIK3")
    #expect(Spelling.nearest(to: "mutatd", among: ["mutant", "mutated"]) == "mutated")
  }
}
