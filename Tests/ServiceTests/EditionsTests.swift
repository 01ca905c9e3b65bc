import Clinical
import Decision
import HTTP
import JSON
import Knowledge
import KnowledgeTests
import Testing

@testable import Service

@Suite struct EditionsTests {
  /// The sample knowledge under another version.
  private func edition(_ version: String) throws -> Edition {
    let files = try SampleKnowledge.files().map { file in
      guard file.path == "knowledge.json" else { return file }
      let text = String(decoding: file.bytes, as: UTF8.self)
      let known = try #require(text.firstMatch(of: /"version": *"([^"]*)"/))
      return KnowledgeFile(path: file.path, bytes: Array(text.replacing("\"\(known.1)\"", with: "\"\(version)\"").utf8))
    }
    let loaded = KnowledgeLoader.load(files)
    return Edition(engine: DecisionEngine(knowledge: try #require(loaded.knowledge)))
  }

  private func named(_ name: String) throws -> JSONValue {
    try JSONDocument.parse(Array(#"{"context":{"knowledge":"\#(name)"}}"#.utf8)).root
  }

  @Test func `An edition is found by its version and by its digest`() throws {
    let (old, new) = (try edition("1"), try edition("2"))
    let editions = Editions(old, mostReplaced: 1)
    #expect(editions.replace(with: new) === old)
    #expect(editions.current === new)
    #expect(editions.edition(for: try named("1")) === old)
    #expect(editions.edition(for: try named("2")) === new)
    #expect(editions.edition(for: try named(old.engine.knowledge.digest)) === old)
    #expect(editions.edition(for: try JSONDocument.parse(Array("{}".utf8)).root) === new)
    #expect(editions.versions == ["2", "1"])
  }

  @Test func `Only so many that were replaced are held, and those given at the start always`() throws {
    let pinned = try edition("0")
    let editions = Editions(try edition("1"), pinned: [pinned], mostReplaced: 2)
    for version in ["2", "3", "4"] { _ = editions.replace(with: try edition(version)) }
    #expect(editions.versions == ["4", "3", "2", "0"])
  }

  @Test func `The same knowledge loaded again takes the place of none`() throws {
    let editions = Editions(try edition("1"), mostReplaced: 1)
    for version in ["2", "2", "2"] { _ = editions.replace(with: try edition(version)) }
    #expect(editions.versions == ["2", "1"])
    _ = editions.replace(with: try edition("1"))
    #expect(editions.versions == ["1", "2"])
  }

  @Test func `A case that asks for an edition that is not held is refused with those that are`() throws {
    let body = Array(#"{"disease":"breast-cancer","context":{"knowledge":"0.9.9"}}"#.utf8)
    let request = try JSONDocument.parse(body).root
    guard case .failure(let errors) = RealKnowledge.reader.read(request) else {
      Issue.record("it is read")
      return
    }
    let error = try #require(errors.diagnostics.first)
    #expect(error.pointer == "/context/knowledge")
    #expect(error.message.contains(RealKnowledge.engine.knowledge.version))
  }
}
