import Clinical
import Decision
import Knowledge

extension Invariant {
  /// Contract 5.5 and 5.7: a case that cannot be is refused. What is put together here is written from the contract, not the vocabulary.
  static let impossibleIsRefused = Invariant(
    id: "impossible-is-refused", sentence: "A case that contradicts itself is refused, not judged", cost: .others
  ) { examination in
    let subject = examination.subject
    if examination.isImpossible {
      let body = RequestBody(examination.consultation)
      guard body.isPlain else { return nil }
      examination.count("contradictions")
      return subject.answer(body.bytes(), .en) == nil ? nil : "a case that contradicts itself is answered"
    }
    for contradiction in contradictions where contradiction.disease == nil || contradiction.disease == examination.patient.disease
    {
      let question = examination.consultation.with(contradiction.addition.added(to: examination.patient))
      let body = RequestBody(question)
      guard body.isPlain else { return nil }
      examination.count("contradictions")
      if subject.answer(body.bytes(), .en) != nil { return "it is answered with \(contradiction.addition.name)" }
    }
    return nil
  }

  private static let contradictions: [(disease: DiseaseID?, addition: Addition)] = [
    (nil, .flag("pregnant", true) + .code("sex", "male")),
    (DiseaseID("breast-cancer"), .flag("pregnant", true) + .code("menopausalStatus", "postmenopausal")),
    (DiseaseID("breast-cancer"), .flag("ovarianSuppression", true) + .code("sex", "male")),
    (DiseaseID("multiple-myeloma"), .flag("pregnant", true) + .flag("childbearingPotential", false)),
    (DiseaseID("multiple-myeloma"), .flag("childbearingPotential", true) + .code("sex", "male")),
  ]
}
