import Clinical
import Knowledge

/// The facts of one case as explanations use them.
struct UsedFacts {
  /// By position of the finding.
  let findings: [[UsedFact]]
  let comorbidities: ListedFacts
  let medications: ListedFacts
  /// In the order of the history.
  let therapies: [UsedFact]
  let wholeHistory: UsedFact
  let jurisdiction: UsedFact?

  /// A list as a whole, and each of its members.
  struct ListedFacts {
    let whole: UsedFact?
    /// Those present, then those said to be absent.
    let members: [UsedFact]
    /// Of the members in the vocabulary.
    let positions: [Int?]
    let presentCount: Int
    /// Whether what is not listed is absent.
    let isComplete: Bool

    init<Kind>(
      _ listing: Listing<Identifier<Kind>>?, _ content: ([Identifier<Kind>]) -> UsedFact.Content,
      _ fact: (Provenance, UsedFact.Content, Bool) -> UsedFact, position: (Identifier<Kind>) -> Int?
    ) {
      isComplete = listing?.roster.isComplete ?? false
      let named = (listing?.roster.members ?? []) + (listing?.roster.absent ?? [])
      presentCount = listing?.roster.members.count ?? 0
      positions = named.map(position)
      whole = listing.map { fact($0.provenance, content($0.roster.members), false) }
      members = named.enumerated().compactMap { index, member in
        listing.map { fact($0.places[member] ?? $0.provenance.element(index), content([member]), true) }
      }
    }
  }

  init(of patient: PatientCase, jurisdiction: JurisdictionID?, knowledge: KnowledgeBase) {
    var count = 0
    func fact(_ provenance: Provenance, _ content: UsedFact.Content, isMember: Bool = false) -> UsedFact {
      defer { count += 1 }
      return UsedFact(provenance: provenance, content: content, ordinal: count, isMember: isMember)
    }
    let vocabulary = knowledge.vocabulary
    var findings = [[UsedFact]](repeating: [], count: vocabulary.findings.count)
    for stated in patient.facts {
      guard let position = vocabulary.position(of: stated.finding) else { continue }
      findings[position].append(fact(stated.provenance, .value(stated.value)))
    }
    self.findings = findings
    comorbidities = ListedFacts(
      patient.comorbidities, UsedFact.Content.comorbidities, fact(_:_:isMember:), position: vocabulary.position)
    medications = ListedFacts(
      patient.medications, UsedFact.Content.medications, fact(_:_:isMember:), position: vocabulary.position)
    let priors = patient.priorTherapies ?? []
    therapies = priors.map { fact($0.provenance, .therapy($0)) }
    wholeHistory = fact(patient.historyProvenance, .history(priors.flatMap(\.drugs)))
    self.jurisdiction = jurisdiction.map { fact(.pointer("/context/jurisdiction"), .jurisdiction($0)) }
  }
}

extension Provenance {
  /// The place of a list's element; a FHIR reference stays that of the list.
  fileprivate func element(_ index: Int) -> Provenance {
    switch self {
    case .pointer(let text): .pointer(text + "/\(index)")
    case .resources: self
    }
  }
}
