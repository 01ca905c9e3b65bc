import Clinical
import JSON
import Knowledge

/// A drug or procedure that was given, as one resource tells it.
struct DrugEvent {
  enum Subject: Hashable {
    case drug(DrugID)
    /// One of several that share a code.
    case oneOf([DrugID])
    case unknown(String)
    case procedure(RegimenID)
  }

  enum Ending {
    case notTolerated, noResponse
    /// For a reason that says nothing of the disease, or for one not understood.
    case other
  }

  var subject: Subject
  let start: RecordDate?
  /// `nil`: not known, or not yet.
  let end: RecordDate?
  let isOngoing: Bool
  let isCompleted: Bool
  let ending: Ending?
  /// `curative` or `palliative`; `nil`: not said.
  let intent: RecordConcept?
  let source: Int
}

/// Reads when and how drugs were given.
struct DrugEventReader {
  let index: CodeIndex
  let matcher: MedicationMatcher
  let asOf: CalendarDate

  private static func isGiven(_ type: ResourceType, _ status: String) -> Bool {
    switch status {
    case "completed": true
    case "stopped", "on-hold": type != .procedure
    case "active": type == .medicationRequest || type == .medicationStatement
    case "in-progress": type == .medicationAdministration
    default: false
    }
  }

  /// Why a resource is no event; `nil` when it is one.
  func refusal(_ resource: JSONValue, _ type: ResourceType) -> Text? {
    let status = resource.text("status") ?? ""
    if status == "entered-in-error" { return Reason.enteredInError }
    if status == "not-done" || status == "not-taken" || resource.member("doNotPerform").map({ $0.boolean != false }) == true {
      return Reason.notDone
    }
    switch status {
    case "draft", "intended", "preparation", "cancelled": return Reason.onlyPlanned
    default: break
    }
    guard Self.isGiven(type, status) else { return Reason.notFinal }
    if type == .medicationRequest {
      let intent = resource.text("intent") ?? ""
      guard ["order", "original-order", "reflex-order", "filler-order", "instance-order"].contains(intent) else {
        return Reason.onlyPlanned
      }
    }
    return nil
  }

  /// The event without its subject; its dates in the order of time, or `nil` when they are not.
  func event(_ resource: JSONValue, _ type: ResourceType, _ subject: DrugEvent.Subject, _ source: Int) -> DrugEvent? {
    let (start, end) = dates(resource, type)
    if let start, let end, end.days.upperBound < start.days.lowerBound { return nil }
    let status = resource.text("status") ?? ""
    let isOver = end.map { $0.days.upperBound < asOf.days.lowerBound } ?? false
    let isOngoing = (status == "active" || status == "in-progress") && !isOver
    return DrugEvent(
      subject: subject, start: start, end: isOngoing ? nil : end, isOngoing: isOngoing, isCompleted: status == "completed",
      ending: ending(resource), intent: intent(resource), source: source)
  }

  private func dates(_ resource: JSONValue, _ type: ResourceType) -> (RecordDate?, RecordDate?) {
    switch type {
    case .medicationRequest:
      let dosage = resource.list("dosageInstruction").first { _ in true }
      let bounds =
        dosage?.member("timing")?.member("repeat")?.member("boundsPeriod")
        ?? resource.member("dispenseRequest")?.member("validityPeriod")
      return (bounds?.date("start") ?? resource.date("authoredOn"), bounds?.date("end"))
    case .procedure:
      if let day = resource.date("performedDateTime") { return (day, day) }
      return (resource.member("performedPeriod")?.date("start"), resource.member("performedPeriod")?.date("end"))
    default:
      if let day = resource.date("effectiveDateTime") {
        return (day, type == .medicationAdministration ? day : nil)
      }
      return (resource.member("effectivePeriod")?.date("start"), resource.member("effectivePeriod")?.date("end"))
    }
  }

  private func ending(_ resource: JSONValue) -> DrugEvent.Ending? {
    guard let reason = resource.member("statusReason"), !reason.isNull else { return nil }
    let listed = reason.kind == .array ? Array(reason.elements) : [reason]
    let concepts = Set(listed.compactMap { CodedText($0) }.flatMap { index.concepts($0) })
    if concepts == [.noResponse] { return .noResponse }
    return concepts == [.notTolerated] ? .notTolerated : .other
  }

  private func intent(_ resource: JSONValue) -> RecordConcept? {
    var found: Set<RecordConcept> = []
    for part in resource.list("extension") {
      guard index.conceptURLs[part.text("url") ?? ""] == .treatmentIntent,
        let coded = CodedText(part.member("valueCodeableConcept"))
      else { continue }
      found.formUnion(index.concepts(coded).filter { $0 == .curative || $0 == .palliative })
    }
    return found.count == 1 ? found.first : nil
  }
}
