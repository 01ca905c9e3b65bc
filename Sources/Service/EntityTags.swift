import Knowledge

/// Strong entity tags of what is made of one knowledge base.
///
/// What is served follows from the knowledge, the program, the language and the target alone.
struct EntityTags: Sendable {
  private let prefix: String
  private let version: String

  init(digest: String, version: String = ServiceVersion.text) {
    prefix = String(digest.prefix(16))
    self.version = version
  }

  func tag(for target: String, _ language: Language) -> String {
    let hash = Fingerprint.of([version, target, language.rawValue].joined(separator: "\u{0}").utf8)
    return "\"\(prefix)-\(String(hash, radix: 16))\""
  }
}
