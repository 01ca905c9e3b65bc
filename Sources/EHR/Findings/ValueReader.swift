import Clinical
import JSON
import Knowledge

/// Reads the value of a result as a value of a finding.
struct ValueReader {
  let knowledge: KnowledgeBase
  let index: CodeIndex

  /// What a result says that is no more than yes or no.
  enum Answer {
    case positive, negative, unclear, none, unknown
  }

  func content(of holder: JSONValue, _ meaning: CodeIndex.FindingMeaning) -> Candidate.Content {
    let finding = knowledge.vocabulary.findings[meaning.finding]
    if holder.member("dataAbsentReason") != nil { return .failure(Reason.noData) }
    guard let (type, value) = holder.fhirValue else {
      let count = holder.members.count { $0.name.hasPrefix("value") && $0.name.utf8.count > 5 }
      guard count == 0, let interpretation = interpretation(of: holder) else {
        return .failure(count == 0 ? Reason.noValue : Reason.conflictingCodes)
      }
      return coded(interpretation, finding, meaning)
    }
    let content = content(type, value, finding, meaning)
    return agreed(content, holder, finding, meaning)
  }

  /// An interpretation that contradicts the value makes neither count.
  private func agreed(
    _ content: Candidate.Content, _ holder: JSONValue, _ finding: Finding, _ meaning: CodeIndex.FindingMeaning
  ) -> Candidate.Content {
    guard case .value(.code(let code)) = content, let interpretation = interpretation(of: holder),
      case .value(.code(let other)) = coded(interpretation, finding, meaning), other != code
    else { return content }
    return finding.code(other)?.refinedBy.contains(code) == true ? content : .unclear(Reason.conflictingCodes)
  }

  private func interpretation(of holder: JSONValue) -> CodedText? {
    var listed = holder.list("interpretation").makeIterator()
    guard let interpretation = listed.next(), listed.next() == nil else { return nil }
    return CodedText(interpretation)
  }

  /// The answer of a result; `.none` without a value.
  func answer(of holder: JSONValue) -> Answer {
    guard holder.member("dataAbsentReason") == nil else { return .none }
    let (coded, flag): (CodedText?, Bool?)
    if let (type, value) = holder.fhirValue {
      switch type {
      case .codeableConcept: (coded, flag) = (CodedText(value), nil)
      case .string: (coded, flag) = (value.string.map { CodedText(word: $0) }, nil)
      case .boolean: (coded, flag) = (nil, value.boolean)
      default: return .unknown
      }
    } else {
      (coded, flag) = (interpretation(of: holder), nil)
      guard coded != nil else { return .none }
    }
    if let flag { return flag ? .positive : .negative }
    return coded.map(answer) ?? .unknown
  }

  private func answer(_ coded: CodedText) -> Answer {
    let own = index.ownCodes(coded)
    let concepts = index.concepts(coded).filter { [.positive, .negative, .unclear].contains($0) }
    switch concepts {
    case [.positive]: return .positive
    case [.negative]: return .negative
    case [.unclear]: return .unclear
    case []: return own == ["true"] ? .positive : own == ["false"] ? .negative : .unknown
    default: return .unclear
    }
  }

