import Clinical
import Decision
import JSON
import Knowledge
import KnowledgeTests
import Testing

@testable import Service

@Suite struct EditionComparisonTests {
  /// A change to the sample, and all that is said of it below the head.
  struct Alteration: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let patches: [SampleKnowledge.Patch]
    let expected: [String]

    init(_ name: String, _ patches: [SampleKnowledge.Patch], _ expected: String...) {
      (testDescription, self.patches, self.expected) = (name, patches, expected)
    }
  }

  private static func engine(_ patches: [SampleKnowledge.Patch] = []) throws -> DecisionEngine {
    DecisionEngine(knowledge: try SampleKnowledge.knowledge(patches))
  }

  private static func comparison(
    from old: [SampleKnowledge.Patch] = [], to new: [SampleKnowledge.Patch]
  ) throws -> EditionComparison {
    EditionComparison(from: try engine(old), to: try engine(new), today: SampleService.today)
  }

  /// What is said, without the three lines of the head and the sum.
  private static func lines(_ comparison: EditionComparison, _ language: Language = .en) -> [String] {
    Array(comparison.text(in: language).split(separator: "\n").map(String.init).dropFirst(3).dropLast())
  }

  @Test(arguments: [
    Alteration(
      "a threshold",
      [.init(file: "regimens/zeta-epsi.json", replace: #""atMost": { "value": 2 }"#, with: #""atMost": { "value": 1 }"#)],
      "regimen zeta-epsi: changed", "  /criteria/2/condition/finding/atMost/value: 2 -> 1"),
    Alteration(
      "a text", [.init(file: "regimens/zeta-epsi.json", replace: "ECOG от 0 до 2", with: "ECOG 0–2")],
      "regimen zeta-epsi: changed", #"  /criteria/2/text/ru: "ECOG от 0 до 2" -> "ECOG 0–2""#),
    Alteration(
      "a restriction that fails",
      [
        .init(
          file: "regimens/zeta-epsi.json", replace: #""not": { "finding": { "id": "metastases", "includes": "cns" } }"#,
          with: #""not": { "finding": { "id": "metastases", "includesAnyOf": ["cns", "bone"] } }"#)
      ],
      "regimen zeta-epsi: changed",
      #"  /criteria/3/condition/not/finding/includesAnyOf: nothing -> ["cns","bone"]"#,
      #"  /criteria/3/condition/not/finding/includes: "cns" -> nothing"#,
      "case standard",
      "  delta-3w: alternative -> recommended",
      "  zeta-epsi: recommended -> not-recommended",
      "    now no-cns not-met: No metastases in the central nervous system", "    then receptor met", "    then advanced met",
      "    then endocrine met", "    then senior-women met", "    then no-repeat met", "    then no-cns met"),
    Alteration(
      "a caution",
      [
        .init(
          file: "regimens/zeta-epsi.json", replace: #"{ "id": "stomatitis","#,
          with: ##"""
            { "id": "fatigue", "text": { "en": "Fatigue", "ru": "Слабость" }, "sources": [{ "id": "smith2020" }] },
            { "id": "stomatitis",
            """##)
      ],
      "regimen zeta-epsi: changed",
      #"  /cautions/0: nothing -> {"id":"fatigue","text":{"en":"Fatigue","ru":"Слабость"},"sources":[{"id":"smith2020"}]}"#,
      "case standard", "  zeta-epsi: caution fatigue added", "case unknown-sex", "  zeta-epsi: caution fatigue added"),
    Alteration(
      "a vocabulary entry", [.init(file: "vocabulary/findings.json", replace: #""maximum": 5000"#, with: #""maximum": 6000"#)],
      "finding platelets: changed", "  /maximum: 5000 -> 6000"),
    Alteration(
      "the edition itself",
      [.init(file: "knowledge.json", replace: #""evidenceThrough": "2026-06-30""#, with: #""evidenceThrough": "2026-07-31""#)],
      "knowledge knowledge: changed", #"  /evidenceThrough: "2026-06-30" -> "2026-07-31""#),
  ])
  func `A change is said with its place and what it decides otherwise`(_ alteration: Alteration) throws {
    let comparison = try Self.comparison(to: alteration.patches)
    #expect(Self.lines(comparison) == alteration.expected)
    #expect(!comparison.isEmpty)
  }

  private static let caseRemoved: SampleKnowledge.Patch = {
    var patch = SampleKnowledge.Patch(file: "cases/unknown-sex.json", add: "")
    (patch.add, patch.remove) = (nil, true)
    return patch
  }()

  @Test func `An entry is removed one way and added the other`() throws {
    let comparison = try Self.comparison(to: [Self.caseRemoved])
    #expect(Self.lines(comparison) == ["worked case unknown-sex: removed"])
    #expect(comparison.casesDecided == 2)
    #expect(Self.lines(try Self.comparison(from: [Self.caseRemoved], to: [])) == ["worked case unknown-sex: added"])
  }

  @Test func `A case that one edition refuses is told with what is wrong`() throws {
    let narrower = SampleKnowledge.Patch(
      file: "vocabulary/findings.json", replace: #""maximum": 130"#,
      with: #"""
        "maximum": 130, "contradictions": [{
          "condition": { "finding": { "id": "age", "moreThan": { "value": 60, "unit": "a" } } },
          "text": { "en": "nobody is so old", "ru": "столько не живут" } }]
        """#)
    let lines = Self.lines(try Self.comparison(to: [narrower]))
    #expect(lines.contains("case standard: no longer valid"))
    #expect(lines.contains("  /findings/age: nobody is so old"))
    #expect(Self.lines(try Self.comparison(from: [narrower], to: [])).contains("case standard: not valid in the old edition"))
  }

  @Test func `A case whose input was changed is decided as it stood in each edition`() throws {
    let patch = SampleKnowledge.Patch(file: "cases/standard.json", replace: #""age": 63"#, with: #""age": 64"#)
    let comparison = try Self.comparison(to: [patch])
    #expect(Self.lines(comparison) == ["worked case standard: changed", "  /input/findings/age: 63 -> 64"])
    #expect(comparison.casesDecided == 3)
  }

  @Test func `The texts of criteria are in the language that is asked for`() throws {
    let patch = SampleKnowledge.Patch(
      file: "regimens/zeta-epsi.json", replace: #""includes": "cns""#, with: #""includes": "bone""#)
    #expect(Self.lines(try Self.comparison(to: [patch]), .ru).contains("    now no-cns not-met: Нет метастазов в ЦНС"))
  }

  @Test func `Identical editions differ in nothing, whatever the order of their files and members`() throws {
    let files = try SampleKnowledge.files()
    let rewritten = files.reversed().map { file in
      KnowledgeFile(path: file.path, bytes: prettyPrinted(file.bytes) + [UInt8(ascii: "\n")])
    }
    let knowledge = try #require(KnowledgeLoader.load(rewritten).knowledge)
    let old = try Self.engine()
    #expect(knowledge.digest != old.knowledge.digest)
    let comparison = EditionComparison(from: old, to: DecisionEngine(knowledge: knowledge), today: SampleService.today)
    #expect(comparison.isEmpty)
    #expect(comparison.casesDecided == 2)
    #expect(Self.lines(comparison).isEmpty)
  }

  @Test func `What is said is there as JSON too`() throws {
    let patch = SampleKnowledge.Patch(
      file: "regimens/zeta-epsi.json", replace: #""includes": "cns""#, with: #""includes": "bone""#)
    let root = try JSONDocument.parse(try Self.comparison(to: [patch]).json(in: .en)).root
    #expect(root["old"]?["digest"]?.string != root["new"]?["digest"]?.string)
    #expect(root.value(at: "/entries/0/kind")?.string == "regimen")
    #expect(root.value(at: "/entries/0/differences/0/pointer")?.string == "/criteria/3/condition/not/finding/includes")
    #expect(root.value(at: "/entries/0/differences/0/new")?.string == "bone")
    #expect(root.value(at: "/cases/0/options/1/because/0/criterion")?.string == "no-cns")
  }
}

@Suite struct JSONDifferenceTests {
  struct Pair: CustomTestStringConvertible, Sendable {
    let old: String
    let new: String
    let expected: [String]

    init(_ old: String, _ new: String, _ expected: String...) { (self.old, self.new, self.expected) = (old, new, expected) }

    var testDescription: String { "\(old) to \(new)" }
  }

  @Test(arguments: [
    Pair(#"{"a":1,"b":"é"}"#, #"{ "b" : "\u00e9", "a" : 1 }"#),
    Pair(#"{"a":1}"#, #"{"a":1.0}"#, "/a: 1 -> 1.0"),
    Pair(#"{"a/b":1}"#, "{}", "/a~1b: 1 -> nothing"),
    Pair(#"["x","y"]"#, #"["x","z","y"]"#, #"/1: nothing -> "z""#),
    Pair(#"["x","y"]"#, #"["y","x"]"#, #": ["x","y"] -> ["y","x"]"#),
    Pair(
      #"[{"id":"a","v":1},{"id":"b"}]"#, #"[{"id":"c"},{"id":"a","v":2}]"#, "/1/v: 1 -> 2", #"/0: nothing -> {"id":"c"}"#,
      #"/1: {"id":"b"} -> nothing"#),
    Pair("[1,2,3,4]", "[1,9,2,3,4]", "/1: nothing -> 9"),
    Pair("[1,2,3,4]", "[1,4]", "/1: 2 -> nothing", "/2: 3 -> nothing"),
    Pair("[[1],[2]]", "[[1],[3]]", "/1/0: 2 -> 3"),
    Pair("null", "false", ": null -> false"),
  ])
  func `Values are compared by what they mean to a reader`(_ pair: Pair) throws {
    let (old, new) = (try JSONDocument.parse(Array(pair.old.utf8)).root, try JSONDocument.parse(Array(pair.new.utf8)).root)
    let lines = JSONDifference.all(from: old, to: new).map { difference in
      "\(difference.pointer): \(JSONDifference.line(of: difference.old)) -> \(JSONDifference.line(of: difference.new))"
    }
    #expect(lines.sorted() == pair.expected.sorted())
  }

  @Test func `A long value is cut to a line`() throws {
    let value = try JSONDocument.parse(Array("\"\(String(repeating: "é\\n", count: 100))\"".utf8)).root
    let line = JSONDifference.line(of: value)
    #expect(line.count == 100 && line.hasSuffix("…") && !line.contains("\n"))
  }
}
