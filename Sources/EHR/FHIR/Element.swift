import JSON
import Knowledge

// Elements of FHIR resources. Whatever has another type than it should is as if it were not there.
extension JSONValue {
  /// The `reference` of a member that is a reference.
  func reference(_ name: StaticString) -> String? { member(name)?.reference }

  /// The `reference` of a reference.
  var reference: String? { text("reference") }

  func date(_ name: StaticString) -> RecordDate? { member(name)?.date }

  /// The date it is, if it is one.
  var date: RecordDate? {
    withText { RecordDate(utf8: $0) } ?? nil
  }

  /// The types of values that are read.
  enum ValueType: CaseIterable {
    case codeableConcept, quantity, string, boolean, integer, range
    case other

    static let names = NameTable(allCases.map { "value" + "\($0)".prefix(1).uppercased() + "\($0)".dropFirst() })
  }

  /// The one member whose name begins with `value`: a choice may be made once only.
  var fhirValue: (type: ValueType, value: JSONValue)? {
    onlyMember(beginning: "value").map { member in
      (member.place(in: ValueType.names).map { ValueType.allCases[$0] } ?? .other, member.value)
    }
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
      var codings: [Coding] = []
      for one in coding.elements { codings.append(Coding(one)) }
      self.codings = codings
    } else {
      codings = value.member("code") == nil ? [] : [Coding(value)]
    }
    text = value.text("text")
    if codings.isEmpty, text == nil { return nil }
  }

  /// What it is called, in the order of how much was said.
  var words: [String] {
    var words: [String] = []
    words.reserveCapacity(1 + codings.count)
    if let text { words.append(text) }
    for coding in codings { if let display = coding.display { words.append(display) } }
    return words
  }

  /// For a person to find it by.
  var label: String {
    let (system, code) = (codings.first?.system ?? "", codings.first?.code)
    let name = text ?? codings.lazy.compactMap(\.display).first ?? ""
    var label = ""
    label.reserveCapacity(system.utf8.count + (code?.utf8.count ?? 0) + name.utf8.count + 2)
    label += system
    if let code {
      if codings.first?.system != nil { label += "|" }
      label += code
    }
    if !label.isEmpty, !name.isEmpty { label += " " }
    label += name
    return label
  }
}