  private func content(
    _ type: JSONValue.ValueType, _ value: JSONValue, _ finding: Finding, _ meaning: CodeIndex.FindingMeaning
  ) -> Candidate.Content {
    switch type {
    case .codeableConcept: return CodedText(value).map { coded($0, finding, meaning) } ?? .failure(Reason.unknownValue)
    case .string:
      guard let string = value.string else { return .failure(Reason.unknownValue) }
      return coded(CodedText(word: string), finding, meaning)
    case .boolean:
      guard let flag = value.boolean else { return .failure(Reason.unknownValue) }
      if finding.kind == .flag, meaning.reading == nil { return .value(.flag(flag)) }
      return finding.code(answering: flag ? .positive : .negative).map { .value(.code($0)) } ?? .failure(Reason.unknownValue)
    case .integer:
      guard value.kind == .number, let number = value.number else { return .failure(Reason.unknownValue) }
      return numeric(Bounds(exactly: Magnitude(significand: number.significand, scale: number.scale)), nil, finding, meaning)
    case .quantity:
      guard let (bounds, unit) = QuantityReader.bounds(value) else { return .failure(Reason.unknownValue) }
      return numeric(bounds, unit, finding, meaning)
    case .range:
      guard let (low, unit) = value.member("low").flatMap(QuantityReader.bounds),
        let (high, otherUnit) = value.member("high").flatMap(QuantityReader.bounds), unit == otherUnit,
        let lower = low.exact, let upper = high.exact, lower <= upper
      else { return .failure(Reason.unknownValue) }
      return numeric(Bounds(lower: Bounds.End(lower), upper: Bounds.End(upper)), unit, finding, meaning)
    default: return .failure(Reason.unknownValue)
    }
  }

  // Codes and words.

  private func coded(_ coded: CodedText, _ finding: Finding, _ meaning: CodeIndex.FindingMeaning) -> Candidate.Content {
    if let reading = meaning.reading {
      return index.rules.readings[reading].answers.isEmpty
        ? .failure(Reason.unknownValue) : self.coded(coded, finding, index.rules.readings[reading], index.answerWords[reading])
    }
    if finding.kind == .flag {
      switch answer(coded) {
      case .positive: return .value(.flag(true))
      case .negative: return .value(.flag(false))
      case .unclear: return .unclear(Reason.equivocal)
      case .none, .unknown: return .failure(Reason.unknownValue)
      }
    }
    guard finding.kind == .code || finding.kind == .codes else { return .failure(Reason.unknownValue) }
    var found = values(coded, finding)
    switch answer(coded) {
    case .positive: if let code = finding.code(answering: .positive) { found.insert(code) }
    case .negative: if let code = finding.code(answering: .negative) { found.insert(code) }
    case .unclear: return .unclear(Reason.equivocal)
    case .none, .unknown: break
    }
    // A precise value beside the imprecise one it refines.
    let precise = found.filter { value in !(finding.code(value)?.refinedBy.contains(where: found.contains) ?? false) }
    guard precise.count == 1, let value = precise.first else {
      return found.isEmpty ? .failure(Reason.unknownValue) : .unclear(Reason.conflictingCodes)
    }
    return finding.kind == .code ? .value(.code(value)) : .failure(Reason.unknownValue)
  }

  private func values(_ coded: CodedText, _ finding: Finding) -> Set<CodeID> {
    guard let position = knowledge.vocabulary.position(of: finding.id) else { return [] }
    var found = Set(index.meanings(coded, in: index.values).filter { $0.finding == position }.map(\.value))
    found.formUnion(index.ownCodes(coded).map { CodeID($0) }.filter { finding.code($0) != nil })
    for word in coded.words {
      let folded = FoldedName.folding(word)
      guard !folded.isEmpty else { continue }
      for meaning in index.valueWords[folded] ?? [] where meaning.finding == position { found.insert(meaning.value) }
    }
    return found
  }

  private func coded(
    _ coded: CodedText, _ finding: Finding, _ reading: RecordRules.Reading, _ answerWords: [Set<String>]
  ) -> Candidate.Content {
    var found: Set<String> = []
    let keys = coded.codings.flatMap { index.keys(of: $0) }
    // Here signs count: 2 and 2+ are as good as one, − and + are not.
    let words = coded.words.map { FoldedName.folding($0) }
    for (answer, known) in zip(reading.answers, answerWords) {
      if answer.codes.contains(where: { keys.contains(CodeIndex.Key(system: $0.system, code: $0.code)) }) {
        found.insert(answer.value)
      }
      if words.contains(where: known.contains) { found.insert(answer.value) }
    }
    let own = index.ownCodes(coded)
    found.formUnion(reading.answers.map(\.value).filter(own.contains))
    if found.isEmpty {
      let word: String? =
        switch answer(coded) {
        case .positive: "positive"
        case .negative: "negative"
        case .unclear: "unclear"
        case .none, .unknown: nil
        }
      if let word, reading.answers.contains(where: { $0.value == word }) { found.insert(word) }
    }
    guard found.count == 1, let value = found.first else {
      return found.isEmpty ? .failure(Reason.unknownValue) : .unclear(Reason.conflictingCodes)
    }
    return content(.value(value), finding, reading)
  }

