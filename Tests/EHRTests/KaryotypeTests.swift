import SeededRandom
import Testing

@testable import EHR

@Suite struct KaryotypeTests {
  private static let names = ["del(17p", "t(4;14)", "1q21", "igh::maf", "tp53 loss", "maf::igh"]
  private static let beginnings = names.map { Karyotype.Beginning($0) }

  private static func isNamed(in text: String) -> Bool {
    Karyotype.parts(of: [text]).contains { part in beginnings.contains { $0.begins(part) } }
  }

  @Test func `What names an abnormality is never overlooked by its first letters`() {
    let starts = Karyotype.Starts(Self.beginnings)
    var generator = SeededGenerator(seed: 5)
    let pieces =
      Self.names + Self.names.map { $0.uppercased() } + ["nuc ish", "46,XX", ",", " ", "(", ")", "no ", "[20]", "x", "Т", "\t"]
    var named = 0
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...4, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
        .joined()
      guard Self.isNamed(in: text) else { continue }
      named += 1
      #expect(starts.mayBegin(text), "\(text)")
    }
    #expect(named > 2000)
  }

  @Test(arguments: ["Glucose [Mass/volume] in Serum or Plasma", "Heart rate", "", "t", "no del(17p)"])
  func `Other words are passed over`(text: String) {
    #expect(!Karyotype.Starts(Self.beginnings).mayBegin(text))
  }

  @Test func `A beginning of one letter may be anywhere`() {
    #expect(Karyotype.Starts([Karyotype.Beginning("x")]).mayBegin("Heart rate"))
  }
}
