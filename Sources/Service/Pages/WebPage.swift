package import Knowledge

/// The page for people: its document in each language, and the modules, styles and pictures that it loads.
package struct WebPage: Sendable {
  /// Nothing but the page's own, nothing inline; nobody frames it.
  private static let documentPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    + "form-action 'none'; frame-ancestors 'none'"

  /// The policy of a picture that is opened by itself.
  static let picturePolicy = "default-src 'none'; frame-ancestors 'none'"

  private static let mediaTypes = ["css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"]

  let document: PerLanguage<StaticFile>
  /// By name.
  let assets: [String: StaticFile]

  /// Reads `index.en.html`, `index.ru.html` and all files in `app`.
  package init(at directory: String) throws(KnowledgeDirectory.ReadError) {
    var bytes: [String: [UInt8]] = [:]
    for name in try KnowledgeDirectory.names(in: directory + "/app") {
      bytes[name] = try KnowledgeDirectory.bytes(of: "\(directory)/app/\(name)")
    }
    assets = Dictionary(
      uniqueKeysWithValues: try bytes.map { name, bytes throws(KnowledgeDirectory.ReadError) in
        guard let type = name.lastIndex(of: ".").flatMap({ Self.mediaTypes[String(name[$0...].dropFirst())] }) else {
          throw .unreadable(path: "\(directory)/app/\(name)", reason: "a file of this kind is not served")
        }
        let policy = type.hasPrefix("image/") ? [("Content-Security-Policy", Self.picturePolicy)] : []
        return (
          name, StaticFile(type.hasPrefix("text/") ? Self.condensed(bytes, as: type) : bytes, mediaType: type, fields: policy)
        )
      })
    document = try PerLanguage { language throws(KnowledgeDirectory.ReadError) in
      let modules = Self.modules(neededBy: ["main.js", "view-case.js", "texts.\(language.rawValue).js"], in: bytes)
      return StaticFile(
        try KnowledgeDirectory.bytes(of: "\(directory)/index.\(language.rawValue).html"), mediaType: "text/html",
        language: language,
        fields: [
          ("Content-Security-Policy", Self.documentPolicy), ("Referrer-Policy", "no-referrer"),
          ("Link", modules.map { "</app/\($0)>; rel=modulepreload" }.joined(separator: ", ")),
        ])
    }
  }

  /// Without comments that have lines of their own, without indentation and spaces around signs: a fifth less to send and to
  /// read. Lines keep their numbers, so that what a browser reports is found in the file. No text of ours goes over the end
  /// of a line.
  static func condensed(_ bytes: [UInt8], as mediaType: String) -> [UInt8] {
    let spacing = mediaType == "text/css" ? Spacing.styles : .script
    var isInComment = false
    var kept: [UInt8] = []
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let text = line.drop { $0 == UInt8(ascii: " ") }
      if isInComment || text.starts(with: "/*".utf8) {
        isInComment = !text.reversed().starts(with: "/*".utf8)
      } else if !text.starts(with: "//".utf8) {
        spacing.append(text, to: &kept)
      }
      kept.append(UInt8(ascii: "\n"))
    }
    return kept.dropLast()
  }

  /// These modules and all that they import: asked for at once, not each when the one before it has been read.
  static func modules(neededBy first: [String], in files: [String: [UInt8]]) -> [String] {
    var found: [String] = []
    var open = first
    while let name = open.popLast() {
      guard let bytes = files[name], !found.contains(name) else { continue }
      found.append(name)
      open += bytes.split(separator: UInt8(ascii: "\n")).compactMap(Self.module(importedBy:))
    }
    return found.sorted()
  }

  /// `dom.js` of a line such as `import { h } from './dom.js';`.
  private static func module(importedBy line: ArraySlice<UInt8>) -> String? {
    guard line.starts(with: "import ".utf8), line.suffix(5).elementsEqual(".js';".utf8) else { return nil }
    return line.dropLast(2).split(separator: UInt8(ascii: "/")).last.map { String(decoding: $0, as: UTF8.self) }
  }
}
