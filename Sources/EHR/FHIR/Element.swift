import JSON
import Knowledge

// Elements of FHIR resources. Whatever has another type than it should is as if it were not there.
extension JSONValue {
  /// The `reference` of a member that is a reference.
  func reference(_ name: StaticString) -> String? { writtenReference(name)?.string }

  func writtenReference(_ name: StaticString) -> JSONValue? {
    guard let reference = member(name)?.member("reference"), reference.kind == .string else { return nil }
    return reference
  }

  func date(_ name: StaticString) -> RecordDate? {
    guard let value = member(name) else { return nil }
    // As it nearly always is.
    if let bytes = value.plainText { return RecordDate(utf8: bytes.span) }
    return value.string.flatMap { RecordDate($0) }
  }

  /// The one member whose name begins with `value`: a choice may be made once only.
  var fhirValue: (type: String, value: JSONValue)? {
    onlyMember(beginning: "value").map { (String($0.name.dropFirst(5)), $0.value) }
  }

  /// Whether anything in it changes its meaning in a way that is not understood.
  var hasUnknownModifier: Bool { changesMeaning(member("modifierExtension")) || changesMeaning(member("implicitRules")) }

  private func changesMeaning(_ modifier: JSONValue?) -> Bool {
    guard let modifier, !modifier.isNull else { return false }
    return modifier.kind != .array || modifier.count > 0
  }
}

/// A `CodeableConcept`, or a single `Coding`.
struct CodedText {
  struct Coding {
    let system: String?
    let code: String?
    let display: String?

    init(_ value: JSONValue) {
      (system, code, display) = (value.text("system"), value.text("code"), value.text("display"))
    }
  }

  let codings: [Coding]
  let text: String?

  init?(_ value: JSONValue?) {
    guard let value, value.kind == .object else { return nil }
    if let coding = value.member("coding"), coding.kind == .array {
      codings = coding.elements.map { Coding($0) }
    } else {
      codings = value.member("code") == nil ? [] : [Coding(value)]
    }
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
