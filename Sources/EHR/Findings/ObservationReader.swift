import Clinical
import JSON
import Knowledge

/// Reads what observations say of findings.
struct ObservationReader {
  let knowledge: KnowledgeBase
  let index: CodeIndex
  private var known = ElementMemo<ObservedConcept?>()
  private var dates = LastElement<RecordDate?>()

  init(knowledge: KnowledgeBase, index: CodeIndex) {
    (self.knowledge, self.index) = (knowledge, index)
  }

  /// A dated status of the disease.
  struct Status {
    let response: BestResponse
    let date: RecordDate
    let source: Int
  }

  /// What observations say; nothing of those of which nothing is known.
  struct Result {
    var candidates: [Candidate] = []
    var statuses: [Status] = []
    /// A value of the disease's status that is not known: what it was then is not either.
    var hasUnknownStatus = false
  }

  /// What an observation is of; `nil` where nothing says so.
  mutating func concept(of observation: Resource) -> ObservedConcept? { concept(by: observation[.code]) }

  private mutating func concept(by code: JSONValue?) -> ObservedConcept? {
    guard let code else { return nil }
    if let made = known.made(of: code) { return made }
    let concept = ObservedConcept(code, index, knowledge)
    known.keep(concept, of: code)
    return concept
  }

  mutating func read(_ resource: Resource, _ date: RecordDate?, _ source: Int, into result: inout Result, log: inout RecordLog) {
    guard let coded = concept(of: resource) else {
      return log.skip("Observation", Reason.unknownCode, source)
    }
    if case .several = coded.subject {
      log.skip(coded.label, Reason.conflictingCodes, source)
      // Each of the findings may be meant: what is known of them otherwise may be outdated.
      result.candidates += coded.findings.map {
        Candidate(finding: $0.finding, content: .failure(Reason.conflictingCodes), date: date, source: source)
      }
      return
    }
    if resource.has(.dataAbsentReason), resource.value.fhirValue == nil {
      if !hasConditions(resource) { log.skip(coded.label, Reason.noData, source) }
      return
    }
    switch coded.subject {
    case .concept(.variant): readVariant(resource, coded, source, date, &result, &log)
    case .concept(.regionStudied): readRegion(resource.value, coded, source, date, &result, &log)
    case .concept(.diseaseStatus): readStatus(resource.value, coded, source, date, &result, &log)
    case .concept, .several: log.skip(coded.label, Reason.unknownCode, source)
    case .finding(let meaning): append(resource.value, meaning, coded, source, date, &result, &log)
    case .unknown:
      if resource.has(.component), readComponents(resource.value, source, date, &result, &log) { return }
      if readKaryotype(resource, coded, source, date, &result, &log) || hasConditions(resource) { return }
      log.skipUnknown(coded, source)
    }
  }

  mutating func date(of observation: Resource) -> RecordDate? {
    (dates.value(of: .effectiveDateTime, in: observation) { $0.date } ?? nil) ?? observation[.effectiveInstant]?.date
      ?? observation[.effectivePeriod]?.date("end") ?? observation[.effectivePeriod]?.date("start")
  }

  private func hasConditions(_ observation: Resource) -> Bool {
    observation.has(.extension) && observation.value.list("extension").contains { index.conceptURLs[$0.text("url") ?? ""] != nil }
  }

  private func append(
    _ holder: JSONValue, _ meaning: CodeIndex.FindingMeaning, _ coded: ObservedConcept, _ source: Int, _ date: RecordDate?,
    _ result: inout Result, _ log: inout RecordLog
  ) {
    let content = ValueReader(knowledge: knowledge, index: index).content(of: holder, meaning)
    if case .failure(let reason) = content { log.skip(coded.label, reason, source) }
    result.candidates.append(Candidate(finding: meaning.finding, content: content, date: date, source: source))
  }

  /// A panel: each component is read as a result of its own.
  private mutating func readComponents(
    _ observation: JSONValue, _ source: Int, _ date: RecordDate?, _ result: inout Result, _ log: inout RecordLog
  ) -> Bool {
    var isUnderstood = false
    for component in observation.list("component") {
      guard let coded = concept(by: component.member("code")), coded.findings.count == 1 else { continue }
      isUnderstood = true
      append(component, coded.findings[0], coded, source, date, &result, &log)
    }
    return isUnderstood
  }

  // Genomics.

  private func readVariant(
    _ resource: Resource, _ coded: ObservedConcept, _ source: Int, _ date: RecordDate?, _ result: inout Result,
    _ log: inout RecordLog
  ) {
    let observation = resource.value
    let parts = VariantParts(observation, index: index, knowledge: knowledge)
    let answer = ValueReader(knowledge: knowledge, index: index).answer(of: observation)
    let ofKaryotype = readKaryotype(resource, coded, source, date, &result, &log)
    if parts.genes.isEmpty, !ofKaryotype {
      log.skip(([coded.label] + parts.unknownGenes).joined(separator: " "), Reason.unknownCode, source)
    }
    for gene in parts.genes {
      let finding = knowledge.vocabulary.findings[gene]
      let content = content(of: answer, parts, finding)
      if case .failure(let reason) = content { log.skip("\(coded.label) \(finding.id)", reason, source) }
      result.candidates.append(Candidate(finding: gene, content: content, date: date, source: source))
    }
  }

