import Clinical
import JSON
import Knowledge
import Testing

@testable import Service

/// A change to a call that is right, and the places of what is wrong then.
struct CDSMistake: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let service: HookService
  let body: String
  let pointers: [String]

  init(_ name: String, _ service: HookService, _ body: String, _ pointers: String...) {
    (testDescription, self.service, self.body, self.pointers) = (name, service, body, pointers)
  }

  init(_ name: String, _ body: String, _ pointers: String...) {
    (testDescription, service, self.body, self.pointers) = (name, .nextLine, body, pointers)
  }
}

@Suite struct CDSRequestTests {
  private static let uuid = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"

  private static func call(
    hook: String = #""patient-view""#, context: String = #"{"userId":"Practitioner/1","patientId":"p"}"#, rest: String = ""
  ) -> String {
    #"{"hook":\#(hook),"hookInstance":"\#(uuid)","context":\#(context)\#(rest)}"#
  }

  private static func read(_ body: String, _ service: HookService = .nextLine) throws -> Result<HookRequest, RequestErrors> {
    HookRequestReader(service: service).read(try JSONDocument.parse(Array(body.utf8)).root)
  }

  private static let drafts = #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","id":"a"}}]}"#

  private static func orders(_ more: String) -> String { #"{"userId":"Practitioner/1","patientId":"p"\#(more)}"# }

  @Test(arguments: [
    CDSMistake("no object", "[]", ""),
    CDSMistake("nothing", "{}", "/context", "/hook", "/hookInstance"),
    CDSMistake("another hook", call(hook: #""order-sign""#), "/hook"),
    CDSMistake("no hook of any", call(hook: #""patient-veiw""#), "/hook"),
    CDSMistake("a hook that is a number", call(hook: "7"), "/hook"),
    CDSMistake(
      "no UUID", #"{"hook":"patient-view","hookInstance":"7","context":{"userId":"Patient/1","patientId":"p"}}"#, "/hookInstance"),
    CDSMistake("an empty context", call(context: "{}"), "/context/patientId", "/context/userId"),
    CDSMistake("a list as context", call(context: "[]"), "/context"),
    CDSMistake("a user that is a drug", call(context: #"{"userId":"Medication/1","patientId":"p"}"#), "/context/userId"),
    CDSMistake("a path as patient", call(context: #"{"userId":"Patient/1","patientId":"../p"}"#), "/context/patientId"),
    CDSMistake("a prefetch that is a list", call(rest: #","prefetch":[]"#), "/prefetch"),
    CDSMistake(
      "a number as prefetch", call(rest: #","prefetch":{"patient":7,"labs":{}}"#), "/prefetch/patient", "/prefetch/labs"),
    CDSMistake(
      "an authorization without its parts", call(rest: #","fhirAuthorization":{"access_token":"s","token_type":"Basic"}"#),
      "/fhirServer", "/fhirAuthorization/expires_in", "/fhirAuthorization/scope", "/fhirAuthorization/subject",
      "/fhirAuthorization/token_type"),
    CDSMistake("no drafts", .orderCheck, call(hook: #""order-sign""#), "/context/draftOrders"),
    CDSMistake(
      "no selections", .orderCheck, call(hook: #""order-select""#, context: orders(#","draftOrders":\#(drafts)"#)),
      "/context/selections"),
    CDSMistake(
      "empty selections", .orderCheck,
      call(hook: #""order-select""#, context: orders(#","selections":[],"draftOrders":\#(drafts)"#)), "/context/selections"),
    CDSMistake(
      "a selection that is not drafted", .orderCheck,
      call(hook: #""order-select""#, context: orders(#","selections":["MedicationRequest/b"],"draftOrders":\#(drafts)"#)),
      "/context/selections/0"),
    CDSMistake(
      "drafts that are no Bundle", .orderCheck,
      call(hook: #""order-sign""#, context: orders(#","draftOrders":{"resourceType":"List"}"#)), "/context/draftOrders"),
    CDSMistake(
      "an entry of nothing", .orderCheck,
      call(hook: #""order-sign""#, context: orders(#","draftOrders":{"resourceType":"Bundle","entry":[{}]}"#)),
      "/context/draftOrders/entry/0"),
  ])
  func `A mistake is told by its place`(mistake: CDSMistake) throws {
    guard case .failure(let errors) = try Self.read(mistake.body, mistake.service) else {
      Issue.record("the call was understood")
      return
    }
    #expect(Set(errors.diagnostics.map(\.pointer)) == Set(mistake.pointers))
  }

  @Test func `No error repeats what authorizes`() throws {
    let body = Self.call(rest: #","fhirAuthorization":{"access_token":"planted","token_type":"planted","scope":7,"subject":[]}"#)
    guard case .failure(let errors) = try Self.read(body) else {
      Issue.record("the call was understood")
      return
    }
    #expect(!errors.diagnostics.contains { $0.message.contains("planted") })
  }

  @Test func `Members that the specification does not define are left alone`() throws {
    let body = Self.call(rest: #","extension":{"a":null},"user":"x","prefetch":{"patient":null}"#)
    _ = try Self.read(body).get()
  }

  @Test func `A prefetch is in one of four states`() throws {
    let request = try Self.read(
      Self.call(
        rest: #"""
          ,"prefetch":{"patient":{"resourceType":"Patient"},"conditions":null,"labs":{"resourceType":"OperationOutcome"},
          "ecog":{"resourceType":"Bundle","link":[{"relation":"self"},{"relation":"next","url":"x"}]}}
          """#)
    ).get()
    #expect(request.prefetch.missing(of: ["patient", "conditions", "labs", "ecog", "lists"]) == ["labs", "lists"])
    #expect(request.prefetch.firstPages == ["ecog"])
    #expect(request.prefetch.values.count == 2)
  }

  @Test func `Orders that are done with or forbid are no drafts`() {
    func order(_ more: String) -> String {
      #"{"resourceType":"MedicationRequest","id":"a",\#(more)"medicationCodeableConcept":{"text":"lenalidomide"}}"#
    }
    let statuses = ["cancelled", "stopped", "entered-in-error"].map { order(#""status":"\#($0)","#) }
    #expect(CDSDrafts.orders(resources: statuses + [order(#""doNotPerform":true,"#)]).drugs.isEmpty)
    #expect(CDSDrafts.orders(resources: [order(#""status":"draft","#)]).drugs.map(\.drugs) == [[.init("lenalidomide")]])
  }

  @Test func `A drug with an order for each day is one drug`() {
    let orders = CDSDrafts.orders(["paclitaxel", "carfilzomib", "paclitaxel"])
    #expect(orders.drugs.map(\.references) == [["MedicationRequest/d0", "MedicationRequest/d2"], ["MedicationRequest/d1"]])
  }

  @Test func `What the ATC puts outside group L is not reported as unknown`() {
    func order(_ atc: String) -> String {
      #"{"resourceType":"MedicationRequest","id":"a","medicationCodeableConcept":{"coding":[{"system":"http://www.whocc.no/atc","code":"\#(atc)","display":"unheard of"}]}}"#
    }
    #expect(CDSDrafts.orders(resources: [order("N02BE01")]).unknown.isEmpty)
    #expect(CDSDrafts.orders(resources: [order("L01XX99")]).unknown == ["unheard of"])
  }
}
