import Knowledge
import Testing

@testable import Service

@Suite struct WebPageTests {
  /// A source and what is served of it.
  struct Condensation: CustomTestStringConvertible, Sendable {
    let source: String
    let served: String
    var testDescription: String { source }
  }

  @Test(arguments: [
    Condensation(source: "// Why.\nlet a;\n", served: "\nlet a;\n"),
    Condensation(source: "  let a; // why\n", served: "let a; // why\n"),
    Condensation(source: "/** What. */\nf();", served: "\nf();"),
    Condensation(source: "/**\n * What.\n * @param {any} one\n */\n  f();", served: "\n\n\n\nf();"),
    Condensation(source: "a { }\n/* Why */\n  b { }", served: "a { }\n\nb { }"),
    Condensation(source: "const x = 'https://a';", served: "const x = 'https://a';"),
    Condensation(source: "", served: ""),
  ])
  func `Comments and indentation are left out and lines keep their numbers`(_ condensation: Condensation) {
    let served = String(decoding: WebPage.condensed(Array(condensation.source.utf8)), as: UTF8.self)
    #expect(served == condensation.served)
  }

  @Test func `Modules are found through what they import, each once`() {
    let files = [
      "a.js":
        "// import './x.js'\nimport { b } from './b.js';\nimport { c } from './c.js';\nconst later = () => import('./d.js');",
      "b.js": "import { c } from './c.js';\nimport { a } from './a.js';", "c.js": "export const c = 1;", "d.js": "", "x.js": "",
    ].mapValues { Array($0.utf8) }
    #expect(WebPage.modules(neededBy: ["a.js"], in: files) == ["a.js", "b.js", "c.js"])
    #expect(WebPage.modules(neededBy: ["d.js", "gone.js"], in: files) == ["d.js"])
  }

  @Test func `The page loads its modules and no view that is not shown first`() throws {
    let page = try WebPage(at: RealKnowledge.directory.path + "/web")
    #expect(page.assets["main.js"]?.mediaType == "text/javascript")
    #expect(page.assets["base.css"]?.mediaType == "text/css")
    #expect(page.assets["icon.svg"]?.mediaType == "image/svg+xml")
  }
}
