/// What a finding was found to be.
package enum Value: Sendable, Hashable {
  case flag(Bool)
  case code(CodeID)
  case codes(Roster<CodeID>)
  case number(Bounds)
}

/// Where something known of the patient was stated.
package enum Provenance: Sendable, Hashable {
  /// An RFC 6901 pointer into the request.
  case pointer(String)
  /// FHIR references, as `Observation/er`: those of all resources that together say it; never empty.
  case resources([String])

  /// The places one by one.
  package var texts: [String] {
    switch self {
    case .pointer(let text): [text]
    case .resources(let references): references
    }
  }
}

/// A finding's value and where it came from.
package struct Fact: Sendable, Hashable {
  package let finding: FindingID
  package let value: Value
  package let provenance: Provenance

  package init(finding: FindingID, value: Value, provenance: Provenance) {
    self.finding = finding
    self.value = value
    self.provenance = provenance
  }
}

/// A roster and where its list stands; `nil` members of the case are lists nobody has given.
package struct Listing<Member: Hashable & Sendable>: Sendable, Hashable {
  package let roster: Roster<Member>
  package let provenance: Provenance
  /// Where single members are stated, apart from the list; those left out stand in it in their order.
  package var places: [Member: Provenance] = [:]

  package init(roster: Roster<Member>, provenance: Provenance) {
    self.roster = roster
    self.provenance = provenance
  }
}
