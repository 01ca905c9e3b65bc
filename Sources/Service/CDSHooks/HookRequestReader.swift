import JSON
import Knowledge

/// Reads a call of a service by the specification; members it does not define are left alone, as it asks.
struct HookRequestReader {
  /// The member that lets a service into the EHR: it is kept nowhere.
  static let authorization = "fhirAuthorization"

  let service: HookService
  private let report = Report.onRequest()

  init(service: HookService) {
    self.service = service
  }

  /// The call, or all that is wrong with it.
  func read(_ body: JSONValue) -> Result<HookRequest, RequestErrors> {
    let request = request(Cursor(body, file: "", report: report))
    guard let request, !report.hasErrors else { return .failure(RequestErrors(diagnostics: report.sorted)) }
    return .success(request)
  }

  private func request(_ cursor: Cursor) -> HookRequest? {
    guard cursor.value.kind == .object else {
      cursor.mismatch(expected: "an object")
      return nil
    }
    let hook = required("hook", of: cursor).flatMap(hook)
    let instance = required("hookInstance", of: cursor).flatMap(uuid)
    checkAuthorization(cursor)
    let prefetch = prefetch(cursor)
    guard let context = required("context", of: cursor) else { return nil }
    guard context.value.kind == .object else {
      context.mismatch(expected: "an object")
      return nil
    }
    _ = required("userId", of: context).flatMap { reference($0, to: Self.users) }
    let patient = required("patientId", of: context).flatMap(id)
    let encounter = optional("encounterId", of: context).flatMap(id)
    let drafts = hook?.hasDrafts == true ? required("draftOrders", of: context).flatMap(bundle) : nil
    let selections = hook == .orderSelect ? required("selections", of: context).map { self.selections($0, in: drafts) } : nil
    guard let hook, let instance, let patient else { return nil }
    return HookRequest(
      hook: hook, hookInstance: instance, patient: patient, encounter: encounter, selections: selections, draftOrders: drafts,
      prefetch: prefetch)
  }

  private static let users = ["Practitioner", "PractitionerRole", "Patient", "RelatedPerson"]

  private func required(_ name: String, of cursor: Cursor) -> Cursor? {
    guard let value = cursor.value[name], !value.isNull else {
      report.error("is required", at: cursor.place, member: name)
      return nil
    }
    return cursor.at(value)
  }

  /// An element without a value is left out, never null.
  private func optional(_ name: String, of cursor: Cursor) -> Cursor? {
    cursor.value[name].map(cursor.at)
  }

  private func hook(_ cursor: Cursor) -> Hook? {
    guard let text = cursor.words() else { return nil }
    guard let hook = Hook(rawValue: text), service.hooks.contains(hook) else {
      let hooks = service.hooks.map(\.rawValue)
      cursor.error(
        "`\(text)` is no hook of \(service.rawValue): \(hooks.joined(separator: ", "))",
        suggestion: Spelling.nearest(to: text, among: hooks))
      return nil
    }
    return hook
  }

  private func uuid(_ cursor: Cursor) -> String? {
    guard let text = cursor.words() else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [8, 4, 4, 4, 12], parts.allSatisfy({ $0.utf8.allSatisfy(\.isHexadecimalDigit) }) else {
      cursor.error("is no UUID")
      return nil
    }
    return text.lowercased()
  }

  private func id(_ cursor: Cursor) -> String? {
    guard let text = cursor.words() else { return nil }
    guard text.isFHIRID else {
      cursor.error("is no id of a FHIR resource")
      return nil
    }
    return text
  }

  /// `Type/id`; of one of the types, where they are given.
  private func reference(_ cursor: Cursor, to types: [String] = []) -> String? {
    guard let text = cursor.words() else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts[1].isFHIRID, types.isEmpty ? parts[0].isTypeName : types.contains(parts[0]) else {
      cursor.error("is no reference `\(types.first ?? "Type")/id`")
      return nil
    }
    return text
  }

  private func bundle(_ cursor: Cursor) -> JSONValue? {
    guard cursor.value.kind == .object, cursor.value["resourceType"]?.string == "Bundle" else {
      cursor.error("is no FHIR Bundle")
      return nil
    }
    if let entries = optional("entry", of: cursor) {
      _ = entries.list { entry -> Bool? in
        if entry.value["resource"]?["resourceType"]?.string == nil { entry.error("has no resource") }
        return true
      }
    }
    return cursor.value
  }

  private func selections(_ cursor: Cursor, in drafts: JSONValue?) -> [String] {
    let drafted = Set((drafts?["entry"]?.elements).map { $0.compactMap { $0["resource"].flatMap(DraftOrders.reference) } } ?? [])
    return cursor.list(atLeast: 1) { element in
      guard let text = reference(element) else { return nil }
      if drafts != nil, !drafted.contains(text) { element.error("`\(text)` is not among the drafted orders") }
      return text
    }
  }

  /// Its values are looked at for their kind alone and never repeated.
  private func checkAuthorization(_ cursor: Cursor) {
    if let server = optional("fhirServer", of: cursor), let text = server.words(),
      !(text.hasPrefix("https://") || text.hasPrefix("http://"))
    {
      server.error("is no absolute URL")
    }
    guard let authorization = optional(Self.authorization, of: cursor) else { return }
    guard authorization.value.kind == .object else { return authorization.mismatch(expected: "an object") }
    if cursor.value["fhirServer"] == nil {
      report.error("is required beside fhirAuthorization", at: cursor.place, member: "fhirServer")
    }
    for name in ["access_token", "scope", "subject"] { _ = required(name, of: authorization)?.words() }
    if let type = required("token_type", of: authorization), type.words() != nil, type.value.string != "Bearer" {
      type.error("is not Bearer")
    }
    _ = required("expires_in", of: authorization)?.integer()
  }

  private func prefetch(_ cursor: Cursor) -> Prefetch {
    guard let prefetch = optional("prefetch", of: cursor) else { return Prefetch([]) }
    guard prefetch.value.kind == .object else {
      prefetch.mismatch(expected: "an object")
      return Prefetch([])
    }
    return Prefetch(prefetch.value.members.map { ($0.name, state(of: prefetch.at($0.value))) })
  }

  private func state(of cursor: Cursor) -> Prefetch.State {
    let value = cursor.value
    if value.isNull { return .nothing }
    guard let type = value["resourceType"]?.string else {
      cursor.error("is neither null nor a FHIR resource")
      return .absent
    }
    if type == "OperationOutcome" { return .failed }
    let links = value["link"].flatMap { $0.kind == .array ? $0.elements : nil }
    let hasNext = links?.contains { $0["relation"]?.string == "next" } == true
    return .given(value, isFirstPage: type == "Bundle" && hasNext)
  }
}

extension UInt8 {
  fileprivate var isHexadecimalDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
    default: false
    }
  }

  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
  }
}

extension String {
  /// Source: FHIR R4, data type `id`.
  fileprivate var isFHIRID: Bool {
    (1...64).contains(utf8.count) && utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
  }

  fileprivate var isTypeName: Bool {
    first?.isUppercase == true && utf8.count <= 64 && utf8.allSatisfy(\.isLetterOrDigit)
  }
}
