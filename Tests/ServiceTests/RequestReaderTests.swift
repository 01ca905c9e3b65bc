import Clinical
import Foundation
import JSON
import Knowledge
import Testing

@testable import Service

@Suite struct RequestReaderTests {
  /// A body, and all that is wrong with it or how it reads.
  struct RequestFile: CustomTestStringConvertible, Sendable {
    let url: URL

    var testDescription: String { url.deletingPathExtension().lastPathComponent }

    static let all: [RequestFile] = {
      let folder = Bundle.module.url(forResource: "Data/Requests", withExtension: nil)
      let urls = folder.flatMap { try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil) } ?? []
      return urls.sorted { $0.path < $1.path }.map { RequestFile(url: $0) }
    }()
  }

  /// What the answer to a request says is wrong.
  struct Expected: Decodable, Equatable, CustomStringConvertible {
    let pointer: String
    let detail: String
    let suggestion: String?

    var description: String { "\(pointer): \(detail)" + (suggestion.map { "; did you mean `\($0)`?" } ?? "") }
  }

  /// How an accepted request reads; what is left out is not compared.
  struct Reading: Decodable {
    let facts: [String]?
    let comorbidities: [String]?
    let medications: [String]?
    let therapies: [String]?
    let candidates: [String]?
    let notConsidered: [String]?
  }

  private struct Golden: Decodable {
    let text: String?
    let errors: [Expected]
    let reads: Reading?
  }

  @Test(arguments: RequestFile.all)
  func `A request reads as expected, or all that is wrong with it is said`(_ file: RequestFile) throws {
    let data = try Data(contentsOf: file.url)
    let golden = try JSONDecoder().decode(Golden.self, from: data)
    let root = try JSONDocument.parse(Array(data)).root
    let body = try golden.text.map { Array($0.utf8) } ?? Array(#require(root["body"]).rawBytes)
    switch Self.read(body, try RequestReader(engine: SampleService.engine.get(), today: SampleService.today)) {
    case .failure(let errors):
      let found = errors.diagnostics.map { Expected(pointer: $0.pointer, detail: $0.message, suggestion: $0.suggestion) }
      #expect(found == golden.errors)
    case .success(let request):
      #expect(golden.errors.isEmpty)
      compare(request, try #require(golden.reads), nulls: root["reads"]?.members.filter(\.value.isNull).map(\.name) ?? [])
    }
  }

  @Test func `A finding is known by its bytes, not by what Unicode takes for equal`() throws {
    let body = "{\"disease\":\"breast-cancer\",\"findings\":{\"PI\u{212A}3CA\":\"mutated\",\"PIK3CA\":\"wild-type\"}}"
    guard case .failure(let errors) = Self.read(Array(body.utf8), RealKnowledge.reader) else {
      Issue.record("one finding was stated twice")
      return
    }
    #expect(errors.diagnostics.map(\.suggestion) == ["PIK3CA"])
  }

  @Test(arguments: ["findings", "comorbidities", "priorTherapies"])
  func `Of thousands of mistakes the first hundred are told, at once`(member: String) throws {
    let mistakes = (0..<15_000).map { member == "findings" ? "\"unknown\($0)\":1" : "\"unknown\($0)\"" }.joined(separator: ",")
    let list = member == "findings" ? "{\(mistakes)}" : "[\(mistakes)]"
    let root = try JSONDocument.parse(Array("{\"disease\":\"breast-cancer\",\"\(member)\":\(list)}".utf8)).root
    let reader = RealKnowledge.reader
    var errors = 0
    let duration = ContinuousClock().measure {
      if case .failure(let found) = reader.read(root) { errors = found.diagnostics.count }
    }
    #expect(errors == 101)
    #expect(duration < .seconds(20))
  }

  @Test func `Every kind of request is tried`() {
    #expect(RequestFile.all.count >= 125)
  }

  private static func read(_ body: [UInt8], _ reader: RequestReader) -> Result<RecommendRequest, RequestErrors> {
    do {
      return reader.read(try JSONDocument.parse(body).root)
    } catch {
      return .failure(RequestErrors(diagnostics: error.errors.map { Diagnostic($0, file: "") }))
    }
  }

  private func compare(_ request: RecommendRequest, _ reading: Reading, nulls: [String]) {
    let patient = request.patient
    if let facts = reading.facts { #expect(patient.facts.map(Self.text) == facts) }
    if let ids = reading.comorbidities { #expect(patient.comorbidities?.roster.members.map(\.text) == ids) }
    if let ids = reading.medications { #expect(patient.medications?.roster.members.map(\.text) == ids) }
    if let therapies = reading.therapies { #expect(patient.priorTherapies?.map(Self.text) == therapies) }
    if let candidates = reading.candidates { #expect(request.context.candidates?.map(\.text) == candidates) }
    if let names = reading.notConsidered { #expect(request.unknownDrugs.map { "\($0.name) \($0.place.texts[0])" } == names) }
    if nulls.contains("comorbidities") { #expect(patient.comorbidities == nil) }
    if nulls.contains("medications") { #expect(patient.medications == nil) }
    if nulls.contains("therapies") { #expect(patient.priorTherapies == nil) }
  }

  private static func text(_ fact: Fact) -> String {
    switch fact.value {
    case .flag(let flag): "\(fact.finding) \(flag)"
    case .code(let code): "\(fact.finding) \(code)"
    case .codes(let roster): "\(fact.finding) \(roster.members.map(\.text).joined(separator: ", "))"
    case .number(let bounds): "\(fact.finding) \(bounds.exact?.description ?? "?")"
    }
  }

  private static func text(_ therapy: PriorTherapy) -> String {
    let certain = therapy.drugs.map(\.text).joined(separator: ", ")
    let uncertain = therapy.uncertainDrugs.map { $0.map(\.text).joined(separator: " or ") }
    return "\(therapy.setting) \(([certain] + uncertain).joined(separator: " + "))"
  }
}
