import Clinical
import Foundation
import Knowledge
import Testing

@Suite struct KnowledgeDirectoryTests {
  /// A directory of its own, gone with the test.
  private final class Scratch {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

    init(_ files: [String: [UInt8]]) throws {
      for (name, bytes) in files {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  @Test func `Every file is read, in the order of names, with its bytes`() throws {
    let long = [UInt8](repeating: 7, count: 200_000)
    let scratch = try Scratch(["knowledge.json": [1, 2], "drugs/b.json": [], "drugs/a.json": long, "strange/x.txt": [3]])
    let files = try KnowledgeDirectory(path: scratch.path).files()
    #expect(files.map(\.path) == ["drugs/a.json", "drugs/b.json", "knowledge.json", "strange/x.txt"])
    #expect(files.map(\.bytes) == [long, [], [1, 2], [3]])
  }

  @Test func `Schemas, the web page, files for operations and hidden files are no knowledge`() throws {
    let scratch = try Scratch([
      "operations/a.yaml": [], "schema/a.json": [], "web/a.html": [], ".git/a": [], "drugs/.a.json.swp": [], "knowledge.json": [],
    ])
    #expect(try KnowledgeDirectory(path: scratch.path).files().map(\.path) == ["knowledge.json"])
  }

  @Test func `A directory that is not there is an error that names it`() throws {
    let path = "/nonexistent-\(UUID().uuidString)"
    let error = #expect(throws: KnowledgeDirectory.ReadError.self) { try KnowledgeDirectory(path: path).files() }
    #expect(error?.description == "cannot read `\(path)`: No such file or directory")
  }

  @Test func `A folder within a folder is an error that names it`() throws {
    let scratch = try Scratch(["drugs/more/a.json": []])
    let error = #expect(throws: KnowledgeDirectory.ReadError.self) { try KnowledgeDirectory(path: scratch.path).files() }
    #expect(error?.description.hasPrefix("cannot read `\(scratch.path)/drugs/more`: ") == true)
  }

  @Test func `A regimen is added without Swift`() throws {
    let regimen = try #require(try SampleKnowledge.files().first { $0.path == "regimens/gamma-weekly.json" })
    let added = String(decoding: regimen.bytes, as: UTF8.self).replacingOccurrences(of: "gamma-weekly", with: "gamma-daily")
      .replacingOccurrences(of: "Weekly gammataxel", with: "Daily gammataxel")
      .replacingOccurrences(of: "Гамматаксел еженедельно", with: "Гамматаксел ежедневно")
    let listed = SampleKnowledge.Patch(
      file: "pathways/example-pathway.json", replace: #""preferred": ["gamma-weekly"]"#,
      with: #""preferred": ["gamma-weekly", "gamma-daily"]"#)
    let files = try SampleKnowledge.files([.init(file: "regimens/gamma-daily.json", add: added), listed])
    let scratch = try Scratch(Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.bytes) }))
    let loaded = KnowledgeLoader.load(try KnowledgeDirectory(path: scratch.path).files())
    #expect(loaded.diagnostics.isEmpty)
    #expect(loaded.knowledge?.regimens[.init("gamma-daily")]?.name.en == "Daily gammataxel")
  }
}
