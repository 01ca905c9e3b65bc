import Foundation
import JSON
import Testing

@testable import Knowledge

/// A mistake in the real knowledge: what is changed, and what the author is told.
struct AuthoringMistake: CustomTestStringConvertible {
  let name: String
  let edits: [JSONValue]
  let expected: [String]

  var testDescription: String { name }

  static func all() throws -> [AuthoringMistake] {
    let directory = try #require(Bundle.module.url(forResource: "Mistakes", withExtension: nil, subdirectory: "Data"))
    let files = try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
    return try files.sorted { $0.lastPathComponent < $1.lastPathComponent }.map { file in
      let root = try JSONDocument.parse(Array(Data(contentsOf: file))).root
      return AuthoringMistake(
        name: file.deletingPathExtension().lastPathComponent, edits: root["edits"]?.elementList ?? [],
        expected: (root["expected"]?.elementList ?? []).compactMap(\.string))
    }
  }

  /// The files of the knowledge with the mistake in them.
  func applied(to files: [KnowledgeFile]) throws -> [KnowledgeFile] {
    var files = files
    for edit in edits {
      let path = try #require(edit["file"]?.string)
      if let content = edit["content"]?.string {
        files.append(KnowledgeFile(path: path, bytes: Array(content.utf8)))
        continue
      }
      let index = try #require(files.firstIndex { $0.path == path })
      guard let old = edit["replace"]?.string else {
        files.remove(at: index)
        continue
      }
      let text = String(decoding: files[index].bytes, as: UTF8.self)
      let range = try #require(text.range(of: old), "the text to replace is not in \(path)")
      let changed = text.replacingCharacters(in: range, with: try #require(edit["with"]?.string))
      files[index] = KnowledgeFile(path: path, bytes: Array(changed.utf8))
    }
    return files
  }
}

@Suite struct AuthoringMistakeTests {
  @Test func `The knowledge itself is free of errors and warnings`() throws {
    let loaded = KnowledgeLoader.load(try RealKnowledge.files())
    #expect(loaded.diagnostics.map(\.description) == [])
    #expect(loaded.knowledge != nil)
  }

  @Test func `There are at least thirty kinds of mistake`() throws {
    #expect(try AuthoringMistake.all().count >= 30)
  }

  @Test(arguments: try AuthoringMistake.all())
  func `A mistake is answered with its place and what was probably meant`(mistake: AuthoringMistake) throws {
    let loaded = KnowledgeLoader.load(try mistake.applied(to: RealKnowledge.files()))
    #expect(loaded.diagnostics.map(\.description) == mistake.expected)
    #expect((loaded.knowledge == nil) == loaded.diagnostics.contains { $0.severity == .error })
  }

  @Test func `The order of the files changes nothing`() throws {
    let files = try RealKnowledge.files()
    let digest = KnowledgeLoader.load(files).knowledge?.digest
    #expect(KnowledgeLoader.load(files.reversed()).knowledge?.digest == digest)
  }

  @Test func `Any byte of any file changes the digest`() throws {
    let files = try RealKnowledge.files()
    let last = try #require(files.last)
    let changed =
      files.dropLast() + [
        KnowledgeFile(path: last.path, bytes: last.bytes + [UInt8(ascii: "\n")])
      ]
    #expect(KnowledgeLoader.load(Array(changed)).knowledge?.digest != KnowledgeLoader.load(files).knowledge?.digest)
  }
}
