import Knowledge

/// Strong entity tags of what is made of one knowledge base.
///
/// What is served follows from the knowledge, the program, the language and the target alone.
struct EntityTags: Sendable {
  private let prefix: Deferred<String>
  private let version: String

  init(of knowledge: KnowledgeBase, version: String = ServiceVersion.text) {
    prefix = Deferred { String(knowledge.digest.prefix(16)) }
    self.version = version
  }

  func tag(for target: String, _ language: Language) -> String {
    let hash = Fingerprint.of([version, target, language.rawValue].joined(separator: "\u{0}").utf8)
    return "\"\(prefix.value)-\(String(hash, radix: 16))\""
  }
}
