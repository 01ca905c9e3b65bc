import Clinical
import Knowledge
import Testing

@Suite struct SampleTests {
  @Test func `The sample loads without a word`() throws {
    let loaded = KnowledgeLoader.load(try SampleKnowledge.files())
    #expect(loaded.diagnostics.isEmpty)
    #expect(loaded.knowledge != nil)
  }

  @Test func `Knowledge is what its files say`() throws {
    let knowledge = try SampleKnowledge.knowledge()
    #expect(knowledge.version == "0.1.0")
    #expect(knowledge.evidenceThrough.description == "2026-06-30")
    #expect(knowledge.diseases.entries.map(\.id.text) == ["example-disease", "other-disease"])
    #expect(knowledge.regimens[.init("beta-alpha")]?.components.map(\.drug.text) == ["betaciclib", "alphazole"])
    #expect(knowledge.pathways[.init("example-pathway")]?.steps.map(\.id) == ["urgent", "mutated", "endocrine", "later"])
    #expect(knowledge.trials[.init("example-1")]?.endpoint("pfs-final")?.values.count == 2)
  }

  @Test func `A class holds the drugs of the classes within it`() throws {
    let knowledge = try SampleKnowledge.knowledge()
    #expect(knowledge.drugs(of: .init("ai")) == [.init("alphazole"), .init("epsimestane")])
    #expect(knowledge.drugs(of: .init("endocrine")) == knowledge.drugs(of: .init("ai")))
    #expect(knowledge.drugs(of: .init("steroidal-ai")) == [.init("epsimestane")])
  }

  @Test func `The digest does not depend on the order of files`() throws {
    let files = try SampleKnowledge.files()
    let digest = try #require(KnowledgeLoader.load(files).knowledge?.digest)
    #expect(digest.count == 64)
    for shuffled in [files.reversed(), files.sorted { $0.bytes.count < $1.bytes.count }] {
      #expect(KnowledgeLoader.load(shuffled).knowledge?.digest == digest)
    }
  }

  @Test func `The digest changes with any byte, even one without meaning`() throws {
    let files = try SampleKnowledge.files()
    var digests: Set<String> = [try #require(KnowledgeLoader.load(files).knowledge?.digest)]
    for index in files.indices {
      var changed = files
      changed[index] = KnowledgeFile(path: files[index].path, bytes: files[index].bytes + [UInt8(ascii: "\n")])
      digests.insert(try #require(KnowledgeLoader.load(changed).knowledge?.digest))
    }
    #expect(digests.count == files.count + 1)
  }

  @Test func `Diagnostics do not depend on the order of files`() throws {
    let patch = SampleKnowledge.Patch(file: "drugs/etamib.json", replace: "targeted", with: "targetted")
    let other = SampleKnowledge.Patch(file: "knowledge.json", replace: "0.1.0", with: " ")
    let files = try SampleKnowledge.files([patch, other])
    let diagnostics = KnowledgeLoader.load(files).diagnostics
    #expect(diagnostics.map(\.file) == ["drugs/etamib.json", "knowledge.json"])
    #expect(KnowledgeLoader.load(files.reversed()).diagnostics == diagnostics)
  }
}
