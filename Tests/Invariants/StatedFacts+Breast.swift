import Clinical
import Knowledge

extension StatedFacts {
  /// Source: facts on breast cancer, section 3; contract 5.5 and 5.9–5.11.
  func breastRequirements(of regimen: Regimen) -> [Requirement] {
    breastScope + breastIndications(of: regimen) + breastChemotherapy(of: regimen) + everolimus(regimen)
  }

  private var breastScope: [Requirement] {
    [
      Requirement(complaint: "no hormone receptor is known to be positive") { question, _ in
        question.patient.states("er", "positive") || question.patient.states("pr", "positive")
      },
      Requirement(complaint: "HER2 is not known to be negative") { question, _ in
        question.patient.states("her2", "negative", "zero", "ultralow", "low")
      },
      Requirement(complaint: "metastatic disease is not stated") { question, _ in question.patient.states("stage", "metastatic")
      },
      Requirement(complaint: "no progression is known of") { question, _ in question.patient.hasProgressed },
      Requirement(complaint: "there is a pregnancy") { question, _ in !question.patient.states("pregnant", true) },
    ]
  }

  private func breastIndications(of regimen: Regimen) -> [Requirement] {
    let cdk46 = drugs("cdk46")
    var requirements: [Requirement] = []
    if contains(regimen, drugs("parp")) {
      requirements.append(
        Requirement(complaint: "no mutation of BRCA1 or BRCA2 is known of") { question, _ in
          question.patient.states("BRCA1", "mutated") || question.patient.states("BRCA2", "mutated")
        })
    }
    if contains(regimen, named("elacestrant")) {
      requirements.append(
        Requirement(complaint: "no mutation of ESR1 is known of, or no CDK4/6 inhibitor was given") { question, _ in
          question.patient.states("ESR1", "mutated") && question.patient.received(cdk46) == .holds
        })
    }
    if contains(regimen, named("alpelisib")) {
      requirements.append(
        Requirement(complaint: "no mutation of PIK3CA is known of") { question, _ in question.patient.states("PIK3CA", "mutated")
        })
    }
    if contains(regimen, named("capivasertib")) {
      requirements.append(
        Requirement(complaint: "no alteration of PIK3CA, AKT1 or PTEN is known of") { question, _ in
          ["PIK3CA", "AKT1", "PTEN"].contains { question.patient.states($0, "mutated") }
        })
    }
    if contains(regimen, named("trastuzumab-deruxtecan")) {
      requirements.append(
        Requirement(complaint: "HER2 is not known to be low or ultralow") { question, _ in
          question.patient.states("her2", "low", "ultralow")
        })
    }
    for (drug, earlier) in [("ribociclib", named("ribociclib", "abemaciclib")), ("abemaciclib", named("abemaciclib"))]
    where contains(regimen, named(drug)) {
      requirements.append(
        Requirement(complaint: "\(drug) after a CDK4/6 inhibitor that leaves no data for it") { question, _ in
          question.patient.received(earlier) == .fails
        })
    }
    if !regimen.components.isEmpty,
      contains(regimen, drugs("targeted-partner").union(drugs("pi3k-alpha")).union(named("elacestrant")))
    {
      requirements.append(
        Requirement(complaint: "a visceral crisis is not ruled out") { question, _ in
          question.patient.states("visceralCrisis", false)
        })
    }
    return requirements
  }

  private func breastChemotherapy(of regimen: Regimen) -> [Requirement] {
    let (taxanes, cdk46, exhausting) = (drugs("taxane"), drugs("cdk46"), [drugs("ai"), drugs("serd"), drugs("mtor")])
    var requirements: [Requirement] = []
    if contains(regimen, drugs("chemotherapy")) {
      requirements.append(
        Requirement(complaint: "neither a visceral crisis nor the use of all endocrine options is known of") { question, _ in
          question.patient.states("visceralCrisis", true)
            || exhausting.allSatisfy { question.patient.received($0) == .holds }
        })
    }
    if contains(regimen, named("doxorubicin")) {
      requirements.append(
        Requirement(complaint: "the next full cycle goes beyond 450 mg/m²") { question, _ in
          !question.patient.reaches("cumulativeDoxorubicin", 391)
        })
    }
    if contains(regimen, named("sacituzumab-govitecan")) {
      requirements.append(
        Requirement(complaint: "a taxane or a CDK4/6 inhibitor is not known of") { question, _ in
          question.patient.received(taxanes) == .holds && question.patient.received(cdk46) == .holds
        })
    }
    return requirements
  }

