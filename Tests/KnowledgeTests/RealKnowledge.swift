import Foundation
import JSON

@testable import Knowledge

/// The knowledge at the package's root.
enum RealKnowledge {
  static let directory = KnowledgeDirectory(
    path: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Resources").path)

  static func files() throws -> [KnowledgeFile] {
    try directory.files()
  }
}
