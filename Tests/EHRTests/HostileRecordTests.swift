import Clinical
import Decision
import EHR
import Foundation
import JSON
import Knowledge
import SeededRandom
import Service
import Testing

@Suite struct HostileRecordTests {
  @Test(
    arguments: [
      ("{}", RecordRefusal.noResources), (#"{"resourceType":"Bundle"}"#, .noResources),
      (#"{"resourceType":"Bundle","entry":7}"#, .noResources),
      (#"{"resourceType":"Bundle","entry":[null,1,"x",{}]}"#, .noResources), ("[]", .noResources), ("null", .noResources),
      (#"{"resourceType":"Observation"}"#, .noPatient),
      (
        #"[{"resourceType":"Patient","id":"a"},{"resourceType":"Patient","id":"b"}]"#,
        .severalPatients(["Patient/a", "Patient/b"])
      ),
      (#"{"resourceType":"Patient","id":"a"}"#, .noDisease(["breast-cancer", "multiple-myeloma"])),
    ] as [(String, RecordRefusal)])
  func `What makes no case is refused with its reason`(_ text: String, _ refusal: RecordRefusal) throws {
    guard case .failure(let found) = try RealRecords.read(text: text) else {
      Issue.record("a case was made")
      return
    }
    #expect(found == refusal)
  }

  @Test func `Two diseases at once are not chosen between`() throws {
    let other = RealRecords.myeloma.replacing("\"id\":\"c\"", with: "\"id\":\"d\"")
    guard case .failure(let refusal) = try RealRecords.read([RealRecords.breast, other]) else {
      Issue.record("a case was made")
      return
    }
    #expect(refusal == .severalDiseases(["breast-cancer", "multiple-myeloma"]))
  }

  private static let er =
    #"{"resourceType":"Observation","id":"o","status":"final","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://loinc.org","code":"85337-4"}]},"valueString":"positive"}"#

  @Test(
    arguments: [
      ("Patient/p", true), ("Patient/p/_history/3", true), ("https://ehr.example/fhir/Patient/p", true), ("Patient/q", false),
      ("p", false), ("#p", false), ("", false), ("urn:uuid:0", false), ("https://ehr.example/fhir/Practitioner/p", false),
    ])
  func `A result counts when it is the patient's`(_ reference: String, _ counts: Bool) throws {
    let resource = Self.er.replacing("Patient/p", with: reference)
    #expect(try RealRecords.read([RealRecords.breast, resource]).get().value("er") == (counts ? "positive" : nil))
  }

  @Test func `A full URL on another server is another patient`() throws {
    let entries =
      #"{"fullUrl":"https://a.example/Patient/p","resource":\#(RealRecords.patient)},{"resource":\#(RealRecords.breast)},{"resource":\#(Self.er.replacing("Patient/p", with: "https://b.example/Patient/p"))}"#
    let reading = try RealRecords.read(text: "{\"resourceType\":\"Bundle\",\"entry\":[\(entries)]}").get()
    #expect(reading.value("er") == nil)
  }

  @Test func `Whose a result is does not depend on whom the one before it named likewise`() throws {
    let named = Self.er.replacing(#"{"reference":"Patient/p"}"#, with: #"{"display":"somebody"}"#)
    let byPatient = named.replacing(#""subject""#, with: #""patient":{"reference":"Patient/p"},"subject""#)
      .replacing(#""id":"o""#, with: #""id":"before""#).replacing("85337-4", with: "1-8")
    let reading = try RealRecords.read([RealRecords.breast, byPatient, named]).get()
    #expect(reading.value("er") == nil)
    #expect(reading.notUnderstood.map(\.references) == [["Observation/before"], ["Observation/o"]])
  }

  @Test(
    arguments: [
      (#""effectiveDateTime":"2025-05-01""#, #""effectiveDateTime":"2025-06-01""#, "negative"),
      (#""effectiveDateTime":"2025-06-01""#, #""effectiveDateTime":"2025-05-01""#, "positive"),
      (#""effectiveDateTime":"x","effectiveInstant":"2025-05-01T00:00:00Z""#, #""effectiveDateTime":"2025-06-01""#, "negative"),
      (#""effectiveDateTime":"x","effectiveInstant":"2025-06-01T00:00:00Z""#, #""effectiveDateTime":"x""#, nil),
      (#""effectiveDateTime":"2025-06-01""#, #""effectiveDateTime":"2025-06-01""#, nil),
    ] as [(String, String, String?)])
  func `Each result has its own date, whatever that of the one before it`(_ first: String, _ second: String, _ er: String?) throws
  {
    let results = [(first, "a", "positive"), (second, "b", "negative")].map { date, id, value in
      Self.er.replacing(#""status""#, with: date + #","status""#).replacing(#""id":"o""#, with: #""id":"\#(id)""#)
        .replacing("positive", with: value)
    }
    #expect(try RealRecords.read([RealRecords.breast] + results).get().value("er") == er)
  }

  @Test(arguments: [("final", "final", true), ("preliminary", "final", true), ("final", "preliminary", false)])
  func `Each result has its own status, whatever that of the one before it`(
    _ first: String, _ second: String, _ counts: Bool
  ) throws {
    let other = Self.er.replacing(#""id":"o""#, with: #""id":"a""#).replacing("85337-4", with: "1-8")
    let results = [other.replacing("final", with: first), Self.er.replacing("final", with: second)]
    #expect(try RealRecords.read([RealRecords.breast] + results).get().value("er") == (counts ? "positive" : nil))
  }

  @Test(arguments: ["Bundle", "Parameters", "OperationOutcome", "AllergyIntolerance", "…"])
  func `What is contained and not read is listed`(_ type: String) throws {
    let contained = #""contained":[{"resourceType":"\#(type)","id":"x"},{"resourceType":"Device","id":"y"}],"subject""#
    let reading = try RealRecords.read([RealRecords.breast.replacing(#""subject""#, with: contained)]).get()
    #expect(reading.notUnderstood.map(\.what) == [type])
    #expect(reading.notUnderstood.map(\.references) == [["Condition/c#x"]])
  }

  @Test func `No room is made for entries that are no resources`() throws {
    let entries = String(repeating: "1,", count: 100_000) + "1"
    var resources = ResourceCollection()
    resources.add(try JSONDocument.parse(Array(#"{"resourceType":"Bundle","entry":[\#(entries)]}"#.utf8)).root)
    #expect(resources.entries.isEmpty)
    #expect(resources.entries.capacity < 5000)
  }

  @Test func `What is no resource is listed in its order, and no reference leads to it`() throws {
    let entries = #"{"resource":[1,{}]},{},{"resource":\#(RealRecords.patient)},{},{"resource":\#(RealRecords.breast)}"#
    let reading = try RealRecords.read(text: #"{"resourceType":"Bundle","entry":[\#(entries)]}"#).get()
    #expect(reading.notUnderstood.map(\.what) == ["number", "object without a resourceType", "entry without a resource"])
    #expect(reading.notUnderstood.map(\.count) == [1, 1, 2])
    #expect(reading.notUnderstood.flatMap(\.references) == [])
  }

  @Test func `References that go round in a circle end`() throws {
    let medication =
      #"{"resourceType":"Medication","id":"m","ingredient":[{"itemReference":{"reference":"Medication/m"}}]}"#
    let request =
      #"{"resourceType":"MedicationStatement","id":"s","status":"active","subject":{"reference":"Patient/p"},"medicationReference":{"reference":"Medication/m"},"effectivePeriod":{"start":"2025-01-01"}}"#
    let circle =
      #"{"resourceType":"List","id":"l","status":"current","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"urn:nextline:vocabulary","code":"medications"}]},"entry":[{"item":{"reference":"List/l"}}]}"#
    let reading = try RealRecords.read([RealRecords.breast, medication, request, circle]).get()
    #expect(reading.patient.medications == nil)
  }

  @Test func `A contained medication is found`() throws {
    let request =
      ##"{"resourceType":"MedicationStatement","id":"s","status":"active","subject":{"reference":"Patient/p"},"contained":[{"resourceType":"Medication","id":"m","code":{"coding":[{"system":"http://www.whocc.no/atc","code":"L04AH02"}]}}],"medicationReference":{"reference":"#m"},"effectivePeriod":{"start":"2025-01-01"},"extension":[{"url":"http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-treatment-intent","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"363676003"}]}}]}"##
    let reading = try RealRecords.read([RealRecords.breast, request]).get()
    #expect(reading.patient.priorTherapies?.map(\.drugs) == [[DrugID("everolimus")]])
    #expect(reading.patient.priorTherapies?.first?.outcome == .ongoing)
    #expect(!reading.patient.isHistoryComplete)
  }

  @Test(
    arguments: [
      (
        "FamilyMemberHistory",
        #""status":"completed","relationship":{"text":"mother"},"condition":[{"code":{"text":"Breast cancer"}}]"#
      ),
      ("AllergyIntolerance", #""code":{"text":"paclitaxel"}"#),
    ])
  func `What is no fact is listed`(_ type: String, _ elements: String) throws {
    let resource = #"{"resourceType":"\#(type)","id":"x","subject":{"reference":"Patient/p"},\#(elements)}"#
    let reading = try RealRecords.read([RealRecords.breast, resource]).get()
    #expect(reading.notUnderstood.map(\.references) == [["\(type)/x"]])
    #expect(reading.patient.comorbidities == nil)
  }

  @Test func `Ten thousand resources are read, and what tells nothing is summed up`() throws {
    let many = (0..<10_000).map { Self.er.replacing("\"id\":\"o\"", with: "\"id\":\"o\($0)\"").replacing("85337-4", with: "1-8") }
    let reading = try RealRecords.read([RealRecords.breast] + many).get()
    #expect(reading.notUnderstood.map(\.count) == [10_000])
    #expect(reading.notUnderstood[0].references.count == 10)
  }

  @Test(arguments: RealRecords.recorded, 0..<20)
  func `A record with values of other types is read or refused, never misread`(_ recorded: RecordedCase, _ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var tree = try #require(JSONSerialization.jsonObject(with: Data(recorded.bundle.value.rawBytes)) as? [String: Any])
    let whole = try RealRecords.read(bytes: Array(recorded.bundle.value.rawBytes)).get()
    for _ in 0..<(1 + seed % 8) { tree = Mutation.wrongType(tree, &random) as? [String: Any] ?? [:] }
    let bytes = Array(try JSONSerialization.data(withJSONObject: tree))
    guard case .success(let reading) = try RealRecords.read(bytes: bytes) else { return }
    Self.expectNoOther(reading, than: whole)
    let engine = try RealRecords.engine.get()
    _ = engine.recommend(reading.patient, context: Context(asOf: RealRecords.today))
  }

  @Test(arguments: RealRecords.recorded, 0..<30)
  func `A record that lacks members says less, never something else`(_ recorded: RecordedCase, _ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var tree = try #require(JSONSerialization.jsonObject(with: Data(recorded.bundle.value.rawBytes)) as? [String: Any])
    let whole = try RealRecords.read(bytes: Array(recorded.bundle.value.rawBytes)).get()
    for _ in 0..<(1 + seed % 5) { tree = Mutation.deletion(tree, &random) as? [String: Any] ?? [:] }
    let bytes = Array(try JSONSerialization.data(withJSONObject: tree))
    guard case .success(let reading) = try RealRecords.read(bytes: bytes) else { return }
    Self.expectNoOther(reading, than: whole)
  }

  /// A known value stays what it is or becomes unknown; a list may only shrink and lose its completeness.
  private static func expectNoOther(_ reading: RecordReading, than whole: RecordReading) {
    guard reading.patient.disease == whole.patient.disease else { return }
    for fact in reading.patient.facts {
      guard let known = whole.patient.facts.first(where: { $0.finding == fact.finding }) else {
        // The other disease's findings are left out of a case, never known of it.
        Issue.record("\(fact.finding) became known")
        continue
      }
      switch (fact.value, known.value) {
      case (.codes(let found), .codes(let expected)):
        #expect(Set(found.members).isSubset(of: expected.members))
        #expect(!found.isComplete || Set(found.members) == Set(expected.members), "\(fact.finding)")
      case (.number(let found), .number(let expected)): #expect(expected.lies(in: found) != .fails, "\(fact.finding)")
      default: #expect(fact.value == known.value, "\(fact.finding)")
      }
    }
    for (found, expected) in [
      (reading.patient.comorbidities?.roster.members.map(\.text), whole.patient.comorbidities?.roster.members.map(\.text)),
      (reading.patient.medications?.roster.members.map(\.text), whole.patient.medications?.roster.members.map(\.text)),
    ] {
      #expect(Set(found ?? []).isSubset(of: expected ?? []))
    }
    if let comorbidities = reading.patient.comorbidities, comorbidities.roster.isComplete {
      #expect(Set(comorbidities.roster.members) == Set(whole.patient.comorbidities?.roster.members ?? []))
    }
    if let medications = reading.patient.medications, medications.roster.isComplete {
      #expect(Set(medications.roster.members) == Set(whole.patient.medications?.roster.members ?? []))
    }
  }
}

/// Random changes of a bundle's resources, by path.
enum Mutation {
  /// Puts a value of another type somewhere within a resource.
  static func wrongType(_ value: Any, _ random: inout SeededGenerator) -> Any {
    change(value, depth: 0, &random) { _, random in
      let others: [Any] = [NSNull(), true, 7, -1.5, "", "x", [Any](), [1, "a"], ["a": 1], [String: Any](), [[[Any]]]()]
      return others.randomElement(using: &random)
    }
  }

  /// Takes a member of a resource away; whole entries stay, since a result that was never there cannot be missed.
  static func deletion(_ value: Any, _ random: inout SeededGenerator) -> Any {
    change(value, depth: 0, &random) { _, _ in nil }
  }

  /// Changes one member below the resources: `entry`, an element, `resource`, then a random way down.
  private static func change(
    _ value: Any, depth: Int, _ random: inout SeededGenerator, _ new: (Any, inout SeededGenerator) -> Any?
  ) -> Any {
    if var object = value as? [String: Any] {
      let key = depth == 0 ? "entry" : depth == 2 ? "resource" : object.keys.sorted().randomElement(using: &random)
      guard let key, let member = object[key] else { return value }
      let isLeaf = !(member is [String: Any]) && !(member is [Any])
      if depth > 2, isLeaf || random.chance(0.3) {
        object[key] = new(member, &random)
      } else {
        object[key] = change(member, depth: depth + 1, &random, new)
      }
      return object
    }
    if var array = value as? [Any], let index = array.indices.randomElement(using: &random) {
      array[index] = change(array[index], depth: depth + 1, &random, new)
      return array
    }
    return value
  }
}
