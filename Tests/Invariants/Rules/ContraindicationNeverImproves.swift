import Clinical
import Decision
import Knowledge

extension Invariant {
  /// The reading: what speaks against a drug is added, by itself, to what is known. No option with that drug may stand better by
  /// itself than before. Whether an option that stands is the first choice is left aside: the fall of another may make it so, and an
  /// option without the drug may even come in, as a box of the slide opens when nothing of the box before it stands.
  /// A comorbidity or a medication is never a reason for an option, so any that its rules name counts as speaking against it.
  static let contraindicationNeverImproves = Invariant(
    id: "contraindication-never-improves",
    sentence: "One more contraindication never improves the standing of an option it concerns",
    cost: .others
  ) { examination in
    let subject = examination.subject
    for contraindication in subject.contraindications[examination.patient.disease] ?? [] {
      for way in contraindication.ways {
        if let fault = fault(
          of: way, in: examination, bestVerdict: contraindication.bestVerdict, { contraindication.concerns($0.regimen) })
        {
          return fault
        }
      }
    }
    let vocabulary = subject.knowledge.vocabulary
    for term in vocabulary.comorbidities where examination.patient.comorbidities?.roster.members.contains(term.id) != true {
      let meant = vocabulary.meanings(of: term, among: vocabulary.comorbidities)
      guard examination.options.contains(where: { !$0.named.comorbidities.isDisjoint(with: meant) }) else { continue }
      if let fault = fault(of: .comorbidity(term.id.text), in: examination, { !$0.named.comorbidities.isDisjoint(with: meant) }) {
        return fault
      }
    }
    for term in vocabulary.medications where examination.patient.medications?.roster.members.contains(term.id) != true {
      let meant = vocabulary.meanings(of: term, among: vocabulary.medications)
      guard examination.options.contains(where: { !$0.named.medications.isDisjoint(with: meant) }) else { continue }
      if let fault = fault(of: .medication(term.id.text), in: examination, { !$0.named.medications.isDisjoint(with: meant) }) {
        return fault
      }
    }
    return nil
  }

  private static func fault(
    of way: Addition, in examination: Examination, bestVerdict: Verdict = .recommended, _ isConcerned: (Subject.Option) -> Bool
  ) -> String? {
    let question = examination.consultation.with(way.added(to: examination.patient))
    guard question != examination.consultation, !examination.subject.isImpossible(question) else { return nil }
    let after = examination.subject.verdicts(question)
    for (index, option) in examination.options.enumerated() where isConcerned(option) {
      examination.count("options with one contraindication more")
      let before = examination.verdicts[index]
      if after[index].standing < before.standing {
        return "\(option.regimen.id) was \(before.rawValue) and is \(after[index].rawValue) with \(way.name) besides"
      }
      if after[index] < bestVerdict { return "\(option.regimen.id) is \(after[index].rawValue) with \(way.name)" }
    }
    return nil
  }
}

extension Vocabulary {
  /// A term and the wider ones that naming it means.
  fileprivate func meanings<ID: Hashable>(of term: ListedTerm<ID>, among terms: [ListedTerm<ID>]) -> Set<ID> {
    term.within.reduce(into: [term.id]) { meant, wider in
      meant.insert(wider)
      if let entry = terms.first(where: { $0.id == wider }) { meant.formUnion(meanings(of: entry, among: terms)) }
    }
  }
}
