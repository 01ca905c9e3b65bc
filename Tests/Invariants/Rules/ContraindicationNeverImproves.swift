import Clinical
import Decision
import Knowledge

extension Invariant {
  /// The reading: what speaks against a drug is added, by itself, to what is known. No option with that drug may stand better by
  /// itself than before. Whether an option that stands is the first choice is left aside: the fall of another may make it so, and an
  /// option without the drug may even come in, as a box of the slide opens when nothing of the box before it stands.
  /// A comorbidity or a medication is never an indication, so that each one that the rules of an option name is added, too. A caution
  /// may name what bars other drugs (neuropathy at carfilzomib, which causes less of it), so that such an option may come in with a
  /// box that opens; its own criteria may not improve.
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
      if after[index].standing < before.standing, bestVerdict != .recommended || !isLetIn(option, by: question, examination) {
        return "\(option.regimen.id) was \(before.rawValue) and is \(after[index].rawValue) with \(way.name) besides"
      }
      if after[index] < bestVerdict { return "\(option.regimen.id) is \(after[index].rawValue) with \(way.name)" }
    }
    return nil
  }

  /// Whether an option comes in because nothing of the box before its own stands any more, and through nothing of its own.
  private static func isLetIn(_ option: Subject.Option, by question: Consultation, _ examination: Examination) -> Bool {
    guard let before = examination.assessed.first(where: { $0.regimen.id == option.regimen.id }),
      let after = examination.subject.assess(question).first(where: { $0.regimen.id == option.regimen.id })
    else { return false }
    let own = Dictionary(uniqueKeysWithValues: before.criteria.filter { $0.role != .step }.map { ($0.criterion.id, $0.result) })
    return after.criteria.allSatisfy { criterion in
      criterion.role == .step
        ? examination.subject.presumptions.contains(criterion.criterion.id) : own[criterion.criterion.id] == criterion.result
    }
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
