import Clinical
import Decision
import EHR
import Foundation
import JSON
import Knowledge
import Service
import Testing

extension RecordedCase: CustomTestStringConvertible {
  /// Names the record in a failure.
  public var testDescription: String { id.text }
}

@Suite struct RecordedCaseTests {
  @Test func `There are records to prove`() {
    #expect(RealRecords.recorded.count >= 5)
  }

  @Test(arguments: RealRecords.recorded, Language.allCases)
  func `A record is answered as the case it records, but for where the facts stand`(
    _ recorded: RecordedCase, _ language: Language
  ) throws {
    let engine = try RealRecords.engine.get()
    let runner = WorkedCaseRunner(engine: engine, today: try #require(recorded.asOf))
    let workedCase = try #require(engine.knowledge.cases[recorded.workedCase])
    #expect(runner.failures(of: recorded).map(\.message) == [])
    let native = try RequestReader(engine: engine, today: #require(recorded.asOf)).read(workedCase.input.value).get()
    let fromRecord = try runner.request(for: recorded).get()
    func answer(_ request: RecommendRequest) throws -> [String: Any] {
      let recommendation = try #require(engine.recommend(request.patient, context: request.context))
      var writer = JSONWriter()
      RecommendationWriter(engine: engine, language: language).write(recommendation, to: request, detail: .full, into: &writer)
      return try #require(JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any])
    }
    let (expected, found) = (try answer(native), try answer(fromRecord))
    for member in ["options", "missingInformation"] {
      #expect(try Self.text(expected[member]) == Self.text(found[member]), "\(member)")
    }
    let (before, after) = (expected["assessment"] as? [String: Any] ?? [:], found["assessment"] as? [String: Any] ?? [:])
    for member in ["summary", "nextLine", "steps", "facts", "refractoriness"] {
      #expect(try Self.text(before[member]) == Self.text(after[member]), "\(member)")
    }
  }

  /// JSON without the places of facts.
  private static func text(_ value: Any?) throws -> String {
    func stripped(_ value: Any) -> Any {
      if let object = value as? [String: Any] {
        return object.filter { !["pointer", "reference", "references", "from"].contains($0.key) }.mapValues(stripped)
      }
      if let array = value as? [Any] { return array.map(stripped) }
      return value
    }
    let data = try JSONSerialization.data(withJSONObject: ["value": stripped(value ?? "none")], options: [.sortedKeys])
    return String(decoding: data, as: UTF8.self)
  }

  /// What the native request reads as, with a record beside what is stated.
  private static func request(
    of recorded: RecordedCase, beside members: [String]
  ) throws -> Result<RecommendRequest, RequestErrors> {
    let engine = try RealRecords.engine.get()
    let context = "\"context\":{\"asOf\":\"\(try #require(recorded.asOf))\"}"
    let record = "\"record\":" + String(decoding: recorded.bundle.value.rawBytes, as: UTF8.self)
    let body = "{" + ([record, context] + members).joined(separator: ",") + "}"
    let root = try JSONDocument.parse(Array(body.utf8)).root
    return RequestReader(engine: engine, today: RealRecords.today).read(root)
  }

  @Test(arguments: RealRecords.recorded)
  func `Beside a record what is stated counts, lines of therapy among it`(_ recorded: RecordedCase) throws {
    let engine = try RealRecords.engine.get()
    let alone = try Self.request(of: recorded, beside: []).get()
    #expect(
      alone.patient.facts
        == (try WorkedCaseRunner(engine: engine, today: RealRecords.today).request(for: recorded).get().patient.facts))
    let workedCase = try #require(engine.knowledge.cases[recorded.workedCase]).input.value
    let therapies = "\"priorTherapies\":" + String(decoding: try #require(workedCase["priorTherapies"]).rawBytes, as: UTF8.self)
    let stated = try Self.request(of: recorded, beside: [therapies, "\"findings\":{\"ecog\":3}", "\"comorbidities\":[]"]).get()
    #expect(stated.record?.history == nil && stated.record?.notices.contains { $0.id.hasPrefix("history") } == false)
    #expect(
      stated.patient.priorTherapies?.map(\.provenance)
        == (workedCase["priorTherapies"]?.elementList ?? []).indices.map {
          .pointer("/priorTherapies/\($0)")
        })
    let ecog = stated.patient.facts.filter { $0.finding.text == "ecog" }
    #expect(ecog.map(\.provenance) == [.pointer("/findings/ecog")])
    #expect(stated.patient.comorbidities?.provenance == .pointer("/comorbidities"))
    let others = alone.patient.facts.filter { $0.finding.text != "ecog" }
    #expect(stated.patient.facts.filter { $0.finding.text != "ecog" } == others)
  }

  @Test(arguments: ["7", "{}", #"{"resourceType":"Patient"}"#, #"{"resourceType":"Bundle"}"#])
  func `A record that is none is an error at its place`(record: String) throws {
    let engine = try RealRecords.engine.get()
    let root = try JSONDocument.parse(Array("{\"record\":\(record)}".utf8)).root
    guard case .failure(let errors) = RequestReader(engine: engine, today: RealRecords.today).read(root) else {
      Issue.record("a case was made of nothing")
      return
    }
    #expect(errors.diagnostics.map(\.pointer) == ["/record"])
  }

  @Test(arguments: RealRecords.recorded)
  func `Every fact of a record names the resources it came from`(_ recorded: RecordedCase) throws {
    let engine = try RealRecords.engine.get()
    let request = try WorkedCaseRunner(engine: engine, today: RealRecords.today).request(for: recorded).get()
    let ids = Set(
      (recorded.bundle.value["entry"]?.elementList ?? []).compactMap { entry in
        entry["resource"].flatMap { resource in
          (resource["resourceType"]?.string).flatMap { type in resource["id"]?.string.map { "\(type)/\($0)" } }
        }
      })
    let places = request.patient.facts.map(\.provenance) + (request.patient.priorTherapies ?? []).map(\.provenance)
    for place in places + [request.patient.comorbidities?.provenance, request.patient.medications?.provenance].compactMap(\.self)
    {
      guard case .resources(let references) = place else {
        Issue.record("a pointer: \(place)")
        continue
      }
      #expect(!references.isEmpty && references.allSatisfy(ids.contains), "\(references)")
    }
  }

  @Test(arguments: RealRecords.recorded)
  func `The order of the resources changes nothing`(_ recorded: RecordedCase) throws {
    let entries = (recorded.bundle.value["entry"]?.elementList ?? []).map { String(decoding: $0.rawBytes, as: UTF8.self) }
    func bundle(_ entries: [String]) -> String { "{\"resourceType\":\"Bundle\",\"entry\":[\(entries.joined(separator: ","))]}" }
    let first = try RealRecords.read(text: bundle(entries)).get()
    let second = try RealRecords.read(text: bundle(entries.reversed())).get()
    #expect(first.patient.priorTherapies?.map(\.drugs) == second.patient.priorTherapies?.map(\.drugs))
    #expect(first.patient.priorTherapies?.map(\.outcome) == second.patient.priorTherapies?.map(\.outcome))
    for finding in first.patient.facts.map(\.finding.text) {
      #expect(first.value(finding) == second.value(finding), "\(finding)")
    }
  }
}
