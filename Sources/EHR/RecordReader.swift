package import Clinical
package import JSON
package import Knowledge

/// Reads the resources of a health record into a case: what they do not say stays unknown.
///
/// Made once for a knowledge base; reading is linear in the resources.
package struct RecordReader: Sendable {
  private let knowledge: KnowledgeBase
  /// `nil`: the knowledge has no rules for records.
  private let index: CodeIndex?

  package init(knowledge: KnowledgeBase) {
    self.knowledge = knowledge
    index = knowledge.recordRules.map { CodeIndex(knowledge: knowledge, rules: $0) }
  }

  /// What the caller knows beside the record.
  package struct Question: Sendable {
    /// The day windows count from; what is dated later is not a fact yet.
    package var asOf: CalendarDate
    /// `nil`: that of the record's one diagnosis.
    package var disease: DiseaseID?
    /// The patient's id, as `p7`; `nil`: the one patient of the record.
    package var patient: String?
    /// Whether lines of therapy are put together; they need not be where somebody states them.
    package var readsHistory: Bool

    package init(asOf: CalendarDate, disease: DiseaseID? = nil, patient: String? = nil, readsHistory: Bool = true) {
      self.asOf = asOf
      self.disease = disease
      self.patient = patient
      self.readsHistory = readsHistory
    }
  }

  /// The case a record makes, or why it makes none.
  package func read(_ resources: ResourceCollection, _ question: Question) -> Result<RecordReading, RecordRefusal> {
    guard let index else { return .failure(.noRules) }
    guard !resources.entries.isEmpty else { return .failure(.noResources) }
    do throws(RecordRefusal) {
      var reading = try RecordPass(knowledge: knowledge, index: index, resources: resources, question: question)
      return .success(try reading.run())
    } catch {
      return .failure(error)
    }
  }

  /// What is ordered or given by a resource: a drafted MedicationRequest among others.
  package func medication(of resource: JSONValue, in resources: ResourceCollection) -> MatchedMedication {
    guard let index else { return .unknown(name: "") }
    let origin = resources.entries.firstIndex { $0.resource.rawBytes == resource.rawBytes }
    var resolver = MedicationResolver(matcher: MedicationMatcher(knowledge: knowledge, index: index), resources: resources)
    return resolver.match(resource, from: origin)
  }
}

/// Finds what a resource's medication is, in itself or where it refers to.
struct MedicationResolver {
  let matcher: MedicationMatcher
  let resources: ResourceCollection
  private var known = ElementMemo<MatchedMedication?>()

  init(matcher: MedicationMatcher, resources: ResourceCollection) {
    (self.matcher, self.resources) = (matcher, resources)
  }

  /// `origin`: the entry itself, for references to what it contains.
  mutating func match(_ resource: JSONValue, from origin: Int?) -> MatchedMedication {
    if let concept = resource.member("medicationCodeableConcept"), let matched = match(concept) {
      guard resource.member("medicationReference") != nil else { return matched }
      return .contradictory(name: CodedText(concept)?.label ?? "")
    }
    guard let reference = resource.reference("medicationReference") else {
      return .unknown(name: resource.member("medicationReference")?.text("display") ?? "")
    }
    let display = resource.member("medicationReference")?.text("display")
    guard let found = resources.resolve(reference, from: origin ?? 0), resources.entries[found].type == .medication else {
      return display.map { matcher.match(CodedText(word: $0)) } ?? .unknown(name: reference)
    }
    return medication(resources.entries[found].resource, reference)
  }

  /// `nil`: it says nothing.
  private mutating func match(_ concept: JSONValue) -> MatchedMedication? {
    if let made = known.made(of: concept) { return made }
    let matched = CodedText(concept).map(matcher.match)
    known.keep(matched, of: concept)
    return matched
  }

  /// By its own code, or else by its ingredients; references among ingredients are not followed further.
  private mutating func medication(_ medication: JSONValue, _ reference: String) -> MatchedMedication {
    guard !medication.hasUnknownModifier, medication.text("status") != "entered-in-error" else {
      return .unknown(name: reference)
    }
    let own = medication.member("code").flatMap { match($0) }
    if let own, case .unknown = own {} else if let own { return own }
    var groups: [[DrugID]] = []
    for ingredient in medication.list("ingredient") where ingredient.member("isActive")?.boolean != false {
      guard case .drugs(let drugs)? = ingredient.member("itemCodeableConcept").flatMap({ match($0) }) else {
        return own ?? .unknown(name: reference)
      }
      groups += drugs
    }
    return groups.isEmpty ? own ?? .unknown(name: reference) : .drugs(groups)
  }
}
