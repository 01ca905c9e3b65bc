import Foundation
package import Knowledge

/// The small knowledge about an invented disease that the tests read, and changes to it.
package enum SampleKnowledge {
  /// A change to one file.
  package struct Patch: Decodable, Sendable {
    package let file: String
    /// A text that stands in the file once, and what is put in its place.
    package var replace: String?
    package var with: String?
    /// The content of a new file.
    package var add: String?
    package var remove: Bool?

    package init(file: String, replace: String, with: String) {
      self.file = file
      self.replace = replace
      self.with = with
    }

    package init(file: String, add: String) {
      self.file = file
      self.add = add
    }
  }

  /// Test data that does not fit.
  package struct PatchError: Error {
    let file: String
    let reason: String

    package init(file: String, reason: String) {
      self.file = file
      self.reason = reason
    }
  }

  package static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Data/Sample"

  /// The knowledge of the package's users; `nil` before there is any.
  package static let realDirectory: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appendingPathComponent("Resources").path
    return KnowledgeDirectory.isDirectory(path) ? path : nil
  }()

  package static func files(_ patches: [Patch] = []) throws -> [KnowledgeFile] {
    var files = try KnowledgeDirectory(path: directory).files()
    for patch in patches { try apply(patch, to: &files) }
    return files
  }

  /// The sample with changes that leave it free of errors.
  package static func knowledge(_ patches: [Patch] = []) throws -> KnowledgeBase {
    try loaded(files(patches))
  }

  package static func realKnowledge() throws -> KnowledgeBase? {
    try realDirectory.map { try loaded(KnowledgeDirectory(path: $0).files()) }
  }

  private static func loaded(_ files: [KnowledgeFile]) throws -> KnowledgeBase {
    let loaded = KnowledgeLoader.load(files)
    guard let knowledge = loaded.knowledge else {
      throw PatchError(file: "", reason: loaded.diagnostics.map(\.description).joined(separator: "\n"))
    }
    return knowledge
  }

  private static func apply(_ patch: Patch, to files: inout [KnowledgeFile]) throws {
    let index = files.firstIndex { $0.path == patch.file }
    if let content = patch.add {
      files.append(KnowledgeFile(path: patch.file, bytes: Array(content.utf8)))
      return
    }
    guard let index else { throw PatchError(file: patch.file, reason: "no such file") }
    if patch.remove == true {
      files.remove(at: index)
      return
    }
    let text = String(decoding: files[index].bytes, as: UTF8.self)
    guard let old = patch.replace, let new = patch.with, text.components(separatedBy: old).count == 2 else {
      throw PatchError(file: patch.file, reason: "`\(patch.replace ?? "")` does not stand there once")
    }
    files[index] = KnowledgeFile(path: patch.file, bytes: Array(text.replacingOccurrences(of: old, with: new).utf8))
  }
}
