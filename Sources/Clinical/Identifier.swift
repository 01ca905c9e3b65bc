/// An identifier that belongs to one kind of thing, so that two kinds cannot be swapped.
package struct Identifier<Kind>: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package var description: String { text }

  /// Orders by Unicode scalars: the order does not depend on a locale.
  package static func < (left: Identifier, right: Identifier) -> Bool {
    left.text.unicodeScalars.lexicographicallyPrecedes(right.text.unicodeScalars)
  }
}

/// The kinds of things identifiers name; never instantiated.
package enum IdentifierKind {
  package enum Disease {}
  package enum Finding {}
  package enum Code {}
  package enum Comorbidity {}
  package enum Medication {}
  package enum Drug {}
  package enum DrugClass {}
  package enum Regimen {}
  package enum Setting {}
  package enum Jurisdiction {}
}

package typealias DiseaseID = Identifier<IdentifierKind.Disease>
package typealias FindingID = Identifier<IdentifierKind.Finding>
/// One allowed value of a coded finding.
package typealias CodeID = Identifier<IdentifierKind.Code>
package typealias ComorbidityID = Identifier<IdentifierKind.Comorbidity>
package typealias MedicationID = Identifier<IdentifierKind.Medication>
package typealias DrugID = Identifier<IdentifierKind.Drug>
package typealias DrugClassID = Identifier<IdentifierKind.DrugClass>
package typealias RegimenID = Identifier<IdentifierKind.Regimen>
package typealias SettingID = Identifier<IdentifierKind.Setting>
package typealias JurisdictionID = Identifier<IdentifierKind.Jurisdiction>
