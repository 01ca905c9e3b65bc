import Foundation
import Knowledge
import Testing

@Suite struct AuthoringMistakeTests {
  /// A change to the sample that is a mistake, and all that is said of it.
  struct Mistake: Decodable, Sendable {
    let patch: [SampleKnowledge.Patch]
    let expected: [String]
  }

  /// A file of `Data/Mistakes`.
  struct MistakeFile: CustomTestStringConvertible, Sendable {
    let url: URL

    var testDescription: String { url.deletingPathExtension().lastPathComponent }

    static let all: [MistakeFile] = {
      let folder = Bundle.module.url(forResource: "Data/Mistakes", withExtension: nil)
      let urls = folder.flatMap { try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil) } ?? []
      return urls.sorted { $0.path < $1.path }.map { MistakeFile(url: $0) }
    }()
  }

  @Test(arguments: MistakeFile.all)
  func `A mistake is reported where it is, with what was probably meant`(_ file: MistakeFile) throws {
    let mistake = try JSONDecoder().decode(Mistake.self, from: Data(contentsOf: file.url))
    let files = try SampleKnowledge.files(mistake.patch)
    let loaded = KnowledgeLoader.load(files)
    let audited = loaded.knowledge.map { KnowledgeAudit($0, files: files).diagnostics } ?? []
    #expect((loaded.diagnostics + audited).sorted(by: Diagnostic.precedes).map(\.description) == mistake.expected)
    #expect((loaded.knowledge == nil) == loaded.diagnostics.contains { $0.severity == .error })
  }

  @Test(arguments: MistakeFile.all)
  func `Worked cases that are read late are found as wrong as those that are read at once`(_ file: MistakeFile) throws {
    let mistake = try JSONDecoder().decode(Mistake.self, from: Data(contentsOf: file.url))
    let files = try SampleKnowledge.files(mistake.patch)
    let loaded = KnowledgeLoader.load(files, workedCases: .later)
    // Where the rest has an error there is no knowledge to ask for them.
    guard let knowledge = loaded.knowledge else { return }
    let late = knowledge.workedCaseDiagnostics
    #expect((loaded.diagnostics + late).sorted(by: Diagnostic.precedes) == KnowledgeLoader.load(files).diagnostics)
    #expect(late.allSatisfy { $0.file.hasPrefix("cases/") })
  }

  @Test func `Every kind of mistake is tried`() {
    #expect(MistakeFile.all.count >= 220)
  }
}
