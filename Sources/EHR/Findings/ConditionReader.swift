import Clinical
import JSON
import Knowledge

/// Reads diagnoses: the disease, its metastases, findings that are diagnoses, and comorbidities.
struct ConditionReader {
  let knowledge: KnowledgeBase
  let index: CodeIndex

  struct Result {
    struct Diagnosis {
      let disease: DiseaseID
      /// `nil`: not said.
      let isActive: Bool?
      let began: RecordDate?
      let source: Int
    }

    var diagnoses: [Diagnosis] = []
    var candidates: [Candidate] = []
    /// Values of findings that are sets, present or refuted, with when they were first seen.
    var members: [(finding: Int, value: CodeID, isPresent: Bool, date: RecordDate?, source: Int)] = []
    var comorbidities: [(id: ComorbidityID, isPresent: Bool, source: Int)] = []
    /// Something may be meant that is not known.
    var hasUnknown = false
  }

  private enum Status {
    case present, refuted
  }

  func read(_ condition: JSONValue, _ source: Int, into result: inout Result, log: inout RecordLog) {
    guard let coded = CodedText(condition.member("code")) else {
      result.hasUnknown = true
      return log.skip("Condition", Reason.unknownCode, source)
    }
    let verification = words(of: condition, "verificationStatus")
    if verification.contains("entered-in-error") { return log.skip(coded.label, Reason.enteredInError, source) }
    let clinical = words(of: condition, "clinicalStatus")
    guard let status = status(verification, clinical) else {
      result.hasUnknown = true
      return log.skip(coded.label, Reason.unconfirmed, source)
    }
    let keys = coded.codings.map(index.keys)
    let isActive = isActive(clinical, condition)
    let began =
      condition.date("onsetDateTime") ?? condition.member("onsetPeriod")?.date("start") ?? condition.date("recordedDate")
    if status == .present, readDiagnosis(coded, keys, clinical, isActive, began, source, condition, &result) { return }
    if status == .present, isActive == false {
      // What is over, as a thrombosis, may still count as past.
      result.hasUnknown = true
      return log.skip(coded.label, Reason.notActive, source)
    }
    if !readFact(coded, keys, status == .present, began, source, &result, &log) {
      // What is refuted and not known leaves nothing open.
      result.hasUnknown = result.hasUnknown || status == .present
      log.skip(coded.label, Reason.unknownCode, source)
    }
  }

  /// A condition that is only named, present or absent, as in a list of comorbidities.
  func read(_ coded: CodedText, isPresent: Bool, _ source: Int, into result: inout Result, log: inout RecordLog) {
    if !readFact(coded, coded.codings.map(index.keys), isPresent, nil, source, &result, &log) {
      result.hasUnknown = result.hasUnknown || isPresent
      log.skip(coded.label, Reason.unknownCode, source)
    }
  }

  private func words(of condition: JSONValue, _ name: String) -> [String] {
    guard let value = condition[name] else { return [] }
    let codes = CodedText(value)?.codings.compactMap(\.code) ?? []
    return codes.isEmpty ? ["?"] : codes
  }

  /// `nil`: neither stated nor refuted for certain.
  private func status(_ verification: [String], _ clinical: [String]) -> Status? {
    switch verification {
    case ["confirmed"]: .present
    // Without either status nobody says that it is so: what is refuted has no clinical status.
    case [] where !clinical.isEmpty: .present
    case ["refuted"]: .refuted
    default: nil
    }
  }

  private func isActive(_ clinical: [String], _ condition: JSONValue) -> Bool? {
    switch clinical {
    case ["active"], ["recurrence"], ["relapse"]: true
    case []: condition.members.contains { $0.name.hasPrefix("abatement") } ? false : nil
    default: false
    }
  }

  private func readDiagnosis(
    _ coded: CodedText, _ keys: [[CodeIndex.Key]], _ clinical: [String], _ isActive: Bool?, _ began: RecordDate?, _ source: Int,
    _ condition: JSONValue, _ result: inout Result
  ) -> Bool {
    var diseases = index.meanings(keys, in: index.diseases)
    diseases += index.ownCodes(coded).map { DiseaseID($0) }.filter { knowledge.diseases[$0] != nil && !diseases.contains($0) }
    if diseases.isEmpty, !isKnown(keys) {
      for word in coded.words {
        for disease in index.diseaseWords[FoldedName.folding(word)] ?? [] where !diseases.contains(disease) {
          diseases.append(disease)
        }
      }
    }
    guard diseases.count == 1, let disease = diseases.first else { return false }
    guard isActive != false || clinical == ["remission"] else { return false }
    result.diagnoses.append(Result.Diagnosis(disease: disease, isActive: isActive, began: began, source: source))
    for stage in condition.list("stage") {
      guard let summary = CodedText(stage.member("summary")) else { continue }
      readStage(summary, condition.date("recordedDate") ?? began, source, &result)
    }
    return true
  }

  private func readStage(_ summary: CodedText, _ date: RecordDate?, _ source: Int, _ result: inout Result) {
    var values = index.meanings(summary, in: index.values)
    for word in summary.words {
      for meaning in index.stageWords[FoldedName.folding(word)] ?? [] where !values.contains(meaning) { values.append(meaning) }
    }
    guard values.count == 1 else { return }
    result.candidates.append(
      Candidate(finding: values[0].finding, content: .value(.code(values[0].value)), date: date, source: source))
  }

  /// Whether a code is known at all: then words add nothing.
  private func isKnown(_ keys: [[CodeIndex.Key]]) -> Bool {
    !index.meanings(keys, in: index.values).isEmpty || !index.meanings(keys, in: index.findings).isEmpty
      || !index.meanings(keys, in: index.comorbidities).isEmpty || !index.meanings(keys, in: index.diseases).isEmpty
  }

  private func readFact(
    _ coded: CodedText, _ keys: [[CodeIndex.Key]], _ isPresent: Bool, _ date: RecordDate?, _ source: Int, _ result: inout Result,
    _ log: inout RecordLog
  ) -> Bool {
    let values = index.meanings(keys, in: index.values)
    let flags = index.meanings(keys, in: index.findings).filter { knowledge.vocabulary.findings[$0.finding].kind == .flag }
    var comorbidities = index.meanings(keys, in: index.comorbidities)
    comorbidities += index.ownCodes(coded).map { ComorbidityID($0) }.filter {
      knowledge.vocabulary.position(of: $0) != nil && !comorbidities.contains($0)
    }
    if values.isEmpty, flags.isEmpty, comorbidities.isEmpty {
      for word in coded.words {
        guard case .one(let id) = knowledge.vocabulary.comorbidityNames[name: word], !comorbidities.contains(id) else { continue }
        comorbidities.append(id)
      }
    }
    guard values.count + flags.count + comorbidities.count == 1 else {
      if values.count + flags.count + comorbidities.count > 1 { log.skip(coded.label, Reason.conflictingCodes, source) }
      return false
    }
    if let comorbidity = comorbidities.first {
      result.comorbidities.append((comorbidity, isPresent, source))
    } else if let flag = flags.first {
      result.candidates.append(
        Candidate(finding: flag.finding, content: .value(.flag(isPresent)), date: nil, source: source))
    } else if let value = values.first {
      if knowledge.vocabulary.findings[value.finding].kind == .codes {
        result.members.append((value.finding, value.value, isPresent, date, source))
      } else if isPresent {
        result.candidates.append(
          Candidate(finding: value.finding, content: .value(.code(value.value)), date: date, source: source))
      }
    }
    return true
  }
}
