import Clinical

extension Core {
  static let myeloma = Core(
    disease: DiseaseID("multiple-myeloma"),
    blocks: [
      block("what has failed", common: induction, slots.map(failure) + [triplet, precondition, bcl2, .flag("pregnant")]),
      block("what was given", common: induction, slots.map(course) + [triplet, precondition]),
      block(
        "restrictions in every column", common: relapse,
        [
          column, .flag("secondaryPlasmaCellLeukemia"), .flag("extramedullaryDisease"),
          .code("t11-14", "detected", "not-detected"), .flag("bcl2High"), .code("sex", "female", "male"), .flag("pregnant"),
          .flag("childbearingPotential"), .flag("contraceptionConfirmed"),
        ]),
      block(
        "heart, nerves and eyes", common: induction + applies,
        [
          column, triplet, .number("neuropathyGrade", 1, 2), .number("lvef", 39, 40, 49, 50), .number("qtc", 480, 481),
          CoreFact(
            "comorbidities",
            [.nothing, .comorbidity()]
              + [
                "neuropathic-pain", "heart-failure-nyha-3-4", "recent-myocardial-infarction", "uncontrolled-hypertension",
                "prolonged-qtc", "corneal-disease", "keratopathy", "visual-acuity-loss", "active-infection",
              ].map { .comorbidity($0) }),
        ]),
      block(
        "how two therapies ended", common: applies, ends("lenalidomide", "induction") + ends("bortezomib", "relapse") + [triplet]),
      block(
        "other drugs and lines", common: induction + applies,
        [
          column, course("daratumumab"), failure("isatuximab"), exposure("ide-cel"), failure("panobinostat"),
          failure("cyclophosphamide"), failure("melphalan"), failure("bendamustine"), triplet,
        ]),
      block(
        "newer drugs again", common: induction + applies,
        [
          column, failure("selinexor"), failure("belantamab-mafodotin"), failure("venetoclax"), failure("doxorubicin"),
          failure("teclistamab"), failure("vorinostat"), bcl2,
        ]),
      block(
        "antibodies and cells", common: induction + applies,
        [
          column, failure("elranatamab"), failure("talquetamab"), failure("elotuzumab"), failure("ide-cel"), failure("cilta-cel"),
          failure("pembrolizumab"),
        ]),
      block(
        "chemotherapy outside the algorithm", common: induction + .flag("extramedullaryDisease", true),
        [
          failure("thalidomide"), failure("bortezomib"), failure("cisplatin"), failure("doxorubicin"),
          failure("cyclophosphamide"),
          failure("etoposide"), failure("bendamustine"), failure("melphalan"), triplet,
        ]),
      block(
        "the number of lines", common: applies,
        [
          CoreFact(
            "lines",
            (0...4).map { count in
              let drugs = ["melphalan", "cyclophosphamide", "bendamustine", "etoposide"].prefix(count)
              return drugs.map { Addition.therapy("relapse", [$0], .completed, response: .PR) }.reduce(
                Addition("\(count) more"), +)
            } + [.history(.incomplete), .history(.unknown)]),
          failure("lenalidomide"), failure("bortezomib"), course("daratumumab"), exposure("ide-cel"), triplet,
          CoreFact("relapse", [relapse, induction, Addition("no induction")]),
        ]),
      block(
        "everything at once", common: induction, isLarge: true,
        slots.map(course) + [
          triplet, precondition, .code("t11-14", "detected", "not-detected"), .flag("bcl2High"), .flag("pregnant"),
        ]),
    ],
    omissions: [
      Omission(fact: "dexamethasone", reason: "the corticosteroid bars no option (contract 5.14), whatever became of it")
    ])

  private static func block(_ name: String, common: Addition, isLarge: Bool = false, _ facts: [CoreFact]) -> Block {
    Block(name, of: "multiple-myeloma", common: common, isLarge: isLarge, facts)
  }

