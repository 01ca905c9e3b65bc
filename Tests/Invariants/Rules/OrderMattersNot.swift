import Clinical
import Decision
import Knowledge

extension Invariant {
  /// Of the history only the drugs within a therapy are turned round: its entries stand in order of time.
  static let orderMattersNot = Invariant(
    id: "order-matters-not", sentence: "The order of findings, lists, drugs and keys changes no verdict and no criterion",
    cost: .others
  ) { examination in
    let turned = examination.consultation.with(examination.patient.turnedRound)
    guard examination.subject.verdicts(turned) == examination.verdicts else {
      return "verdicts change when the case is turned round"
    }
    let again = examination.subject.assess(turned)
    guard again.map(\.regimen.id) == examination.assessed.map(\.regimen.id) else { return "the order of the options changes" }
    for (option, other) in zip(examination.assessed, again)
    where option.criteria.map(\.result) != other.criteria.map(\.result) || Set(option.verify) != Set(other.verify) {
      return "criteria of \(option.regimen.id) change when the case is turned round"
    }
    let body = RequestBody(examination.consultation)
    guard body.isPlain, let answer = examination.subject.answer(body.bytes(), .en) else { return nil }
    guard let other = examination.subject.answer(body.bytes(turnedRound: true), .en) else {
      return "turned round, the body is refused"
    }
    examination.count("bodies turned round")
    return AnswerDigest(answer) == AnswerDigest(other) ? nil : "the answer changes when the keys of the body are turned round"
  }
}

extension PatientCase {
  fileprivate var turnedRound: PatientCase {
    var turned = self
    turned.facts.reverse()
    turned.comorbidities = comorbidities.map { Listing(roster: $0.roster.turnedRound, provenance: $0.provenance) }
    turned.medications = medications.map { Listing(roster: $0.roster.turnedRound, provenance: $0.provenance) }
    for index in priorTherapies?.indices ?? 0..<0 {
      turned.priorTherapies?[index].drugs.reverse()
      turned.priorTherapies?[index].uncertainDrugs.reverse()
    }
    return turned
  }
}

extension Roster {
  fileprivate var turnedRound: Roster { Roster(members.reversed(), isComplete: isComplete, absent: absent.reversed()) }
}
