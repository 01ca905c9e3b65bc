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
      let reference: String
    }

    var diagnoses: [Diagnosis] = []
    var candidates: [Candidate] = []
    /// Values of findings that are sets, present or refuted, with when they were first seen.
    var members: [(finding: Int, value: CodeID, isPresent: Bool, date: RecordDate?, reference: String)] = []
    var comorbidities: [(id: ComorbidityID, isPresent: Bool, reference: String)] = []
    /// Something may be meant that is not known.
    var hasUnknown = false
  }

  private enum Status {
    case present, refuted
  }

  func read(_ condition: JSONValue, _ reference: String, into result: inout Result, log: inout RecordLog) {
    guard let coded = CodedText(condition.member("code")) else {
      result.hasUnknown = true
      return log.skip("Condition", Reason.unknownCode, reference)
    }
    let verification = words(of: condition, "verificationStatus")
    if verification.contains("entered-in-error") { return log.skip(coded.label, Reason.enteredInError, reference) }
    guard let status = status(verification, words(of: condition, "clinicalStatus")) else {
      result.hasUnknown = true
      return log.skip(coded.label, Reason.unconfirmed, reference)
    }
    let clinical = words(of: condition, "clinicalStatus")
    let isActive = isActive(clinical, condition)
    let began =
      condition.date("onsetDateTime") ?? condition.member("onsetPeriod")?.date("start") ?? condition.date("recordedDate")
    if status == .present, readDiagnosis(coded, clinical, isActive, began, reference, condition, &result) { return }
    if status == .present, isActive == false {
      // What is over, as a thrombosis, may still count as past.
      result.hasUnknown = true
      return log.skip(coded.label, Reason.notActive, reference)
    }
    if !readFact(coded, status == .present, began, reference, &result, &log) {
      // What is refuted and not known leaves nothing open.
      result.hasUnknown = result.hasUnknown || status == .present
      log.skip(coded.label, Reason.unknownCode, reference)
    }
  }

  /// A condition that is only named, present or absent, as in a list of comorbidities.
  func read(_ coded: CodedText, isPresent: Bool, _ reference: String, into result: inout Result, log: inout RecordLog) {
    if !readFact(coded, isPresent, nil, reference, &result, &log) {
      result.hasUnknown = result.hasUnknown || isPresent
      log.skip(coded.label, Reason.unknownCode, reference)
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
    _ coded: CodedText, _ clinical: [String], _ isActive: Bool?, _ began: RecordDate?, _ reference: String,
    _ condition: JSONValue, _ result: inout Result
  ) -> Bool {
    let keys = coded.codings.map(index.keys)
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
    result.diagnoses.append(Result.Diagnosis(disease: disease, isActive: isActive, began: began, reference: reference))
    for stage in condition.list("stage") {
      guard let summary = CodedText(stage.member("summary")) else { continue }
      readStage(summary, condition.date("recordedDate") ?? began, reference, &result)
    }
    return true
  }

  private func readStage(_ summary: CodedText, _ date: RecordDate?, _ reference: String, _ result: inout Result) {
    var values = index.meanings(summary, in: index.values)
    for word in summary.words {
      for meaning in index.stageWords[FoldedName.folding(word)] ?? [] where !values.contains(meaning) { values.append(meaning) }
    }
    guard values.count == 1 else { return }
    result.candidates.append(
      Candidate(finding: values[0].finding, content: .value(.code(values[0].value)), date: date, reference: reference))
  }

  /// Whether a code is known at all: then words add nothing.
  private func isKnown(_ keys: [[CodeIndex.Key]]) -> Bool {
    !index.meanings(keys, in: index.values).isEmpty || !index.meanings(keys, in: index.findings).isEmpty
      || !index.meanings(keys, in: index.comorbidities).isEmpty || !index.meanings(keys, in: index.diseases).isEmpty
  }

  private func readFact(
    _ coded: CodedText, _ isPresent: Bool, _ date: RecordDate?, _ reference: String, _ result: inout Result,
    _ log: inout RecordLog
  ) -> Bool {
    let keys = coded.codings.map(index.keys)
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
      if values.count + flags.count + comorbidities.count > 1 { log.skip(coded.label, Reason.conflictingCodes, reference) }
      return false
    }
    if let comorbidity = comorbidities.first {
      result.comorbidities.append((comorbidity, isPresent, reference))
    } else if let flag = flags.first {
      result.candidates.append(
        Candidate(finding: flag.finding, content: .value(.flag(isPresent)), date: nil, reference: reference))
    } else if let value = values.first {
      if knowledge.vocabulary.findings[value.finding].kind == .codes {
        result.members.append((value.finding, value.value, isPresent, date, reference))
      } else if isPresent {
        result.candidates.append(
          Candidate(finding: value.finding, content: .value(.code(value.value)), date: date, reference: reference))
      }
    }
    return true
  }
}
