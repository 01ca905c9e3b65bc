package import Clinical
import Knowledge

/// What a medication of a record is in the knowledge.
package enum MatchedMedication: Sendable, Hashable {
  /// Drugs of the knowledge, each one or one of several that share a code.
  case drugs([[DrugID]])
  /// What is given beside.
  case medications([MedicationID])
  case unknown(name: String)
  /// Codes or words that disagree.
  case contradictory(name: String)
}

/// Finds drugs by RxNorm, then ATC, then names in either language.
struct MedicationMatcher: Sendable {
  let knowledge: KnowledgeBase
  let index: CodeIndex

  func match(_ coded: CodedText) -> MatchedMedication {
    let label = coded.words.first ?? coded.label
    let named = names(coded)
    if case .contradictory = named { return .contradictory(name: label) }
    let own = index.ownCodes(coded).map { DrugID($0) }.filter { knowledge.drugs[$0] != nil }
    let byRxNorm = own.isEmpty ? drugs(coded, [.rxNorm, .rxNormProduct]) : own
    let byATC = drugs(coded, [.atc])
    if byRxNorm.count > 1 { return .contradictory(name: label) }
    var candidates = byRxNorm.isEmpty ? byATC : byRxNorm
    if let one = byRxNorm.first, !byATC.isEmpty, !byATC.contains(one) { return .contradictory(name: label) }
    if case .drugs(let groups) = named {
      let words = groups.flatMap { $0 }
      if candidates.isEmpty { return named }
      let agreed = candidates.filter(words.contains)
      // Words that name another drug than the codes do.
      guard !agreed.isEmpty, words.count == 1 else { return .contradictory(name: label) }
      candidates = agreed
    }
    if !candidates.isEmpty { return .drugs([candidates]) }
    let medications = index.meanings(coded, in: index.medications)
    if !medications.isEmpty { return .medications(medications) }
    if case .medications = named { return named }
    return .unknown(name: label)
  }

  private func drugs(_ coded: CodedText, _ systems: [Terminology]) -> [DrugID] {
    var found: [DrugID] = []
    for coding in coded.codings {
      for key in index.keys(of: coding) where systems.contains(key.system) {
        for drug in index.drugs[key] ?? [] where !found.contains(drug) { found.append(drug) }
      }
    }
    return found
  }

  /// What the words come to together; `.unknown` where none of them is a name.
  private func names(_ coded: CodedText) -> MatchedMedication {
    var (drugs, medications): ([[DrugID]], [MedicationID]) = ([], [])
    for words in coded.words where words.utf8.count <= 300 {
      let parts = parts(of: words).map(bareName).filter { !$0.isEmpty }
      let found = parts.map { knowledge.drugNames[name: $0] }
      let ids = found.compactMap { match -> DrugID? in if case .one(let id) = match { id } else { nil } }
      if !ids.isEmpty, ids.count == parts.count {
        let groups = ids.map { [$0] }
        if !drugs.isEmpty, drugs != groups { return .contradictory(name: words) }
        drugs = groups
      } else if ids.count > 0 {
        // A combination of which a part is not known.
        return .contradictory(name: words)
      }
      // Where there are drugs nothing else counts.
      for part in parts where drugs.isEmpty {
        if case .one(let id) = knowledge.vocabulary.medicationNames[name: part], !medications.contains(id) {
          medications.append(id)
        }
      }
    }
    if !drugs.isEmpty { return .drugs(drugs) }
    return medications.isEmpty ? .unknown(name: "") : .medications(medications)
  }

  /// The drugs of a combination; a comma within a number separates nothing.
  private func parts(of words: String) -> [String] {
    guard words.utf8.contains(where: Self.mayBeSeparator) else { return [words] }
    var (parts, start): ([String], String.Index) = ([], words.startIndex)
    for index in words.utf8.indices where Self.mayBeSeparator(words.utf8[index]) {
      let next = words.utf8.index(after: index)
      let (before, after) = (words[..<index].last, words[next...].first)
      if words.utf8[index] == UInt8(ascii: ","), before?.isNumber == true, after?.isNumber == true { continue }
      parts.append(String(words[start..<index]))
      start = next
    }
    return parts + [String(words[start...])]
  }

  private static func mayBeSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "+"), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: ","): true
    default: false
    }
  }

  /// A name without doses and forms beside it: only words that change nothing are dropped.
  private func bareName(_ text: String) -> String {
    // One word, as most are: nothing but ASCII that is visible.
    if text.utf8.allSatisfy({ (0x21..<0x7f).contains($0) }) { return text }
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count > 1 else { return text }
    let kept = words.filter { word in
      let folded = FoldedName.folding(String(word))
      return !folded.isEmpty && !("0"..."9").contains(word.first ?? "x") && !index.formWords.contains(folded)
    }
    return kept.joined(separator: " ")
  }
}
