import Clinical
import EHR
import Knowledge
import Testing

@Suite struct TherapyLineTests {
  private static func given(
    _ id: String, _ drug: String, _ start: String, _ end: String? = nil, status: String = "completed", reason: String? = nil,
    type: String = "MedicationStatement", intent: String? = nil
  ) -> String {
    let end = end.map { #","end":"\#($0)""# } ?? ""
    let reason = reason.map { #","statusReason":[{"coding":[{"system":"http://snomed.info/sct","code":"\#($0)"}]}]"# } ?? ""
    let intent =
      intent.map {
        #","extension":[{"url":"http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-treatment-intent","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"\#($0)"}]}}]"#
      } ?? ""
    return
      #"{"resourceType":"\#(type)","id":"\#(id)","status":"\#(status)","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"text":"\#(drug)"},"effectivePeriod":{"start":"\#(start)"\#(end)}\#(reason)\#(intent)}"#
  }

  private static func status(_ id: String, _ code: String, _ date: String) -> String {
    #"{"resourceType":"Observation","id":"\#(id)","status":"final","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://loinc.org","code":"97509-4"}]},"effectiveDateTime":"\#(date)","valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"\#(code)"}]}}"#
  }

  private static let all =
    #"{"resourceType":"List","id":"l","status":"current","mode":"snapshot","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"urn:nextline:vocabulary","code":"priorTherapies"}]}}"#

  private static func lines(_ resources: [String], disease: String = RealRecords.myeloma) throws -> RecordReading {
    try RealRecords.read([disease, all] + resources).get()
  }

  /// An entry in short.
  private static func text(_ therapy: PriorTherapy) -> String {
    let line = therapy.line.map { " \($0)" } ?? ""
    let drugs =
      therapy.drugs.map(\.text) + therapy.uncertainDrugs.map { $0.map(\.text).joined(separator: "/") } + therapy.unknownDrugs
    let own = therapy.endedByDrug.sorted { $0.key < $1.key }.map { " \($0.key) −\($0.value)" }.joined()
    return "\(therapy.setting)\(line): \(drugs.joined(separator: "+")) \(therapy.outcome?.rawValue ?? "?")\(own)"
  }

  struct Course: CustomTestStringConvertible, Sendable {
    let name: String
    let resources: [String]
    let lines: [String]
    var disease = RealRecords.myeloma

    var testDescription: String { name }

    static let all: [Course] = [
      Course(
        name: "progression on therapy, then another line",
        resources: [
          given("a", "lenalidomide", "2021-01-01", "2022-01-10"), given("b", "dexamethasone", "2021-01-01", "2022-01-10"),
          status("s", "271299001", "2022-01-10"), given("c", "Велкейд", "2022-02-01", status: "active"),
        ], lines: ["induction 1: lenalidomide+dexamethasone progressed-on-therapy", "relapse 2: bortezomib ongoing"]),
      Course(
        name: "61 days after the last dose",
        resources: [given("a", "bortezomib", "2021-01-01", "2021-05-01"), status("s", "271299001", "2021-07-01")],
        lines: ["induction 1: bortezomib progressed-after-therapy"]),
      Course(
        name: "stopped for toxicity",
        resources: [given("a", "bortezomib", "2021-01-01", "2021-05-01", status: "stopped", reason: "407563006")],
        lines: ["induction 1: bortezomib stopped-toxicity"]),
      Course(
        name: "stopped for no response",
        resources: [given("a", "bortezomib", "2021-01-01", "2021-05-01", status: "stopped", reason: "266721009")],
        lines: ["induction 1: bortezomib progressed-on-therapy"]),
      Course(
        name: "stopped for money",
        resources: [given("a", "bortezomib", "2021-01-01", "2021-05-01", status: "stopped", reason: "160932005")],
        lines: ["induction 1: bortezomib ?"]),
      Course(
        name: "no end is recorded", resources: [given("a", "bortezomib", "2021-01-01"), status("s", "271299001", "2021-09-01")],
        lines: ["induction 1: bortezomib ?"]),
      Course(
        name: "a drug that ended early",
        resources: [
          given("a", "bortezomib", "2021-01-01", "2021-05-01"), given("b", "lenalidomide", "2021-01-05", "2022-05-01"),
          status("s", "271299001", "2022-05-01"),
        ], lines: ["induction 1: bortezomib+lenalidomide progressed-on-therapy bortezomib −2021-05-01"]),
      Course(
        name: "a drug nobody knows",
        resources: [
          given("a", "bortezomib", "2021-01-01", "2021-05-01"),
          given("b", "iberdomide", "2021-01-01", "2021-05-01", type: "MedicationAdministration"),
        ],
        lines: ["induction 1: bortezomib+iberdomide completed"]),
      Course(
        name: "one of two drugs of a code",
        resources: [
          given("a", "x", "2024-01-01", "2024-05-01", intent: "363676003").replacing(
            #""text":"x""#, with: #""coding":[{"system":"http://www.whocc.no/atc","code":"L01CD01"}]"#)
        ], lines: ["metastatic 1: nab-paclitaxel/paclitaxel completed"], disease: RealRecords.breast),
      Course(
        name: "curative and palliative intent",
        resources: [
          given("a", "tamoxifen", "2010-01-01", "2015-01-01", intent: "373808002"),
          given("b", "letrozole", "2024-01-01", status: "active", intent: "363676003"),
        ],
        lines: ["adjuvant: tamoxifen completed", "metastatic 1: letrozole ongoing"], disease: RealRecords.breast),
      Course(
        name: "a partner changed for toxicity",
        resources: [
          given("a", "palbociclib", "2024-01-01", "2024-04-01", status: "stopped", reason: "407563006", intent: "363676003"),
          given("b", "letrozole", "2024-01-01", status: "active", intent: "363676003"),
          given("c", "ribociclib", "2024-04-20", status: "active", intent: "363676003"),
        ],
        lines: ["metastatic 1: palbociclib+letrozole ?", "metastatic 1: ribociclib+letrozole ongoing"],
        disease: RealRecords.breast),
    ]
  }

  @Test(arguments: Course.all)
  func `Dated events come to the lines they were`(_ course: Course) throws {
    let reading = try Self.lines(course.resources, disease: course.disease)
    #expect((reading.patient.priorTherapies ?? []).map(Self.text) == course.lines)
  }

  @Test(
    arguments: [
      ("not-taken", "order"), ("entered-in-error", "order"), ("intended", "order"), ("unknown", "order"), ("", "order"),
    ])
  func `What was not given is no therapy`(_ status: String, _ intent: String) throws {
    let reading = try Self.lines([Self.given("a", "bortezomib", "2021-01-01", "2021-05-01", status: status)])
    #expect(reading.history?.isEmpty == true)
    #expect(!reading.notUnderstood.isEmpty)
  }

  @Test func `Without a statement that it is complete a history leaves the rest unknown`() throws {
    let reading = try RealRecords.read([RealRecords.myeloma, Self.given("a", "bortezomib", "2020-02-01", "2020-06-01")]).get()
    #expect(reading.history?.count == 1)
    #expect(!reading.patient.isHistoryComplete)
    #expect(reading.notices.map(\.id) == ["history-incomplete"])
  }

  @Test(
    arguments: [
      given("x", "a drug nobody knows", "2021-01-01", "2021-05-01"),
      given("x", "a drug nobody knows", "2021-01-01", status: "active"),
      given("x", "a drug nobody knows", "2021-01-01", "2021-05-01", type: "MedicationAdministration"),
      given("x", "a drug nobody knows", "2015-01-01", "2015-05-01", type: "MedicationAdministration"),
      given("x", "bortezomib", "2021-01-01", "2021-05-01", type: "MedicationDispense"),
    ])
  func `What was given and is not understood may have been any drug, whatever is said of the history`(_ resource: String) throws {
    let known = Self.given("a", "bortezomib", "2021-01-01", "2021-05-01")
    #expect(try Self.lines([known]).patient.isHistoryComplete)
    let reading = try Self.lines([known, resource])
    // Without any history nothing is known of it either.
    #expect(reading.patient.priorTherapies == nil || !reading.patient.isHistoryComplete)
    #expect(reading.notices.map(\.id) == ["history-not-understood"])
    #expect(reading.notUnderstood.flatMap(\.references).contains(try Self.reference(of: resource)))
  }

  private static func reference(of resource: String) throws -> String {
    let type = try #require(resource.split(separator: "\"").dropFirst(3).first)
    return "\(type)/x"
  }

  @Test func `Each line names the events and rules that make it`() throws {
    let reading = try Self.lines([
      Self.given("a", "bortezomib", "2021-01-01", "2021-05-01"), Self.status("s", "271299001", "2021-05-01"),
    ])
    let line = try #require(reading.history?.first)
    #expect(line.drugs.map(\.events) == [["MedicationStatement/a"]])
    #expect(line.statuses == ["Observation/s"])
    #expect(line.rules == [.frontline, .progressionOnTherapy])
  }

  @Test func `A status that is not understood leaves outcomes open`() throws {
    let reading = try Self.lines([Self.given("a", "bortezomib", "2021-01-01", "2021-05-01"), Self.status("s", "1", "2021-05-01")])
    #expect(reading.patient.priorTherapies?.map(\.outcome) == [nil])
  }
}
