import Clinical
import Decision
import Knowledge

extension Invariant {
  static let languageMattersNot = Invariant(
    id: "language-matters-not", sentence: "The language changes no verdict, no criterion and no prediction", cost: .others
  ) { examination in
    let body = RequestBody(examination.consultation)
    guard body.isPlain, let english = examination.subject.answer(body.bytes(), .en) else { return nil }
    guard let russian = examination.subject.answer(body.bytes(), .ru) else { return "the body is refused in Russian" }
    examination.count("answers in two languages")
    guard AnswerDigest(english) == AnswerDigest(russian) else {
      return "the answer in Russian is another than the one in English"
    }
    let verdicts = Dictionary(
      uniqueKeysWithValues: zip(examination.options, examination.verdicts).map { ($0.regimen.id.text, $1.rawValue) })
    return AnswerDigest(english).verdicts.allSatisfy { verdicts[$0.regimen] == $0.verdict }
      ? nil : "the answer that is sent says something else than the engine"
  }
}