  private func content(
    _ outcome: RecordRules.Reading.Outcome, _ finding: Finding, _ reading: RecordRules.Reading
  ) -> Candidate.Content {
    switch outcome {
    case .unclear(let reason): return .unclear(reason)
    case .between(let interval):
      return .value(.number(Bounds(lower: Bounds.End(interval.lower), upper: interval.upper.map { Bounds.End($0) })))
    case .value(let value):
      if let input = reading.input { return .input(input, value) }
      switch finding.kind {
      case .code, .codes: return .value(.code(CodeID(value)))
      case .flag: return .value(.flag(value == "true"))
      case .number, .integer:
        return Int(value).map { .value(.number(Bounds(exactly: Magnitude($0)))) } ?? .failure(Reason.unknownValue)
      }
    }
  }

  // Numbers.

  private func numeric(
    _ bounds: Bounds, _ unit: String?, _ finding: Finding, _ meaning: CodeIndex.FindingMeaning
  ) -> Candidate.Content {
    if let reading = meaning.reading.map({ index.rules.readings[$0] }), !reading.ranges.isEmpty {
      if let wanted = reading.unit {
        guard let converted = QuantityReader.converted(bounds, from: unit, to: wanted, by: index) else {
          return .failure(Reason.unknownUnit)
        }
        return ranged(converted, finding, reading)
      }
      return ranged(bounds, finding, reading)
    }
    guard finding.kind == .number || finding.kind == .integer else { return .failure(Reason.unknownValue) }
    // A reading of answers leaves numbers as they are, unless it is an input.
    if let reading = meaning.reading.map({ index.rules.readings[$0] }), reading.input != nil {
      return .failure(Reason.unknownValue)
    }
    let wanted = finding.unit?.code
    guard let converted = QuantityReader.converted(bounds, from: unit, to: wanted, by: index) else {
      return .failure(Reason.unknownUnit)
    }
    guard let limited = QuantityReader.limited(converted, to: finding.range) else { return .failure(Reason.outOfRange) }
    if finding.kind == .integer, let exact = limited.exact, !exact.isWhole { return .failure(Reason.outOfRange) }
    return .value(.number(limited))
  }

  private func ranged(_ measured: Bounds, _ finding: Finding, _ reading: RecordRules.Reading) -> Candidate.Content {
    let lowest =
      reading.ranges.allSatisfy { $0.bounds.lower != nil }
      ? reading.ranges.compactMap(\.bounds.lower).min { $0.value < $1.value } : nil
    let highest =
      reading.ranges.allSatisfy { $0.bounds.upper != nil }
      ? reading.ranges.compactMap(\.bounds.upper).max { $0.value < $1.value } : nil
    guard let bounds = QuantityReader.limited(measured, to: Bounds(lower: lowest, upper: highest)) else {
      return .failure(Reason.outOfRange)
    }
    if let range = reading.ranges.first(where: { bounds.lies(in: $0.bounds) == .holds }) {
      return content(range.outcome, finding, reading)
    }
    return reading.ranges.contains { bounds.lies(in: $0.bounds) == .unknown }
      ? .unclear(Reason.equivocal) : .failure(Reason.outOfRange)
  }
}

extension Finding {
  /// The value a plain yes or no comes to.
  fileprivate func code(answering answer: Answer) -> CodeID? {
    codes.first { $0.answer == answer }?.id
  }
}

extension CodedText {
  /// A word alone.
  init(word: String) {
    codings = []
    text = word
  }
}
