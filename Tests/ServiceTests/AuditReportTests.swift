import Knowledge
import KnowledgeTests
import Service
import Testing

@Suite struct AuditReportTests {
  private static func lines(_ language: Language) throws -> [String] {
    let audit = KnowledgeAudit(try SampleKnowledge.knowledge(), files: try SampleKnowledge.files())
    return AuditReport(audit, in: language).text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func `The least certain come first, in full`() throws {
    let lines = try Self.lines(.en)
    let headings = lines.filter { !$0.hasPrefix(" ") && $0.contains(": ") }.map { String($0.prefix { $0 != ":" }) }
    #expect(headings == ["recalled", "seed-only", "secondary"])
    #expect(lines.contains { $0.contains("/endpoints/1/values/0") && $0.contains("41–52%") && $0.contains("seed-example") })
  }

  @Test func `The confirmed are counted, not listed`() throws {
    let lines = try Self.lines(.en)
    #expect(!lines.contains { $0.contains("/endpoints/0/values/0") })
    let results = try #require(lines.first { $0.hasPrefix("results of trials") })
    #expect(results.split(separator: " ").suffix(7) == ["0", "1", "0", "0", "0", "3", "4"])
  }

  @Test func `Numbers of a table stand under each other`() throws {
    let lines = try Self.lines(.ru)
    let start = try #require(lines.firstIndex { $0.hasPrefix("проверено") })
    let table = lines[start...].prefix { !$0.isEmpty }
    #expect(table.count == ArithmeticCheck.allCases.count + 1)
    #expect(Set(table.map(\.count)).count == 1)
  }

  @Test func `In Russian numbers have a comma and units their names`() throws {
    let patch = SampleKnowledge.Patch(
      file: "trials/example-1.json", replace: #""unit": "months", "confidence": "confirmed""#,
      with: #""unit": "months", "confidence": "recalled""#)
    let audit = KnowledgeAudit(try SampleKnowledge.knowledge([patch]), files: try SampleKnowledge.files([patch]))
    #expect(AuditReport(audit, in: .ru).text().contains("18,5 мес"))
  }
}
