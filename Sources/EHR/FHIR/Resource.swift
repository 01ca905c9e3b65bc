package import JSON

/// A resource, with the members that most are asked for.
package struct Resource: Sendable {
  enum Field: Int, CaseIterable {
    case resourceType, id, contained, modifierExtension, implicitRules, subject, patient, status, code, component, `extension`
    case dataAbsentReason, effectiveDateTime, effectiveInstant, effectivePeriod
  }

  private static let names = JSONFieldNames(Field.allCases.map { "\($0)" })

  private let fields: JSONFields

  init(_ value: JSONValue) {
    fields = JSONFields(of: value, Self.names)
  }

  package var value: JSONValue { fields.object }

  subscript(_ field: Field) -> JSONValue? { fields[field.rawValue] }

  func text(_ field: Field) -> String? { fields.text(field.rawValue) }

  func place(of field: Field, in table: NameTable) -> Int? { fields.place(of: field.rawValue, in: table) }

  /// Two texts with a solidus between them; `nil` without them.
  func path(_ first: Field, _ last: Field) -> String? { fields.path(first.rawValue, last.rawValue) }

  /// The place of two texts with a solidus between them, which is given to them where they have none; `nil` without them.
  func place(of first: Field, _ last: Field, in table: inout NameTable, orElse place: Int) -> Int? {
    fields.place(ofPath: first.rawValue, last.rawValue, in: &table, orElse: place)
  }

  func isMember(_ field: Field, writtenAs value: JSONValue?) -> Bool { fields.isMember(field.rawValue, writtenAs: value) }

  func has(_ field: Field) -> Bool { fields.has(field.rawValue) }

  /// Whether anything in it changes its meaning in a way that is not understood.
  var hasUnknownModifier: Bool {
    (has(.modifierExtension) || has(.implicitRules)) && value.hasUnknownModifier
  }
}
