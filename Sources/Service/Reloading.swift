package import Knowledge

/// What became of an attempt to load the knowledge anew.
package enum Reloading: Sendable {
  /// It is served from now on; `previous` is what was served before.
  case accepted(KnowledgeBase, previous: KnowledgeBase)
  /// It has errors, or is not signed off: the old serves on.
  case refused([Diagnostic])
  /// It could not be read: the old serves on.
  case unreadable(String)
}

/// Where the knowledge is loaded from, and which may be served.
package struct KnowledgeSource: Sendable {
  package let directory: KnowledgeDirectory
  /// Digests that were signed off; `nil`: any will do.
  package let signedOff: SignedOffDigests?

  package init(directory: KnowledgeDirectory, signedOff: SignedOffDigests?) {
    (self.directory, self.signedOff) = (directory, signedOff)
  }

  /// The knowledge, with what was found in it; no knowledge when that is an error, or its digest is not signed off.
  package func load(workedCases: WorkedCaseLoading = .now) throws(KnowledgeDirectory.ReadError) -> LoadedKnowledge {
    let loaded = KnowledgeLoader.load(try directory.files(), workedCases: workedCases)
    guard let knowledge = loaded.knowledge, let objection = try signedOff?.objection(to: knowledge) else { return loaded }
    return LoadedKnowledge(knowledge: nil, diagnostics: loaded.diagnostics + [objection])
  }
}

/// The digests of the editions that somebody has signed off, a line each: the digest, then who and when, in any words.
package struct SignedOffDigests: Sendable {
  package let path: String

  package init(path: String) {
    self.path = path
  }

  /// Why knowledge is not to be served; `nil` when it may be. The file is read anew each time.
  func objection(to knowledge: KnowledgeBase) throws(KnowledgeDirectory.ReadError) -> Diagnostic? {
    let lines = try KnowledgeDirectory.bytes(of: path).split(separator: UInt8(ascii: "\n"))
    let digests = lines.compactMap { $0.split(separator: UInt8(ascii: " ")).first }
    guard !digests.contains(where: { $0.elementsEqual(knowledge.digest.utf8) }) else { return nil }
    return Diagnostic(
      severity: .error, file: "knowledge.json", pointer: "", line: 0, column: 0,
      message: "the digest \(knowledge.digest) is not among those signed off in \(path)")
  }
}