  private func content(of answer: ValueReader.Answer, _ parts: VariantParts, _ finding: Finding) -> Candidate.Content {
    if finding.origin == .germline, parts.origin != .germline { return .failure(Reason.noGermline) }
    if finding.origin == .tumour, parts.origin == .germline { return .failure(Reason.noGermline) }
    switch answer {
    case .positive:
      switch parts.significance {
      case .pathogenic: break
      case nil where finding.origin != .germline && !parts.hasSignificance: break
      default: return .unclear(Reason.significance)
      }
      return finding.codes.first { $0.answer == .positive }.map { .value(.code($0.id)) } ?? .failure(Reason.unknownValue)
    case .negative:
      if parts.isNamed { return .failure(Reason.namedVariantOnly) }
      return finding.codes.first { $0.answer == .negative }.map { .value(.code($0.id)) } ?? .failure(Reason.unknownValue)
    case .unclear: return .unclear(Reason.equivocal)
    case .none: return .failure(Reason.noValue)
    case .unknown: return .failure(Reason.unknownValue)
    }
  }

  private func readRegion(
    _ observation: JSONValue, _ coded: ObservedConcept, _ source: Int, _ date: RecordDate?, _ result: inout Result,
    _ log: inout RecordLog
  ) {
    let parts = VariantParts(observation, index: index, knowledge: knowledge)
    let hasResult = observation.fhirValue != nil
    for gene in parts.genes {
      let finding = knowledge.vocabulary.findings[gene]
      let reason: Text? =
        finding.origin == .germline && parts.origin != .germline
        ? Reason.noGermline : parts.hasUnknownParts || parts.isNamed || hasResult ? Reason.partOfRegion : nil
      if let reason { log.skip("\(coded.label) \(finding.id)", reason, source) }
      // What cannot be made use of here says nothing against other results.
      if reason == nil {
        result.candidates.append(Candidate(finding: gene, content: .nothingFound, date: date, source: source))
      }
    }
    for gene in parts.unknownGenes { log.skip("\(coded.label) \(gene)", Reason.unknownCode, source) }
    if parts.genes.isEmpty, parts.unknownGenes.isEmpty { log.skip(coded.label, Reason.noValue, source) }
  }

  /// Abnormalities of chromosomes, from ISCN or names of genes.
  private func readKaryotype(
    _ resource: Resource, _ coded: ObservedConcept, _ source: Int, _ date: RecordDate?, _ result: inout Result,
    _ log: inout RecordLog
  ) -> Bool {
    let hasComponents = resource.has(.component)
    guard hasComponents || !coded.karyotype.isEmpty else { return false }
    var named = coded.karyotype
    let observation = resource.value
    if hasComponents {
      let inComponents = index.karyotypes(in: Karyotype.parts(ofComponents: observation, index))
      // In the order of the rules, whatever names them.
      named = index.karyotypes.map(\.finding).filter { named.contains($0) || inComponents.contains($0) }
    }
    for position in named {
      let finding = knowledge.vocabulary.findings[position]
      let content: Candidate.Content =
        switch ValueReader(knowledge: knowledge, index: index).answer(of: observation) {
        case .positive:
          finding.codes.first { $0.answer == .positive }.map { .value(.code($0.id)) } ?? .failure(Reason.unknownValue)
        case .negative:
          finding.codes.first { $0.answer == .negative }.map { .value(.code($0.id)) } ?? .failure(Reason.unknownValue)
        case .unclear: .unclear(Reason.equivocal)
        case .none: .failure(Reason.noValue)
        case .unknown: .failure(Reason.unknownValue)
        }
      if case .failure(let reason) = content { log.skip("\(coded.label) \(finding.id)", reason, source) }
      result.candidates.append(Candidate(finding: position, content: content, date: date, source: source))
    }
    return !named.isEmpty
  }

  private func readStatus(
    _ observation: JSONValue, _ coded: ObservedConcept, _ source: Int, _ date: RecordDate?, _ result: inout Result,
    _ log: inout RecordLog
  ) {
    guard let date else { return log.skip(coded.label, Reason.noDate, source) }
    guard let (type, value) = observation.fhirValue, case .codeableConcept = type, let answer = CodedText(value) else {
      result.hasUnknownStatus = true
      return log.skip(coded.label, Reason.unknownValue, source)
    }
    let own = index.ownCodes(answer).compactMap { BestResponse(rawValue: $0) }
    let responses = Set(index.concepts(answer).compactMap(\.response) + own)
    if responses.count == 1, let response = responses.first {
      result.statuses.append(Status(response: response, date: date, source: source))
      return
    }
    let values = index.meanings(answer, in: index.values)
    guard responses.isEmpty, values.count == 1 else {
      result.hasUnknownStatus = true
      return log.skip("\(coded.label): \(answer.label)", Reason.unknownValue, source)
    }
    result.candidates.append(
      Candidate(finding: values[0].finding, content: .value(.code(values[0].value)), date: date, source: source))
  }
}

extension RecordConcept {
  /// The response a status of the disease is.
  var response: BestResponse? {
    rawValue.hasPrefix("response-") ? BestResponse(rawValue: String(rawValue.dropFirst("response-".count))) : nil
  }
}
