import Clinical

extension Core {
  static let breast = Core(
    disease: DiseaseID("breast-cancer"),
    blocks: [
      block(
        "what was used", common: scope + relapse,
        [crisis, brca, esr1, pi3k, menopause, inhibitor, fulvestrant, everolimus, cdk46, taxane]),
      block(
        "biomarkers and what they open", common: scope + relapse + used,
        [
          crisis, brca, course("olaparib"), esr1, course("elacestrant"), pik3ca, akt1, pten, course("alpelisib"),
          course("capivasertib"),
        ]),
      block(
        "fitness and spread",
        common: scope + relapse + .therapy("metastatic", ["palbociclib", "letrozole"], .progressedOnTherapy),
        [
          crisis, menopause, .number("ecog", 0, 1, 2, 3), .flag("organFunctionAdequate"), .flag("uncontrolledComorbidity"),
          .flag("symptomaticVisceralDisease"),
          CoreFact("metastases", [.codes("metastases", ["bone"]), .codes("metastases", ["cns"]), .nothing]),
          .flag("pregnant"), CoreFact("jurisdiction", [.nothing, .jurisdiction("RU")]),
        ]),
      block(
        "chemotherapy", common: scope + relapse + used,
        [
          crisis, .number("cumulativeDoxorubicin", 0, 390, 391, 449, 450), given("doxorubicin"), course("paclitaxel"),
          course("docetaxel"), given("capecitabine"), given("eribulin"), .flag("pregnant"),
        ]),
      block(
        "antibody–drug conjugates", common: bareScope + relapse,
        [
          crisis, her2, lines("chemotherapy lines", ["capecitabine", "eribulin"], perhaps: ["vinorelbine", "tamoxifen"]),
          lines("endocrine lines", ["fulvestrant", "exemestane"], perhaps: ["toremifene", "olaparib"]), firstInhibitor, taxane,
          given("trastuzumab-deruxtecan"), given("sacituzumab-govitecan"),
        ]),
      block(
        "scope and progression", common: .code("sex", "female") + .code("menopausalStatus", "postmenopausal"),
        [.code("er", "positive", "negative"), .code("pr", "positive", "negative"), her2, stage, progress, crisis, brca, esr1]),
      block(
        "menopause", common: scope0 + relapse + .therapy("metastatic", ["palbociclib"], .progressedOnTherapy),
        [
          crisis, .code("sex", "female", "male"), .number("age", 45, 59, 60),
          .code("menopausalStatus", "premenopausal", "postmenopausal"),
          .flag("ovarianSuppression"), .flag("pregnant"), inhibitor, everolimus,
        ]),
      block(
        "diabetes and insulin", common: scope + relapse + used,
        [
          crisis, pik3ca, akt1, pten,
          CoreFact(
            "comorbidities",
            [
              .nothing, .comorbidity(), .comorbidity("diabetes"), .comorbidity("type-1-diabetes"),
              .comorbidity("type-2-diabetes"),
              .comorbidity("insulin-treated-diabetes"),
            ]),
          CoreFact("medications", [.nothing, .medication(), .medication("insulin"), .medication("metformin")]),
        ]),
      block(
        "everything at once", common: scope + relapse, isLarge: true,
        [
          crisis, brca, esr1, pik3ca, .code("AKT1", "mutated", "wild-type"), menopause, inhibitor, fulvestrant, everolimus, cdk46,
          taxane,
          given("olaparib"), given("elacestrant"), given("alpelisib"),
        ]),
      block(
        "both BRCA genes, each drug", common: scope + relapse + used, isLarge: true,
        [
          crisis, .code("BRCA1", "mutated", "wild-type"), .code("BRCA2", "mutated", "wild-type"), course("olaparib"),
          course("talazoparib"),
          esr1, given("elacestrant"), pik3ca, akt1, pten, course("alpelisib"), course("capivasertib"),
        ]),
    ],
    omissions: [])

  private static func block(_ name: String, common: Addition, isLarge: Bool = false, _ facts: [CoreFact]) -> Block {
    Block(name, of: "breast-cancer", common: common, isLarge: isLarge, facts)
  }

  // What the blocks have in common.

  private static let bareScope = Addition.code("stage", "metastatic") + .code("er", "positive") + .code("sex", "female")
  private static let scope0 = Addition.code("stage", "metastatic") + .code("er", "positive") + .code("her2", "low")
  private static let scope = scope0 + .code("sex", "female")
  private static let relapse = Addition.therapy("adjuvant", ["tamoxifen"], .progressedAfterTherapy)
  private static let used =
    Addition.therapy("metastatic", ["abemaciclib", "letrozole"], .progressedOnTherapy)
    + .therapy("metastatic", ["fulvestrant"], .progressedOnTherapy)
    + .therapy("metastatic", ["everolimus", "exemestane"], .progressedOnTherapy)

