import Knowledge
import Testing

@testable import Service

@Suite struct WebPageTests {
  /// A source and what is served of it.
  struct Condensation: CustomTestStringConvertible, Sendable {
    let source: String
    let served: String
    var mediaType = "text/javascript"
    var testDescription: String { source }
  }

  @Test(arguments: [
    Condensation(source: "// Why.\nlet a;\n", served: "\nlet a;\n"),
    Condensation(source: "  let a; // why\n", served: "let a; // why\n"),
    Condensation(source: "/** What. */\nf();", served: "\nf();"),
    Condensation(source: "/**\n * What.\n * @param {any} one\n */\n  f();", served: "\n\n\n\nf();"),
    Condensation(source: "a { }\n/* Why */\n  b { }", served: "a{}\n\nb{}", mediaType: "text/css"),
    Condensation(source: "const x = 'https://a';", served: "const x = 'https://a';"),
    Condensation(source: "", served: ""),
  ])
  func `Comments and indentation are left out and lines keep their numbers`(_ condensation: Condensation) {
    #expect(served(condensation) == condensation.served)
  }

  @Test(arguments: [
    Condensation(source: "const f = async (a, b) => { g(a ?? b); };", served: "const f=async(a,b)=>{g(a??b);};"),
    Condensation(source: "if (a && !b) return [a, 'x , y', b];", served: "if(a&&!b)return[a,'x , y',b];"),
    Condensation(source: "a + +b - -c in d", served: "a + +b - -c in d"),
    Condensation(source: "f(`a = ${b}`, c);", served: "f(`a = ${b}`, c);"),
    Condensation(source: "f(/ = /, 'a', 'it\\'s , so');", served: "f(/ = /, 'a', 'it\\'s , so');"),
    Condensation(source: "a = b ? .5 : 1;", served: "a = b ? .5 : 1;"),
    Condensation(source: "f(\"it's , so\");", served: "f(\"it's , so\");"),
    Condensation(
      source: "a :hover > b { margin: 0 auto; width: calc(1rem + 2px); }",
      served: "a :hover > b{margin:0 auto;width:calc(1rem + 2px);}", mediaType: "text/css"),
    Condensation(
      source: "a::after { content: \" : { \"; font: 1rem a, b; }", served: "a::after{content:\" : { \";font:1rem a,b;}",
      mediaType: "text/css"),
    Condensation(source: "@media (max-width: 40rem) {", served: "@media (max-width:40rem){", mediaType: "text/css"),
  ])
  func `Spaces that say nothing are left out, those of texts are kept`(_ condensation: Condensation) {
    #expect(served(condensation) == condensation.served)
  }

  private func served(_ condensation: Condensation) -> String {
    String(decoding: WebPage.condensed(Array(condensation.source.utf8), as: condensation.mediaType), as: UTF8.self)
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
