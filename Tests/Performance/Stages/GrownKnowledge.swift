import Foundation
import Knowledge

/// Knowledge with copies of its regimens and trials under new ids, to see how work grows.
enum GrownKnowledge {
  /// `times` as many regimens and trials; copies stand in the steps of their originals when `listed`.
  static func files(_ files: [KnowledgeFile], times: Int, listed: Bool) throws -> [KnowledgeFile] {
    try files.flatMap { file -> [KnowledgeFile] in
      let folder = file.path.prefix { $0 != "/" }
      guard folder == "regimens" || folder == "trials" else {
        return [listed && folder == "pathways" ? try pathway(file, times: times) : file]
      }
      return [file] + (try (1..<times).map { try copy(of: file, in: String(folder), number: $0) })
    }
  }

  private static func copy(of file: KnowledgeFile, in folder: String, number: Int) throws -> KnowledgeFile {
    var entry = try object(file)
    let id = name(entry["id"] as? String ?? "", number)
    entry["id"] = id
    entry["synonyms"] = (entry["synonyms"] as? [String])?.map { name($0, number) }
    for member in ["name", "title"] {
      if let texts = entry[member] as? [String: String] {
        entry[member] = texts.mapValues { name($0, number) }
      } else if let text = entry[member] as? String {
        entry[member] = name(text, number)
      }
    }
    return KnowledgeFile(path: "\(folder)/\(id).json", bytes: try bytes(entry))
  }

  private static func pathway(_ file: KnowledgeFile, times: Int) throws -> KnowledgeFile {
    var pathway = try object(file)
    let steps = pathway["steps"] as? [[String: Any]] ?? []
    pathway["steps"] = steps.map { step in
      var step = step
      for list in ["preferred", "alternative"] {
        guard let ids = step[list] as? [String] else { continue }
        step[list] = ids + (1..<times).flatMap { number in ids.map { name($0, number) } }
      }
      return step
    }
    return KnowledgeFile(path: file.path, bytes: try bytes(pathway))
  }

  private static func name(_ original: String, _ number: Int) -> String { "\(original)-copy-\(number)" }

  private static func object(_ file: KnowledgeFile) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(file.bytes)) as? [String: Any] ?? [:]
  }

  private static func bytes(_ object: [String: Any]) throws -> [UInt8] {
    Array(try JSONSerialization.data(withJSONObject: object))
  }
}
