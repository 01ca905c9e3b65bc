import Clinical
import EHR
import Testing

@Suite struct ObservationTests {
  /// A result and what it makes of a finding.
  struct Row: CustomTestStringConvertible, Sendable {
    let finding: String
    /// Elements of an observation without its subject and status.
    let elements: String
    let value: String?
    var disease = RealRecords.breast

    var testDescription: String { "\(finding) \(elements.suffix(90))" }

    static func loinc(_ code: String, _ value: String) -> String {
      #""code":{"coding":[{"system":"http://loinc.org","code":"\#(code)"}]},"effectiveDateTime":"2025-01-01",\#(value)"#
    }
    static func snomed(_ code: String) -> String {
      #""valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)"}]}"#
    }
    static func answer(_ code: String) -> String {
      #""valueCodeableConcept":{"coding":[{"system":"http://loinc.org","code":"\#(code)"}]}"#
    }
    static func text(_ text: String) -> String { #""valueCodeableConcept":{"text":"\#(text)"}"# }
    static func quantity(_ value: String, _ unit: String, _ comparator: String? = nil) -> String {
      let comparator = comparator.map { #","comparator":"\#($0)""# } ?? ""
      return #""valueQuantity":{"value":\#(value),"code":"\#(unit)","system":"http://unitsofmeasure.org"\#(comparator)}"#
    }
    static func gene(_ number: String, system: String = "http://www.genenames.org/geneId") -> String {
      #"{"code":{"coding":[{"system":"http://loinc.org","code":"48018-6"}]},"valueCodeableConcept":{"coding":[{"system":"\#(system)","code":"HGNC:\#(number)"}]}}"#
    }
    static func part(_ code: String, _ answer: String) -> String {
      #"{"code":{"coding":[{"system":"http://loinc.org","code":"\#(code)"}]},"valueCodeableConcept":{"coding":[{"system":"http://loinc.org","code":"\#(answer)"}]}}"#
    }
    static func variant(_ answer: String, _ parts: String...) -> String {
      loinc("69548-6", self.answer(answer) + #","component":["# + parts.joined(separator: ",") + "]")
    }
    static func region(_ parts: String...) -> String {
      loinc("53041-0", #""component":["# + parts.joined(separator: ",") + "]")
    }
    static func karyotype(_ text: String, _ answer: String) -> String {
      loinc(
        "69548-6",
        self.answer(answer)
          + #","component":[{"code":{"coding":[{"system":"http://loinc.org","code":"81291-7"}]},"valueCodeableConcept":{"coding":[{"system":"https://iscn.karger.com","code":"\#(text)"}]}}]"#
      )
    }
    static let germline = part("48002-0", "LA6683-2")

    static let receptors: [Row] = [
      Row(finding: "er", elements: loinc("85337-4", snomed("10828004")), value: "positive"),
      Row(finding: "er", elements: loinc("16112-5", answer("LA6576-8")), value: "positive"),
      Row(finding: "er", elements: loinc("40556-3", answer("LA6577-6")), value: "negative"),
      Row(finding: "er", elements: loinc("85337-4", snomed("82334004")), value: nil),
      Row(finding: "er", elements: loinc("85337-4", text("положительный")), value: "positive"),
      Row(finding: "er", elements: loinc("85337-4", #""valueString":"not detected""#), value: "negative"),
      Row(finding: "er", elements: loinc("85337-4", #""valueString":"no evidence""#), value: nil),
      Row(finding: "er", elements: loinc("85329-1", quantity("1", "%")), value: "positive"),
      Row(finding: "er", elements: loinc("14228-1", quantity("0.9", "%")), value: "negative"),
      Row(finding: "er", elements: loinc("85329-1", quantity("1", "%", "<")), value: "negative"),
      Row(finding: "er", elements: loinc("85329-1", quantity("5", "%", "<")), value: nil),
      Row(finding: "er", elements: loinc("85329-1", quantity("90", "mm")), value: nil),
      Row(finding: "er", elements: loinc("85329-1", quantity("190", "%")), value: nil),
      Row(finding: "er", elements: loinc("85329-1", #""valueQuantity":{"value":90}"#), value: nil),
      Row(finding: "pr", elements: loinc("85339-0", snomed("260385009")), value: "negative"),
      Row(finding: "pr", elements: loinc("16113-3", snomed("10828004")), value: "positive"),
      Row(finding: "pr", elements: loinc("40557-1", snomed("10828004")), value: "positive"),
      Row(finding: "pr", elements: loinc("85325-9", quantity("30", "%")), value: "positive"),
      Row(finding: "pr", elements: loinc("14230-7", quantity("0", "%")), value: "negative"),
      Row(finding: "her2", elements: loinc("48676-1", answer("LA6577-6")), value: "negative"),
      Row(finding: "her2", elements: loinc("48676-1", snomed("82334004")), value: nil),
      Row(finding: "her2", elements: loinc("85319-2", text("3+")), value: "positive"),
      Row(finding: "her2", elements: loinc("85319-2", text("2+")), value: nil),
      Row(finding: "her2", elements: loinc("18474-7", text("1+")), value: "low"),
      Row(finding: "her2", elements: loinc("18474-7", text("0")), value: "negative"),
      Row(finding: "her2", elements: loinc("85318-4", snomed("10828004")), value: "positive"),
      Row(finding: "her2", elements: loinc("31150-6", snomed("260385009")), value: "negative"),
      Row(finding: "her2", elements: loinc("49683-6", quantity("2.4", "{ratio}")), value: nil),
    ]

    static let genes: [Row] =
      [
        ("PIK3CA", "8975", false), ("BRCA1", "1100", true), ("BRCA2", "1101", true), ("PALB2", "26144", true),
        ("ESR1", "3467", false),
        ("AKT1", "391", false), ("PTEN", "9588", false),
      ].flatMap { gene, number, isGermline in
        let origin = isGermline ? [germline] : []
        let pathogenic = part("53037-8", "LA6668-3")
        func of(_ answer: String, _ parts: [String]) -> String {
          loinc("69548-6", Row.answer(answer) + #","component":["# + ([Row.gene(number)] + parts).joined(separator: ",") + "]")
        }
        return [
          Row(finding: gene, elements: of("LA9633-4", origin + [pathogenic]), value: "mutated"),
          Row(finding: gene, elements: of("LA9634-2", origin), value: "wild-type"),
          Row(finding: gene, elements: of("LA9633-4", origin + [part("53037-8", "LA26333-7")]), value: nil),
          Row(finding: gene, elements: of("LA9633-4", [pathogenic]), value: isGermline ? nil : "mutated"),
          Row(finding: gene, elements: of("LA18198-4", origin), value: nil),
          Row(
            finding: gene, elements: region(Row.gene(number, system: "http://www.genenames.org"), germline), value: "wild-type"),
          Row(finding: gene, elements: region(Row.gene(number), germline, part("51959-5", "LA1-1")), value: nil),
        ]
      } + [
        Row(finding: "PIK3CA", elements: variant("LA9634-2", gene("8975"), part("48004-6", "c.3140A>G")), value: nil),
        Row(finding: "BRCA1", elements: variant("LA9633-4", gene("1100"), germline), value: nil),
      ]

    static let numbers: [Row] = [
      Row(finding: "ecog", elements: loinc("89247-1", #""valueInteger":1"#), value: "1"),
      Row(finding: "ecog", elements: loinc("89247-1", answer("LA9622-7")), value: "0"),
      Row(finding: "ecog", elements: loinc("89247-1", answer("LA9623-5")), value: "1"),
      Row(finding: "ecog", elements: loinc("89247-1", answer("LA9624-3")), value: "2"),
      Row(finding: "ecog", elements: loinc("89247-1", answer("LA9625-0")), value: "3"),
      Row(finding: "ecog", elements: loinc("89247-1", answer("LA9626-8")), value: "4"),
      Row(finding: "ecog", elements: loinc("89247-1", answer("LA9627-6")), value: nil),
      Row(finding: "ecog", elements: loinc("89247-1", #""valueInteger":5"#), value: nil),
      Row(finding: "ecog", elements: loinc("89247-1", quantity("1.5", "{score}")), value: nil),
      Row(finding: "ecog", elements: loinc("89243-0", #""valueInteger":80"#), value: "1"),
      Row(finding: "ecog", elements: loinc("89243-0", #""valueInteger":70"#), value: "[1…2]"),
      Row(finding: "platelets", elements: loinc("777-3", quantity("164", "10*9/L")), value: "164"),
      Row(finding: "platelets", elements: loinc("777-3", quantity("164", "10*3/uL")), value: "164"),
      Row(finding: "platelets", elements: loinc("777-3", quantity("164000", "/uL")), value: "164"),
      Row(finding: "platelets", elements: loinc("777-3", quantity("50", "10*9/L", "<")), value: "[0…50)"),
      Row(finding: "platelets", elements: loinc("777-3", quantity("-5", "10*9/L")), value: nil),
      Row(finding: "platelets", elements: loinc("777-3", #""valueQuantity":{"value":"164","code":"10*9/L"}"#), value: nil),
      Row(finding: "neutrophils", elements: loinc("26499-4", quantity("2.9", "10*9/L")), value: "2.9"),
      Row(finding: "neutrophils", elements: loinc("751-8", quantity("2900", "/uL")), value: "2.9"),
      Row(finding: "creatinineClearance", elements: loinc("35591-7", quantity("82", "mL/min")), value: "82"),
      Row(finding: "creatinineClearance", elements: loinc("2164-2", quantity("1.5", "mL/s")), value: "90"),
      Row(finding: "creatinineClearance", elements: loinc("35591-7", quantity("82", "mL/min/{1.73_m2}")), value: nil),
      Row(finding: "creatinineClearance", elements: loinc("98979-8", quantity("82", "mL/min/{1.73_m2}")), value: nil),
      Row(finding: "lvef", elements: loinc("10230-1", quantity("61", "%")), value: "61"),
      Row(
        finding: "lvef",
        elements: loinc("8806-2", #""valueRange":{"low":{"value":55,"code":"%"},"high":{"value":60,"code":"%"}}"#),
        value: "[55…60]"),
      Row(finding: "qtc", elements: loinc("8636-3", quantity("0.412", "s")), value: "412"),
      Row(finding: "qtc", elements: loinc("8632-1", quantity("412", "ms")), value: nil),
    ]

    static let others: [Row] = [
      Row(
        finding: "menopausalStatus",
        elements: #""code":{"coding":[{"system":"http://snomed.info/sct","code":"161712005"}]},\#(snomed("307429007"))"#,
        value: "postmenopausal"),
      Row(
        finding: "menopausalStatus",
        elements: #""code":{"coding":[{"system":"http://snomed.info/sct","code":"161712005"}]},\#(snomed("309606002"))"#,
        value: "premenopausal"),
      Row(
        finding: "menopausalStatus",
        elements: #""code":{"coding":[{"system":"http://snomed.info/sct","code":"161712005"}]},\#(snomed("161541000119104"))"#,
        value: nil),
      Row(finding: "stage", elements: loinc("21908-9", snomed("258228008")), value: "metastatic"),
      Row(finding: "stage", elements: loinc("21902-2", text("Stage IV")), value: "metastatic"),
      Row(finding: "stage", elements: loinc("21908-9", text("IIA")), value: nil),
      Row(finding: "stage", elements: loinc("97509-4", snomed("399409002")), value: "metastatic"),
      Row(
        finding: "visceralCrisis",
        elements: #""code":{"coding":[{"system":"urn:nextline:vocabulary","code":"visceralCrisis"}]},"valueBoolean":false"#,
        value: "false"),
      Row(finding: "age", elements: loinc("1-8", #""valueInteger":1"#), value: "65"),
      Row(finding: "sex", elements: loinc("1-8", #""valueInteger":1"#), value: "female"),
    ]

    static let karyotypes: [Row] =
      [
        ("del17p", "del(17)(p13.1)"), ("del17p", "del(17p)"), ("t4-14", "46,XX,t(4;14)(p16;q32)"), ("t4-14", "IGH::FGFR3"),
        ("t14-16", "t(14;16)(q32;q23)"), ("t11-14", "t(11;14)(q13;q32)"), ("gain1q", "gain(1)(q21)"), ("gain1q", "+1q"),
      ].flatMap { finding, text in
        [
          Row(finding: finding, elements: karyotype(text, "LA9633-4"), value: "detected", disease: RealRecords.myeloma),
          Row(finding: finding, elements: karyotype(text, "LA9634-2"), value: "not-detected", disease: RealRecords.myeloma),
          Row(
            finding: finding, elements: karyotype("no " + text, "LA9633-4"), value: text.contains(",") ? "detected" : nil,
            disease: RealRecords.myeloma),
        ]
      }
      + ["C70658", "C70659", "C70660"].enumerated().map { index, code in
        Row(
          finding: "iss",
          elements:
            #""code":{"coding":[{"system":"http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl","code":"C139007"}]},"valueCodeableConcept":{"coding":[{"system":"http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl","code":"\#(code)"}]}"#,
          value: "\(index + 1)", disease: RealRecords.myeloma)
      }
  }

  private static func observation(_ elements: String, id: String = "o", status: String = "final", more: String = "") -> String {
    #"{"resourceType":"Observation","id":"\#(id)","status":"\#(status)","subject":{"reference":"Patient/p"},\#(elements)\#(more)}"#
  }

  @Test(arguments: Row.receptors + Row.genes + Row.numbers + Row.others + Row.karyotypes)
  func `A result comes to the value the knowledge says, or to nothing`(_ row: Row) throws {
    let reading = try RealRecords.read([row.disease, Self.observation(row.elements)]).get()
    #expect(reading.value(row.finding) == row.value)
    if row.value == nil { #expect(!reading.notUnderstood.isEmpty || !reading.notices.isEmpty) }
  }

  @Test(arguments: ["entered-in-error", "cancelled", "preliminary", "registered", "unknown", "", "Final"])
  func `A result that is not final is no fact`(_ status: String) throws {
    let reading = try RealRecords.read([RealRecords.breast, Self.observation(Row.receptors[0].elements, status: status)]).get()
    #expect(reading.value("er") == nil)
    #expect(reading.notUnderstood.count == 1)
  }

  @Test(
    arguments: [
      #","modifierExtension":[{"url":"https://example.org/negated","valueBoolean":true}]"#,
      #","implicitRules":"https://example.org/rules""#,
      #","dataAbsentReason":{"text":"unknown"}"#,
      #","interpretation":[{"coding":[{"system":"http://loinc.org","code":"LA6577-6"}]}]"#,
      #","valueBoolean":true"#,
    ])
  func `What changes the meaning of a result in a way not understood leaves it unknown`(_ more: String) throws {
    let reading = try RealRecords.read([RealRecords.breast, Self.observation(Row.receptors[0].elements, more: more)]).get()
    #expect(reading.value("er") == nil)
    #expect(!reading.notUnderstood.isEmpty || !reading.notices.isEmpty)
  }

  @Test func `The newest result counts, and one that it contradicts is mentioned`() throws {
    let old = Row.loinc("85337-4", Row.snomed("260385009")).replacing("2025-01-01", with: "2019-05")
    let reading = try RealRecords.read([
      RealRecords.breast, Self.observation(old, id: "old"), Self.observation(Row.receptors[0].elements),
    ]).get()
    #expect(reading.value("er") == "positive")
    #expect(reading.notices.map(\.id) == ["record-superseded"])
    #expect(reading.notices.first?.references == ["Observation/old"])
  }

  @Test(arguments: ["2025-01-01", "2025-01", "2025"])
  func `Contradicting results that may be of one day leave it unknown`(_ date: String) throws {
    let other = Row.loinc("85337-4", Row.snomed("260385009")).replacing("2025-01-01", with: date)
    let reading = try RealRecords.read([
      RealRecords.breast, Self.observation(other, id: "x"), Self.observation(Row.receptors[0].elements),
    ]).get()
    #expect(reading.value("er") == nil)
    #expect(reading.notices.map(\.id) == ["record-unclear"])
  }

  @Test func `HER2 is put together from its parts`() throws {
    let ihc = Row.loinc("85319-2", Row.text("2+"))
    let fish = Row.loinc("85318-4", Row.snomed("260385009")).replacing("2025-01-01", with: "2025-01-20")
    let reading = try RealRecords.read([RealRecords.breast, Self.observation(ihc, id: "ihc"), Self.observation(fish, id: "fish")])
      .get()
    #expect(reading.value("her2") == "low")
    #expect(
      reading.patient.facts.first { $0.finding.text == "her2" }?.provenance.texts.sorted() == [
        "Observation/fish", "Observation/ihc",
      ])
  }

  @Test func `A variant beats the panel that found it`() throws {
    let variant = Row.variant("LA9633-4", Row.gene("1100"), Row.germline, Row.part("53037-8", "LA6668-3"))
    let panel = Row.region(Row.gene("1100"), Row.germline).replacing("2025-01-01", with: "2025-06-01")
    let reading = try RealRecords.read([RealRecords.breast, Self.observation(variant, id: "v"), Self.observation(panel, id: "r")])
      .get()
    #expect(reading.value("BRCA1") == "mutated")
  }

  @Test func `A result of tomorrow is none yet`() throws {
    let elements = Row.receptors[0].elements.replacing("2025-01-01", with: "2026-02-01")
    #expect(try RealRecords.read([RealRecords.breast, Self.observation(elements)]).get().value("er") == nil)
  }

  @Test func `A record of nothing says no more than age and sex`() throws {
    let reading = try RealRecords.read([RealRecords.breast]).get()
    #expect(reading.patient.facts.map(\.finding.text) == ["age", "sex"])
    #expect(reading.patient.comorbidities == nil)
    #expect(reading.patient.medications == nil)
    #expect(reading.patient.priorTherapies == nil)
  }
}