  /// The slots of the slide, ixazomib, thalidomide and an antibody.
  private static let slots = [
    "lenalidomide", "pomalidomide", "thalidomide", "bortezomib", "ixazomib", "carfilzomib", "daratumumab",
  ]

  // What the blocks have in common.

  private static let induction = Addition.therapy("induction", ["prednisone"], .completed, response: .PR)
  private static let relapse = Addition.therapy("induction", ["prednisone"], .progressedAfterTherapy, response: .PR, days: 400)
  private static let applies = Addition.flag("secondaryPlasmaCellLeukemia", false) + .flag("extramedullaryDisease", false)

  // Facts.

  private static let triplet = CoreFact.flag("contraindicationToTriplet")
  private static let precondition = CoreFact(
    "precondition", [applies, .flag("extramedullaryDisease", true), .flag("secondaryPlasmaCellLeukemia", false)])
  private static let bcl2 = CoreFact(
    "t(11;14) or BCL2", [.code("t11-14", "detected"), .code("t11-14", "not-detected") + .flag("bcl2High", false), .nothing])

  private static func failed(_ drug: String) -> Addition { .therapy("relapse", [drug], .progressedOnTherapy, response: .PR) }

  private static func sensitive(_ drug: String) -> Addition {
    .therapy("relapse", [drug], .progressedAfterTherapy, response: .PR, days: 61)
  }

  /// Refractory, not refractory, or unknown.
  private static func failure(_ drug: String) -> CoreFact {
    CoreFact(drug, [failed(drug), Addition("no \(drug)"), .therapy("relapse", [drug], nil)])
  }

  /// The same, with what was given and worked told apart from what was never given.
  private static func course(_ drug: String) -> CoreFact {
    CoreFact(drug, [failed(drug), sensitive(drug), Addition("no \(drug)"), .therapy("relapse", [drug], nil)])
  }

  /// Given, not given, or perhaps. The corticosteroid tells nothing apart.
  private static func exposure(_ drug: String) -> CoreFact {
    CoreFact(
      drug,
      [
        .therapy("relapse", [drug], .completed, response: .PR), Addition("no \(drug)"),
        .therapy("relapse", oneOf: [drug, "dexamethasone"], .completed),
      ])
  }

  /// A representative of each column and gap of the slide.
  private static let column = CoreFact(
    "column",
    [
      [], ["lenalidomide"], ["bortezomib"], ["lenalidomide", "bortezomib"], ["lenalidomide", "ixazomib", "carfilzomib"],
      ["lenalidomide", "bortezomib", "pomalidomide"], ["lenalidomide", "bortezomib", "carfilzomib", "pomalidomide"],
      ["lenalidomide", "carfilzomib"], ["bortezomib", "pomalidomide"], ["lenalidomide", "pomalidomide", "carfilzomib"],
      ["lenalidomide", "daratumumab"], ["daratumumab"],
    ].map { drugs in drugs.map(failed).reduce(Addition(drugs.joined(separator: ", ")), +) })

  /// One therapy with every outcome, response, day and duration that the rule of refractoriness tells apart, each also left out.
  private static func ends(_ drug: String, _ setting: String) -> [CoreFact] {
    let outcomes: [(TherapyOutcome?, [Int?])] =
      [(.ongoing, [nil]), (.completed, [nil]), (.stoppedToxicity, [nil]), (.progressedOnTherapy, [nil])]
      + [(.progressedAfterTherapy, [60, 61, nil]), (nil, [nil, 60, 61])]
    let responses: [BestResponse?] = [.MR, .SD, .PD, nil]
    let months: [Magnitude?] = [Magnitude(significand: 9, scale: 1), Magnitude(1), nil]
    var values: [Addition] = []
    for (outcome, days) in outcomes {
      for day in days {
        for response in responses {
          values += months.map { .therapy(setting, [drug], outcome, response: response, days: day, months: $0) }
        }
      }
    }
    return [CoreFact(drug, values)]
  }
}
