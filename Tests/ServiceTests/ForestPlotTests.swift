import Clinical
import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

import Knowledge
import Testing

@testable import Decision
@testable import Service

@Suite struct ForestPlotTests {
  private func plot(_ language: Language = .en, _ change: (inout ForestQuery) -> Void = { _ in }) throws -> String {
    var query = ForestQuery()
    change(&query)
    return ForestPlot(query, in: try SampleService.engine.get().knowledge, language).svg()
  }

  /// Words that a plot of the sample must hold.
  struct Words: CustomTestStringConvertible, Sendable {
    let language: Language
    let words: [String]
    var testDescription: String { language.rawValue }
  }

  @Test(arguments: [
    Words(
      language: .en,
      words: [
        "Hazard ratios, PFS", "EXAMPLE-1", "phase 3 · n 300", "0.45 (0.38–0.54)", "Not head-to-head", "Randomised trials",
        ">0.5<",
      ]),
    Words(
      language: .ru,
      words: [
        "Отношения рисков, ВБП", "EXAMPLE-1", "фаза 3 · n 300", "0,45 (0,38–0,54)", "Не прямое сравнение",
        "Рандомизированные исследования", ">0,5<",
      ]),
  ])
  func `A line says its trial, size and ratio in the language`(_ expected: Words) throws {
    for layout in ForestQuery.Layout.allCases {
      let svg = try plot(expected.language) { $0.layout = layout }
      for words in expected.words { #expect(svg.contains(words), "\(layout): \(words)") }
    }
  }

  @Test func `The picture has a title and a description that it is labelled by`() throws {
    let svg = try plot { $0.disease = DiseaseID("example-disease") }
    #expect(svg.contains("aria-labelledby=\"fp-title fp-desc\""))
    #expect(
      svg.contains("<title id=\"fp-title\">Hazard ratios, PFS. Example disease</title><desc id=\"fp-desc\">Not head-to-head"))
    #expect(svg.contains("<a href=\"/#/trials/example-1\">"))
  }

  @Test func `A filter leaves lines out, and no line is said in words`() throws {
    #expect(try plot { $0.regimen = RegimenID("epsi-alone") }.contains("EXAMPLE-1"))
    let svg = try plot { $0.endpoint = "OS" }
    #expect(!svg.contains("EXAMPLE-1"))
    #expect(svg.contains("No trial in the knowledge base gives a hazard ratio for this."))
    #expect(!svg.contains("Not head-to-head"))
  }

  @Test(arguments: Language.allCases, ForestQuery.Layout.allCases)
  func `Every plot of the knowledge is well-formed and free of styles and scripts`(
    language: Language, layout: ForestQuery.Layout
  ) throws {
    let knowledge = RealKnowledge.engine.knowledge
    for measure in ForestRow.measures(in: knowledge) {
      let svg = ForestPlot(
        ForestQuery(endpoint: measure, hasSubgroups: true, layout: layout), in: knowledge, language
      ).svg()
      #expect(XMLParser(data: Data(svg.utf8)).parse(), "\(measure)")
      #expect(!svg.contains("<script") && !svg.contains("style=") && !svg.contains("nan") && !svg.contains("inf\""))
    }
  }

  @Test func `Lines stand by the ratio, those of randomised trials first, each trial once unless its subgroups are asked for`() {
    let knowledge = RealKnowledge.engine.knowledge
    for disease in knowledge.diseases.entries {
      let rows = ForestRow.rows(for: ForestQuery(disease: disease.id), in: knowledge, .en)
      let groups = rows.split { $0.heading != rows.first?.heading }
      #expect(groups.allSatisfy { group in group.map(\.estimate) == group.map(\.estimate).sorted() })
      #expect(rows.first?.heading == "Randomised trials")
      #expect(Set(rows.map(\.trial)).count == rows.count)
      let all = ForestRow.rows(for: ForestQuery(disease: disease.id, hasSubgroups: true), in: knowledge, .en)
      #expect(all.count > rows.count)
    }
  }

  @Test func `Halving and doubling are equally far on the axis`() {
    let axis = LogarithmicAxis(showing: [0.5], from: 0, to: 100)
    #expect(axis.ticks.map(\.description) == ["0.3", "0.5", "0.7", "1", "1.5", "2"])
    #expect(abs(axis.place(of: 1) - axis.place(of: 0.5) - (axis.place(of: 2) - axis.place(of: 1))) < 1e-9)
    #expect(axis.place(of: 2) == 100)
  }

  @Test func `What lies beyond the widest axis stands at its end`() {
    let axis = LogarithmicAxis(showing: [0.01, 40], from: 0, to: 100)
    #expect(axis.ticks.first?.description == "0.1")
    #expect(axis.ticks.last?.whole == 10)
    #expect(axis.place(of: 0.01) == 0)
    #expect(axis.place(of: 40) == 100)
    #expect(axis.isBelow(0.01) && axis.isAbove(40) && !axis.isBelow(0.1) && !axis.isAbove(10))
  }

  @Test(arguments: [("<script>&\"", "&lt;script&gt;&amp;&quot;"), ("a\u{0}\nb", "a  b"), ("ё – ≥ 3", "ё – ≥ 3")])
  func `Text cannot end what it stands in`(text: String, escaped: String) {
    #expect(SVGWriter.escaped(text) == escaped)
  }

  @Test(arguments: [(1.04, "1"), (1.05, "1.1"), (-0.26, "-0.3"), (12, "12"), (99.96, "100")])
  func `A coordinate has one digit after the point at most`(value: Double, text: String) {
    #expect(coordinate(value) == text)
  }
}