  private func everolimus(_ regimen: Regimen) -> [Requirement] {
    guard contains(regimen, named("everolimus")) else { return [] }
    let (mtor, nonSteroidal, anyInhibitor) = (drugs("mtor"), drugs("non-steroidal-ai"), drugs("ai"))
    let withExemestane = contains(regimen, named("exemestane"))
    return [
      Requirement(complaint: "an mTOR inhibitor, or exemestane with it, was or may have been given") { question, _ in
        question.patient.received(withExemestane ? mtor.union(named("exemestane")) : mtor) == .fails
      },
      Requirement(complaint: "no aromatase inhibitor of the kind asked for is known of") { question, _ in
        question.patient.received(withExemestane ? nonSteroidal : anyInhibitor) == .holds
      },
      Requirement(complaint: "menopause is not known of") { question, _ in
        let patient = question.patient
        return patient.states("menopausalStatus", "postmenopausal") || patient.states("ovarianSuppression", true)
          || patient.states("sex", "female") && patient.reaches("age", 60)
      },
      Requirement(complaint: "performance status, organ function or spread lies outside what was studied") { question, _ in
        let patient = question.patient
        return !patient.reaches("ecog", withExemestane ? 3 : 2) && !patient.states("organFunctionAdequate", false)
          && !patient.states("uncontrolledComorbidity", true) && !patient.states("symptomaticVisceralDisease", true)
          && !patient.includes("metastases", "cns")
      },
      Requirement(complaint: "the Russian guidelines do not provide for it") { question, _ in
        withExemestane || question.consultation.jurisdiction?.text != "RU"
      },
    ]
  }

  /// Source: facts on breast cancer, sections 3 and 7; contract 5.9 and 5.11.
  var breastContraindications: [Contraindication] {
    [
      .pregnancy,
      Contraindication(
        "diabetes treated with insulin", against: named("capivasertib"), makes: .contraindicated,
        isPresent: {
          $0.suffers("type-1-diabetes", "insulin-treated-diabetes")
            || $0.suffers("diabetes", "type-2-diabetes") && $0.takes("insulin")
        },
        ways: [
          .comorbidity("type-1-diabetes"), .comorbidity("insulin-treated-diabetes"),
          .comorbidity("type-2-diabetes") + .medication("insulin"),
        ]),
      Contraindication(
        "450 mg/m² of doxorubicin", against: named("doxorubicin"), makes: .contraindicated,
        isPresent: { $0.reaches("cumulativeDoxorubicin", 450) },
        ways: [.number("cumulativeDoxorubicin", 450), .number("cumulativeDoxorubicin", 900)]),
      Contraindication(
        "CNS metastases", against: named("everolimus"), makes: .notRecommended, isPresent: { $0.includes("metastases", "cns") },
        ways: [.codes("metastases", ["cns"]), .codes("metastases", ["bone", "cns"])]),
      Contraindication(
        "ECOG 3 or 4", against: named("everolimus"), makes: .notRecommended, isPresent: { $0.reaches("ecog", 3) },
        ways: [.number("ecog", 3), .number("ecog", 4)]),
      Contraindication(
        "symptomatic visceral disease", against: named("everolimus"), makes: .notRecommended,
        isPresent: { $0.states("symptomaticVisceralDisease", true) }, ways: [.flag("symptomaticVisceralDisease", true)]),
      Contraindication(
        "an uncontrolled comorbidity", against: named("everolimus"), makes: .notRecommended,
        isPresent: { $0.states("uncontrolledComorbidity", true) }, ways: [.flag("uncontrolledComorbidity", true)]),
      Contraindication(
        "inadequate organ function", against: named("everolimus"), makes: .notRecommended,
        isPresent: { $0.states("organFunctionAdequate", false) }, ways: [.flag("organFunctionAdequate", false)]),
      Contraindication(
        "a visceral crisis", against: drugs("targeted-partner").union(drugs("pi3k-alpha")).union(named("elacestrant")),
        makes: .notRecommended, isPresent: { $0.states("visceralCrisis", true) }, ways: [.flag("visceralCrisis", true)]),
    ]
  }
}
