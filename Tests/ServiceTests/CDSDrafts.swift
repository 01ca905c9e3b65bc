import Clinical
import Decision
import EHR
import JSON
import Knowledge

@testable import Service

/// Orders as a client drafts them.
enum CDSDrafts {
  static let records = RecordReader(knowledge: RealKnowledge.engine.knowledge)

  static func orders(of regimen: Regimen) -> DraftOrders {
    orders(regimen.components.map(\.drug.text))
  }

  static func orders(_ drugs: [String]) -> DraftOrders {
    let resources = drugs.enumerated().map { index, drug in
      #"{"resourceType":"MedicationRequest","id":"d\#(index)","status":"draft","intent":"order","#
        + #""subject":{"reference":"Patient/p7"},"#
        + #""medicationCodeableConcept":{"coding":[{"system":"urn:nextline:vocabulary","code":"\#(drug)"}]}}"#
    }
    return orders(resources: resources)
  }

  static func orders(resources: [String]) -> DraftOrders {
    let entries = resources.map { #"{"resource":\#($0)}"# }.joined(separator: ",")
    let bundle = #"{"resourceType":"Bundle","type":"collection","entry":[\#(entries)]}"#
    guard let drafts = try? JSONDocument.parse(Array(bundle.utf8)).root,
      let orders = try? DraftOrders(
        HookRequest(
          hook: .orderSign, hookInstance: "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", patient: "p7", encounter: nil, selections: nil,
          draftOrders: drafts, prefetch: Prefetch([])), records: records)
    else { preconditionFailure("drafts of one patient") }
    return orders
  }
}
