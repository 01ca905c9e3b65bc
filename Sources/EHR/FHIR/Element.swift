import JSON
import Knowledge

// Elements of FHIR resources. Whatever has another type than it should is as if it were not there.
extension JSONValue {
  func text(_ name: String) -> String? { self[name]?.string }

  func list(_ name: String) -> JSONElements? {
    guard let value = self[name], value.kind == .array else { return nil }
    return value.elements
  }

  /// The `reference` of a member that is a reference.
  func reference(_ name: String) -> String? { self[name]?.text("reference") }

  func date(_ name: String) -> RecordDate? { text(name).flatMap { RecordDate($0) } }

  /// The one member whose name begins with `value`.
  var fhirValue: (type: String, value: JSONValue)? {
    var found: (type: String, value: JSONValue)?
    for member in members {
      let name = member.name
      guard name.hasPrefix("value"), name.utf8.count > 5 else { continue }
      // A choice may be made once only.
      guard found == nil else { return nil }
      found = (String(name.dropFirst(5)), member.value)
    }
    return found
  }

  /// Whether anything in it changes its meaning in a way that is not understood.
  var hasUnknownModifier: Bool {
    for name in ["modifierExtension", "implicitRules"] {
      guard let value = self[name], !value.isNull else { continue }
      if value.kind != .array || value.count > 0 { return true }
    }
    return false
  }
}

/// A `CodeableConcept`, or a single `Coding`.
struct CodedText {
  struct Coding {
    let system: String?
    let code: String?
    let display: String?
  }

  let codings: [Coding]
  let text: String?

  init?(_ value: JSONValue?) {
    guard let value, value.kind == .object else { return nil }
    let listed = value.list("coding").map { Array($0) } ?? (value["code"] == nil ? [] : [value])
    codings = listed.map { Coding(system: $0.text("system"), code: $0.text("code"), display: $0.text("display")) }
    text = value.text("text")
    if codings.isEmpty, text == nil { return nil }
  }

  /// What it is called, in the order of how much was said.
  var words: [String] { [text].compactMap(\.self) + codings.compactMap(\.display) }

  /// For a person to find it by.
  var label: String {
    let code = codings.first.map { [$0.system, $0.code].compactMap(\.self).joined(separator: "|") } ?? ""
    return [code, words.first].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
  }
}
