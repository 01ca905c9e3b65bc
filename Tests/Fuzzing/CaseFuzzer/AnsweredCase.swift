import Clinical
import Decision
import Foundation
import JSON
import Knowledge
import Service

/// A case that was understood, and what must be so for its answer.
struct AnsweredCase {
  private let body: JSONValue
  private let request: RecommendRequest

  init(_ body: JSONValue, _ request: RecommendRequest) {
    (self.body, self.request) = (body, request)
  }

  func check() {
    guard let recommendation = Subject.shared.engine.recommend(request.patient, context: request.context) else {
      fatalError("understood, but not answered")
    }
    let full = written(recommendation, .en, .full)
    guard let answer = Self.parsed(full) as? [String: Any] else { fatalError("the answer is no JSON") }
    checkPointers(answer)
    checkOptions(answer)
    checkOtherForm(recommendation)
    checkSame(full, when: "it is asked again", Tree(body))
    checkSame(full, when: "members stand in another order", Tree(body).turned)
  }

  /// One of the other forms an answer may have, chosen by the case: all of them every time would take too long.
  private func checkOtherForm(_ recommendation: Recommendation) {
    let choice = body.rawBytes.reduce(0) { ($0 * 31 + Int($1)) % 4093 }
    let language = Language.allCases[choice % Language.allCases.count]
    let detail = DetailLevel.allCases[choice / 8 % DetailLevel.allCases.count]
    if choice % 16 < 4 {
      let answer = TextAnswer(knowledge: Subject.shared.knowledge, language: language, detail: detail)
      if answer.text(of: recommendation, to: request).isEmpty { fatalError("no answer in words") }
    } else if Self.parsed(written(recommendation, language, detail)) == nil {
      fatalError("the answer in \(language), \(detail) is no JSON")
    }
  }

  private func written(_ recommendation: Recommendation, _ language: Language, _ detail: DetailLevel) -> [UInt8] {
    var writer = JSONWriter(reserving: RecommendationWriter.usualBytes)
    Subject.shared.writers[language]?.write(recommendation, to: request, detail: detail, into: &writer)
    return writer.bytes
  }

  /// The same case has the same answer, to the byte.
  private func checkSame(_ expected: [UInt8], when circumstance: String, _ body: Tree) {
    guard let document = try? JSONDocument.parse(body.written) else { fatalError("what was written is not read") }
    guard case .success(let request) = Subject.shared.reader.read(document.root),
      let recommendation = Subject.shared.engine.recommend(request.patient, context: request.context)
    else { fatalError("refused when \(circumstance)") }
    let again = AnsweredCase(document.root, request).written(recommendation, .en, .full)
    if again != expected { fatalError("answered otherwise when \(circumstance)") }
  }

  /// What the answer refers to is in the case, or could be.
  private func checkPointers(_ value: Any) {
    if let members = value as? [String: Any] {
      for (name, value) in members {
        switch name {
        case "pointer": checkPointer(value as? String, mayBeMissing: false)
        case "from": for pointer in value as? [String] ?? [] { checkPointer(pointer, mayBeMissing: false) }
        case "finding" where (value as? String)?.hasPrefix("/") == true: checkPointer(value as? String, mayBeMissing: true)
        default: checkPointers(value)
        }
      }
    } else if let elements = value as? [Any] {
      for element in elements { checkPointers(element) }
    }
  }

  private func checkPointer(_ pointer: String?, mayBeMissing: Bool) {
    guard let pointer else { return }
    let leads = mayBeMissing ? Pointer.leadsSomewhere(pointer, in: body) : Pointer.resolve(pointer, in: body) != nil
    if !leads { fatalError("the answer refers to \(pointer)") }
  }

  /// Options are ranked from 1 on, by their verdicts, and are those asked for.
  private func checkOptions(_ answer: [String: Any]) {
    let verdicts = ["recommended", "alternative", "conditional", "not-recommended", "contraindicated"]
    var worst = 0
    var regimens: [String] = []
    for (index, option) in (answer["options"] as? [[String: Any]] ?? []).enumerated() {
      if option["rank"] as? Int != index + 1 { fatalError("rank \(index + 1) is missing") }
      guard let verdict = (option["verdict"] as? String).flatMap(verdicts.firstIndex), verdict >= worst else {
        fatalError("option \(index + 1) is out of order")
      }
      worst = verdict
      regimens.append((option["regimen"] as? [String: Any])?["id"] as? String ?? "")
    }
    if regimens.isEmpty || Set(regimens).count != regimens.count { fatalError("no options, or one twice") }
    guard let candidates = request.context.candidates else { return }
    if Set(regimens) != Set(candidates.map(\.text)) { fatalError("answered \(regimens), asked \(candidates)") }
  }

  /// Foundation reads the answer: that it is not instrumented makes it the faster of the two readers here.
  private static func parsed(_ bytes: [UInt8]) -> Any? {
    try? JSONSerialization.jsonObject(with: Data(bytes))
  }
}
