import Clinical
import EHR
import JSON
import Knowledge

/// The drugs that are drafted for a patient.
struct DraftOrders: Sendable {
  /// A drug, or one of several that share a code, and the orders that name it: one drug may have an order for each day.
  struct Drafted: Sendable {
    let drugs: [DrugID]
    /// `MedicationRequest/id`; an order without an id cannot be withdrawn.
    fileprivate(set) var references: [String]
  }

  private(set) var drugs: [Drafted] = []
  /// Medications that could not be told, as they are named, each once.
  private(set) var unknown: [String] = []

  /// Each is looked up among all that was sent.
  private static let mostOrders = 500

  /// Why drafts are refused.
  enum Refusal: Error {
    /// An order is of somebody else.
    case otherPatient(index: Int)
    case tooMany(Int)
  }

  init(_ request: HookRequest, records: RecordReader) throws(Refusal) {
    guard let bundle = request.draftOrders else { return }
    var resources = ResourceCollection()
    resources.add(bundle)
    // A draft may refer to a Medication that was prefetched.
    for value in request.prefetch.values { resources.add(value) }
    let entries = bundle["entry"].map { Array($0.elements) } ?? []
    guard entries.count <= Self.mostOrders else { throw .tooMany(Self.mostOrders) }
    for (index, entry) in entries.enumerated() {
      guard let order = entry["resource"], order["resourceType"]?.string == "MedicationRequest" else { continue }
      if let subject = order["subject"]?["reference"]?.string, !Self.isReference(subject, to: request.patient) {
        throw .otherPatient(index: index)
      }
      guard Self.isDrafted(order) else { continue }
      add(order, records.medication(of: order, in: resources))
    }
  }

  /// A relative reference to a resource that has an id.
  static func reference(_ resource: JSONValue) -> String? {
    guard let type = resource["resourceType"]?.string, let id = resource["id"]?.string else { return nil }
    return "\(type)/\(id)"
  }

  /// Of urn and contained references nobody can tell whom they mean; they stand in the draft itself.
  private static func isReference(_ text: String, to patient: String) -> Bool {
    text == "Patient/\(patient)" || text.hasSuffix("/Patient/\(patient)") || text.hasPrefix("urn:") || text.hasPrefix("#")
  }

  /// Whether something is to be given; not an order that is done with or forbids.
  private static func isDrafted(_ order: JSONValue) -> Bool {
    guard order["doNotPerform"]?.boolean != true else { return false }
    return !["cancelled", "completed", "entered-in-error", "stopped"].contains(order["status"]?.string ?? "")
  }

  private mutating func add(_ order: JSONValue, _ medication: MatchedMedication) {
    let reference = Self.reference(order)
    switch medication {
    case .drugs(let groups): for group in groups { add(group, reference) }
    // What is given beside a therapy is no therapy.
    case .medications: break
    case .unknown(let name), .contradictory(let name):
      guard Self.mayBeAnticancer(order) else { return }
      let label = name.isEmpty ? reference ?? "MedicationRequest" : name
      if !unknown.contains(label) { unknown.append(label) }
    }
  }

  private mutating func add(_ group: [DrugID], _ reference: String?) {
    let references = reference.map { [$0] } ?? []
    if let known = drugs.firstIndex(where: { $0.drugs == group }) {
      drugs[known].references += references
    } else {
      drugs.append(Drafted(drugs: group, references: references))
    }
  }

  /// Not when a code of the ATC puts it outside the antineoplastic and immunomodulating agents (group L).
  private static func mayBeAnticancer(_ order: JSONValue) -> Bool {
    let codings = order["medicationCodeableConcept"]?["coding"].map { Array($0.elements) } ?? []
    let groups = codings.filter { $0["system"]?.string == "http://www.whocc.no/atc" }.compactMap { $0["code"]?.string?.first }
    return groups.isEmpty || groups.contains("L")
  }
}
