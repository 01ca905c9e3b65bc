import Foundation
import Testing

/// A case of a table in `Data`: a title, a text, and the lines expected of it.
struct CorpusCase: CustomTestStringConvertible, Sendable {
  let title: String
  let text: [UInt8]
  let expected: [String]

  var testDescription: String { title }

  static let accepted = cases("accepted")
  static let refused = cases("refused")

  private static func cases(_ table: String) -> [CorpusCase] {
    guard let url = Bundle.module.url(forResource: "Data/\(table)", withExtension: "txt"),
      let content = try? String(contentsOf: url, encoding: .utf8)
    else { return [] }
    return content.split(separator: "\n\n").filter { !$0.hasPrefix("#") }.map { block in
      let lines = block.split(separator: "\n").map(String.init)
      let indented = lines.dropFirst().map { String($0.dropFirst(2)) }
      return CorpusCase(title: lines[0], text: bytes(indented[0]), expected: Array(indented.dropFirst()))
    }
  }

  /// Replaces `‹HH›` by bytes.
  static func bytes(_ notation: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Substring(notation)
    while let opening = rest.firstIndex(of: "‹"), let closing = rest.firstIndex(of: "›") {
      bytes.append(contentsOf: rest[..<opening].utf8)
      if let byte = UInt8(rest[rest.index(after: opening)..<closing], radix: 16) { bytes.append(byte) }
      rest = rest[rest.index(after: closing)...]
    }
    return bytes + Array(rest.utf8)
  }
}