  // Facts.

  private static let crisis = CoreFact.flag("visceralCrisis")
  private static let esr1 = CoreFact.code("ESR1", "mutated", "wild-type")
  private static let pik3ca = CoreFact.code("PIK3CA", "mutated", "wild-type")
  private static let akt1 = CoreFact.code("AKT1", "mutated", "wild-type")
  private static let pten = CoreFact.code("PTEN", "mutated", "wild-type")
  private static let stage = CoreFact.code("stage", "early", "locally-advanced", "metastatic")
  private static let her2 = CoreFact.code("her2", "positive", "negative", "zero", "ultralow", "low")
  private static let brca = CoreFact(
    "germline BRCA", [.code("BRCA1", "mutated"), .code("BRCA1", "wild-type") + .code("BRCA2", "wild-type"), .nothing])
  private static let pi3k = CoreFact(
    "PIK3CA, AKT1, PTEN",
    [
      .code("PIK3CA", "mutated"), .code("PIK3CA", "wild-type") + .code("AKT1", "wild-type") + .code("PTEN", "wild-type"),
      .nothing,
    ])
  private static let menopause = CoreFact(
    "menopause",
    [
      .code("menopausalStatus", "postmenopausal"),
      .code("menopausalStatus", "premenopausal") + .flag("ovarianSuppression", false) + .number("age", 45),
      .nothing,
    ])

  // The history: each drug given, not given, or perhaps given. Tamoxifen tells nothing apart.

  private static func given(_ drug: String, progressed: Bool = true) -> CoreFact {
    CoreFact(
      drug,
      [
        .therapy("metastatic", [drug], progressed ? .progressedOnTherapy : .completed), Addition("no \(drug)"),
        .therapy("metastatic", oneOf: [drug, "tamoxifen"], .progressedOnTherapy),
      ])
  }

  /// Given until progression, given without, not given, or perhaps.
  private static func course(_ drug: String) -> CoreFact {
    CoreFact(
      drug,
      [
        .therapy("metastatic", [drug], .progressedOnTherapy), .therapy("metastatic", [drug], .completed), Addition("no \(drug)"),
        .therapy("metastatic", oneOf: [drug, "tamoxifen"], nil),
      ])
  }

  private static let inhibitor = CoreFact(
    "aromatase inhibitor",
    [
      .therapy("metastatic", ["letrozole"], .progressedOnTherapy), .therapy("metastatic", ["exemestane"], .progressedOnTherapy),
      Addition("no inhibitor"), .therapy("metastatic", oneOf: ["anastrozole", "tamoxifen"], .progressedOnTherapy),
    ])
  private static let fulvestrant = given("fulvestrant")
  private static let everolimus = given("everolimus")
  private static let taxane = given("paclitaxel", progressed: false)
  private static let cdk46 = CoreFact(
    "CDK4/6 inhibitor",
    ["palbociclib", "ribociclib", "abemaciclib"].map { .therapy("metastatic", [$0], .progressedOnTherapy) }
      + [Addition("no CDK4/6 inhibitor"), .therapy("metastatic", oneOf: ["palbociclib", "tamoxifen"], nil)])
  /// The first line as DESTINY-Breast06 asks about it.
  private static let firstInhibitor = CoreFact(
    "CDK4/6 inhibitor with letrozole",
    [
      .therapy("metastatic", ["palbociclib", "letrozole"], .progressedOnTherapy, months: Magnitude(5)),
      .therapy("metastatic", ["palbociclib", "letrozole"], .progressedOnTherapy, months: Magnitude(6)),
      .therapy("metastatic", ["palbociclib", "letrozole"], .progressedOnTherapy),
      .therapy("metastatic", ["palbociclib", "letrozole"], .stoppedToxicity, months: Magnitude(5)),
      .therapy("metastatic", ["palbociclib", "letrozole"], nil, months: Magnitude(5)),
      Addition("none"),
    ])

  private static func lines(_ name: String, _ drugs: [String], perhaps: [String]) -> CoreFact {
    let each = drugs.map { Addition.therapy("metastatic", [$0], .completed) }
    return CoreFact(name, [Addition("none"), each[0], each[0] + each[1], .therapy("metastatic", oneOf: perhaps, .completed)])
  }

  private static let progress = CoreFact(
    "progression",
    [
      .therapy("metastatic", ["letrozole"], .progressedOnTherapy), .therapy("metastatic", ["letrozole"], .progressedAfterTherapy),
      .therapy("metastatic", ["letrozole"], .completed), .therapy("metastatic", ["letrozole"], nil), Addition("no therapy"),
      .history(.unknown), .therapy("metastatic", ["letrozole"], .completed) + .history(.incomplete),
    ])
}
