import Clinical
import Knowledge

extension StatedFacts {
  /// Source: facts on myeloma, sections 4 and 5; contract 5.12–5.15.
  func myelomaRequirements(of regimen: Regimen) -> [Requirement] {
    let (antiCD38, immunomodulatory, checkpoint) = (drugs("anti-cd38"), drugs("immunomodulatory-drug"), drugs("anti-pd-1"))
    var requirements = [
      Requirement(complaint: "there is a pregnancy") { question, _ in !question.patient.states("pregnant", true) },
      Requirement(complaint: "nothing was given before") { question, _ in question.patient.priorTherapies?.isEmpty == false },
      Requirement(complaint: "it is a first choice outside the algorithm") { question, verdict in
        verdict != .recommended || !question.patient.isOutsideAlgorithm
      },
      Requirement(complaint: "the precondition of the algorithm is unknown") { question, _ in
        question.patient.isOutsideAlgorithm
          || question.patient.states("secondaryPlasmaCellLeukemia", false)
            && question.patient.states("extramedullaryDisease", false)
      },
    ]
    if contains(regimen, antiCD38) {
      requirements.append(
        Requirement(complaint: "it is an anti-CD38 antibody after one that failed or may have") { question, _ in
          !antiCD38.contains(where: question.standing.mayBeRefractory)
        })
    }
    if contains(regimen, checkpoint), contains(regimen, immunomodulatory) {
      requirements.append(Requirement(complaint: "it is an anti-PD-1 antibody with an immunomodulatory drug") { _, _ in false })
    }
    if contains(regimen, named("venetoclax")) {
      requirements.append(
        Requirement(complaint: "venetoclax without t(11;14) or high BCL2") { question, _ in
          question.patient.states("t11-14", "detected") || question.patient.states("bcl2High", true)
        })
    }
    return requirements
  }

  /// Source: facts on myeloma, section 5, severity `avoid` or `contraindicated`; contract 5.14.
  var myelomaContraindications: [Contraindication] {
    [
      .pregnancy,
      Contraindication(
        "pregnancy", against: drugs("immunomodulatory-drug").union(drugs("alkylator")), makes: .contraindicated,
        isPresent: { $0.states("pregnant", true) }, ways: [.flag("pregnant", true)]),
      Contraindication(
        "possible pregnancy without contraception", against: drugs("immunomodulatory-drug"), makes: .contraindicated,
        isPresent: { $0.states("childbearingPotential", true) && $0.states("contraceptionConfirmed", false) },
        ways: [.flag("childbearingPotential", true) + .flag("contraceptionConfirmed", false)]),
      Contraindication(
        "neuropathy of grade 2 or painful", against: named("bortezomib", "thalidomide"), makes: .notRecommended,
        isPresent: { $0.reaches("neuropathyGrade", 2) || $0.suffers("neuropathic-pain") },
        ways: [.number("neuropathyGrade", 2), .number("neuropathyGrade", 4), .comorbidity("neuropathic-pain")]),
      Contraindication(
        "a failing heart", against: named("carfilzomib", "doxorubicin"), makes: .notRecommended,
        isPresent: {
          $0.isBelow("lvef", 40)
            || $0.suffers("heart-failure-nyha-3-4", "recent-myocardial-infarction", "uncontrolled-hypertension")
        },
        ways: [
          .number("lvef", 39), .comorbidity("heart-failure-nyha-3-4"), .comorbidity("recent-myocardial-infarction"),
          .comorbidity("uncontrolled-hypertension"),
        ]),
      Contraindication(
        "a long QT interval or a recent infarction", against: named("panobinostat"), makes: .notRecommended,
        isPresent: { $0.reaches("qtc", 481) || $0.suffers("prolonged-qtc", "recent-myocardial-infarction") },
        ways: [.number("qtc", 481), .comorbidity("prolonged-qtc"), .comorbidity("recent-myocardial-infarction")]),
      Contraindication(
        "disease of the cornea", against: named("belantamab-mafodotin"), makes: .notRecommended,
        isPresent: { $0.suffers("corneal-disease", "keratopathy", "visual-acuity-loss") },
        ways: [.comorbidity("corneal-disease"), .comorbidity("keratopathy"), .comorbidity("visual-acuity-loss")]),
      Contraindication(
        "an active infection", against: drugs("t-cell-redirecting"), makes: .notRecommended,
        isPresent: { $0.suffers("active-infection") }, ways: [.comorbidity("active-infection")]),
      Contraindication(
        "neither t(11;14) nor high BCL2", against: named("venetoclax"), makes: .notRecommended,
        isPresent: { $0.states("t11-14", "not-detected") && $0.states("bcl2High", false) },
        ways: [.code("t11-14", "not-detected") + .flag("bcl2High", false)]),
    ]
  }
}

extension PatientCase {
  fileprivate var isOutsideAlgorithm: Bool {
    states("secondaryPlasmaCellLeukemia", true) || states("extramedullaryDisease", true)
  }
}
