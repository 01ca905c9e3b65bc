import Clinical
import Testing

@testable import Knowledge

@Suite struct NameIndexTests {
  /// A name as people write it, and the drug it means.
  struct Naming: CustomTestStringConvertible {
    let written: String
    let drug: String

    init(_ written: String, _ drug: String) { (self.written, self.drug) = (written, drug) }

    var testDescription: String { "\(written) → \(drug)" }
  }

  private static let drugs = NameIndex<DrugID>([
    (DrugID("bortezomib"), ["bortezomib", "Bortezomib", "Бортезомиб", "Велкейд", "Velcade"]),
    (DrugID("tamoxifen"), ["tamoxifen", "Tamoxifen", "Тамоксифен"]),
    (DrugID("fluorouracil"), ["fluorouracil", "5-fluorouracil", "Фторурацил", "5-ФУ"]),
    (DrugID("cyclophosphamide"), ["cyclophosphamide", "Циклофосфамид", "Циклофосфан"]),
    (DrugID("carfilzomib"), ["carfilzomib", "Карфилзомиб", "Kyprolis"]),
    (DrugID("venetoclax"), ["venetoclax", "Венетоклакс"]),
    (DrugID("methotrexate"), ["methotrexate", "Метотрексат"]),
    (DrugID("tdxd"), ["tdxd", "T-DXd", "Энхерту"]),
    (DrugID("tdm1"), ["tdm1", "T-DM1"]),
  ])

  @Test(arguments: [
    Naming("bortezomib", "bortezomib"), Naming("BORTEZOMIB", "bortezomib"), Naming(" Velcade ", "bortezomib"),
    Naming("велкейд", "bortezomib"), Naming("Велкейда", "bortezomib"), Naming("велкейдом", "bortezomib"),
    Naming("бортезомибом", "bortezomib"), Naming("бортезомиба", "bortezomib"), Naming("бортезомибе", "bortezomib"),
    Naming("тамоксифену", "tamoxifen"), Naming("Тамоксифеном", "tamoxifen"), Naming("циклофосфаном", "cyclophosphamide"),
    Naming("метотрексата", "methotrexate"), Naming("карфилзомибу", "carfilzomib"),
  ])
  func `Case, case endings and trade names are understood`(_ naming: Naming) {
    #expect(Self.drugs[name: naming.written] == .one(DrugID(naming.drug)))
  }

  @Test(arguments: [
    Naming("T DXd", "tdxd"), Naming("t–dxd", "tdxd"), Naming("TDXD", "tdxd"), Naming("T‑DM1", "tdm1"),
    Naming("5 фу", "fluorouracil"), Naming("5ФУ", "fluorouracil"), Naming("5-fluoro-uracil", "fluorouracil"),
  ])
  func `Hyphens, dashes and spaces make no difference`(_ naming: Naming) {
    #expect(Self.drugs[name: naming.written] == .one(DrugID(naming.drug)))
  }

  @Test(arguments: [
    Naming("Т-DXd", "tdxd"), Naming("Т-DМ1", "tdm1"), Naming("tаmоxifеn", "tamoxifen"), Naming("Кyprolis", "carfilzomib"),
    Naming("Tамоксифен", "tamoxifen"), Naming("5-ФY", "fluorouracil"),
  ])
  func `Letters that look alike in the other alphabet are understood`(_ naming: Naming) {
    #expect(Self.drugs[name: naming.written] == .one(DrugID(naming.drug)))
  }

  @Test(arguments: ["Карфилзомиб й", "Карфилзомиб и\u{306}", "карфилзомиб И\u{306}"])
  func `A short и may be written as one letter or as two`(_ name: String) {
    let index = NameIndex<DrugID>([(DrugID("carfilzomib"), ["Карфилзомиб й"])])
    #expect(index[name: name] == .one(DrugID("carfilzomib")))
  }

  @Test(arguments: zip(["V", "v", "M"], [["bortezomib", "venetoclax"], ["bortezomib", "venetoclax"], ["methotrexate"]]))
  func `A single letter is never guessed, even when one drug begins so`(_ letter: String, drugs: [String]) {
    #expect(Self.drugs[name: letter] == .several(drugs.map { DrugID($0) }))
  }

  @Test func `A single letter that is a name means its drug`() {
    let index = NameIndex<DrugID>([(DrugID("thalidomide"), ["T"]), (DrugID("tamoxifen"), ["tamoxifen"])])
    #expect(index[name: "t"] == .one(DrugID("thalidomide")))
  }

  @Test(arguments: ["", " ", "-", "aspirin", "аспирин", "bortezo", "борте", "тамокс", "x"])
  func `A name nothing has means nothing`(_ name: String) {
    #expect(Self.drugs[name: name] == .none)
  }

  @Test func `A name of two things means neither`() {
    let index = NameIndex<DrugID>([(DrugID("b"), ["same"]), (DrugID("a"), ["Same"]), (DrugID("c"), ["other"])])
    #expect(index[name: "SAME"] == .several([DrugID("a"), DrugID("b")]))
  }

  @Test func `Case endings do not make one of two drugs`() {
    let index = NameIndex<DrugID>([(DrugID("a"), ["Препарата"]), (DrugID("b"), ["Препараты"])])
    #expect(index[name: "препаратом"] == .several([DrugID("a"), DrugID("b")]))
    #expect(index[name: "препарата"] == .one(DrugID("a")))
  }

  @Test(arguments: [Naming("bortezomab", "bortezomib"), Naming("велкэйд", "bortezomib"), Naming("tamoxiphen", "tamoxifen")])
  func `A slip has its suggestion`(_ naming: Naming) {
    #expect(Self.drugs.suggestion(for: naming.written) == DrugID(naming.drug))
  }

  @Test func `The names of the sample lead to its entries`() throws {
    let knowledge = try SampleKnowledge.knowledge()
    #expect(knowledge.drugNames[name: "Альфадексом"] == .one(DrugID("alphazole")))
    #expect(knowledge.regimenNames(for: "z e", of: nil)[name: "z e"] == .one(RegimenID("zeta-epsi")))
    #expect(knowledge.vocabulary.comorbidityNames[name: "сд-2"] == .one(ComorbidityID("type-2-diabetes")))
    #expect(knowledge.vocabulary.medicationNames[name: "Renitec"] == .one(MedicationID("enalapril")))
  }
}
