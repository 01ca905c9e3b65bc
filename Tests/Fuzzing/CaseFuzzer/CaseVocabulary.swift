import Clinical
import Knowledge
import SeededRandom

/// What cases are written with: names and values that are understood, and some that are not.
struct CaseVocabulary: Sendable {
  /// The members of the objects that are known by the member they stand in; a therapy stands in `priorTherapies`.
  let members: [String: [String]]
  private let words: [String: [String]]
  private let findings: [String: Finding]
  private let drugs: [String]

  init(_ knowledge: KnowledgeBase) {
    let vocabulary = knowledge.vocabulary
    drugs = knowledge.drugs.entries.flatMap { [$0.id.text, $0.id.text, $0.name.en, $0.name.ru] + $0.synonyms }
    findings = Dictionary(vocabulary.findings.map { ($0.id.text, $0) }) { first, _ in first }
    let medications = vocabulary.medications.flatMap { [$0.id.text, $0.label.ru] + $0.synonyms }
    let regimens = knowledge.regimens.entries.flatMap { [$0.id.text, $0.name.en] + $0.synonyms }
    members = [
      "": ["disease", "findings", "comorbidities", "medications", "priorTherapies", "context"],
      "findings": vocabulary.findings.map(\.id.text),
      "priorTherapies": [
        "setting", "line", "drugs", "regimen", "outcome", "bestResponse", "durationMonths", "daysToProgression", "ended",
        "progressed", "endedByDrug", "daysToProgressionByDrug",
      ],
      "context": ["jurisdiction", "candidates", "asOf"],
      "endedByDrug": drugs, "daysToProgressionByDrug": drugs,
    ]
    words = [
      "disease": knowledge.diseases.entries.map(\.id.text),
      "comorbidities": vocabulary.comorbidities.flatMap { [$0.id.text, $0.label.ru] + $0.synonyms },
      "medications": medications, "drugs": drugs, "name": drugs + medications + ["imlunestrant", "\u{301}", " "],
      "regimen": regimens, "candidates": regimens,
      "setting": knowledge.diseases.entries.flatMap { $0.settings.map(\.id.text) },
      "outcome": TherapyOutcome.allCases.map(\.rawValue), "bestResponse": BestResponse.allCases.map(\.rawValue),
      "jurisdiction": vocabulary.jurisdictions.map(\.id.text),
    ]
  }

  /// A value that may stand in a member; `nil` for members that are not known.
  func value(of member: String, using random: inout SeededGenerator) -> Tree? {
    if let finding = findings[member] { return value(of: finding, using: &random) }
    switch member {
    case "findings": return object(member, 0...8, using: &random)
    case "context", "endedByDrug", "daysToProgressionByDrug": return object(member, 0...3, using: &random)
    case "priorTherapies": return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in therapy(using: &random) })
    case "comorbidities", "medications", "candidates", "drugs":
      return .array((0..<Int.random(in: 0...3, using: &random)).compactMap { _ in element(of: member, using: &random) })
    case "line": return .integer(Int.random(in: 0...4, using: &random))
    case "durationMonths": return .number(["0", "0.5", "1", "6", "24", "1200", "1e2"].randomElement(using: &random) ?? "1")
    case "daysToProgression": return .integer([0, 59, 60, 61, 200].randomElement(using: &random) ?? 0)
    case "asOf", "ended", "progressed": return .string(date(using: &random))
    default: return words[member]?.randomElement(using: &random).map { .string($0) }
    }
  }

  /// A value that may stand in the array or object that is in a member.
  func element(of member: String, using random: inout SeededGenerator) -> Tree? {
    switch member {
    case "priorTherapies": return therapy(using: &random)
    case "endedByDrug": return .string(date(using: &random))
    case "daysToProgressionByDrug": return value(of: "daysToProgression", using: &random)
    case "drugs", "medications":
      let isByName = random.chance(0.1)
      return words[isByName ? "name" : member]?.randomElement(using: &random).map {
        isByName ? .object([Tree.Member(name: "name", value: .string($0))]) : .string($0)
      }
    default:
      if let finding = findings[member] { return finding.codes.randomElement(using: &random).map { .string($0.id.text) } }
      return words[member]?.randomElement(using: &random).map { .string($0) }
    }
  }

  private func therapy(using random: inout SeededGenerator) -> Tree {
    var names = ["setting", random.chance(0.7) ? "drugs" : "regimen"]
    for name in members["priorTherapies"] ?? [] where !names.contains(name) && random.chance(0.3) { names.append(name) }
    return .object(names.compactMap { name in value(of: name, using: &random).map { Tree.Member(name: name, value: $0) } })
  }

  private func object(_ member: String, _ counts: ClosedRange<Int>, using random: inout SeededGenerator) -> Tree {
    var chosen: [Tree.Member] = []
    for _ in 0..<Int.random(in: counts, using: &random) {
      guard let name = members[member]?.randomElement(using: &random), !chosen.contains(where: { $0.name == name }),
        let value = findings[name].map({ value(of: $0, using: &random) }) ?? value(of: name, using: &random)
          ?? element(of: member, using: &random)
      else { continue }
      chosen.append(Tree.Member(name: name, value: value))
    }
    return .object(chosen)
  }

  private func value(of finding: Finding, using random: inout SeededGenerator) -> Tree {
    let codes = finding.codes.map(\.id.text)
    switch finding.kind {
    case .flag: return .boolean(random.chance(0.5))
    case .code: return .string(codes.randomElement(using: &random) ?? "")
    case .codes: return .strings(Array(codes.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))))
    case .number, .integer:
      let ends = [finding.minimum?.description, finding.maximum?.description].compactMap { $0 }
      return .number(ends.randomElement(using: &random).map { random.chance(0.2) ? $0 : inner(using: &random) } ?? "1")
    }
  }

  private func inner(using random: inout SeededGenerator) -> String {
    let integer = "\(Int.random(in: 0...500, using: &random) >> Int.random(in: 0...8, using: &random))"
    return random.chance(0.2) ? integer + ".5" : integer
  }

  private func date(using random: inout SeededGenerator) -> String {
    let month = "\(Int.random(in: 2023...2026, using: &random))-0\(Int.random(in: 1...9, using: &random))"
    return random.chance(0.2) ? month : month + "-\(Int.random(in: 10...31, using: &random))"
  }
}
