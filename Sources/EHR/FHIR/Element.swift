import JSON
import Knowledge

// Elements of FHIR resources. Whatever has another type than it should is as if it were not there.
extension JSONValue {
  /// The `reference` of a member that is a reference.
  func reference(_ name: StaticString) -> String? { writtenReference(name)?.string }

  func writtenReference(_ name: StaticString) -> JSONValue? { member(name)?.writtenReference }

  /// The `reference` of a reference.
  var writtenReference: JSONValue? {
    guard let reference = member("reference"), reference.kind == .string else { return nil }
    return reference
  }

  func date(_ name: StaticString) -> RecordDate? { member(name)?.date }

  /// The date it is, if it is one.
  var date: RecordDate? {
    // As it nearly always is.
    if let bytes = plainText { return RecordDate(utf8: bytes.span) }
    return string.flatMap { RecordDate($0) }
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
    let first = codings.first
    var label = first?.system ?? ""
    if let code = first?.code { label += first?.system == nil ? code : "|" + code }
    let name = text ?? codings.lazy.compactMap(\.display).first ?? ""
    if !label.isEmpty, !name.isEmpty { label += " " }
    return label + name
  }
}
