package import Clinical

/// A substance, its names, classes and codes.
package struct Drug: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case anticancer, concomitant
  }

  package let id: DrugID
  package let name: Text
  package let kind: Kind
  /// The classes it is directly of.
  package let classes: [DrugClassID]
  package let synonyms: [String]
  package let place: Place
}

/// A class of drugs; every member is also of the classes `within` names.
package struct DrugClass: Sendable {
  package let id: DrugClassID
  package let name: Text
  package let within: [DrugClassID]
  package let place: Place
}
