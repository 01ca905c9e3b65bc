import Access
import Audit
import Clinical
import Decision
import Dispatch
import HTTP
import JSON
import Knowledge
import Synchronization

/// What operators ask for.
extension Application {
  func addOperations(to router: inout Router) {
    router.add(.get, "/knowledge", requiring(.read) { [self] request, _, _ in knowledge(request) })
    router.addStream(
      .post, "/admin/reload",
      opening(.admin) { [self] _, _ in
        .stream(
          LateAnswer(forNobody: true, on: { self.operations.async(execute: $0) }) { self.answer(to: self.reload()) })
      })
    let patterns = router.patterns + ["/metrics"]
    router.add(.get, "/metrics", requiring(.metrics) { [self] request, _, _ in metrics(request, patterns) })
  }

  private func metrics(_ request: Request, _ patterns: [String]) -> Response {
    guard request.accepts("text/plain") else { return notAcceptable(request, "text/plain") }
    var response = Response(status: .ok, body: settings.metrics.text(patterns: patterns, editions))
    response.fields.append("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
    response.fields.append("Cache-Control", "no-store")
    return response
  }

  private func knowledge(_ request: Request) -> Response {
    guard request.accepts("application/json") else { return notAcceptable(request, "application/json") }
    do throws(QueryError) {
      try request.query.allowOnly([])
    } catch {
      return Problem.response(.badRequest, error.message, instance: request.path)
    }
    let body = EditionDescription(editions).body
    let tag = "\"\(String(Fingerprint.of(body), radix: 16))\""
    return Page(body, type: "application/json", language: nil, entityTag: tag).response(to: request)
  }

  // Loading anew.

  /// Loads the knowledge anew as soon as no other loading is under way.
  package func reloadSoon() {
    operations.async { [self] in _ = reload() }
  }

  /// Loads the knowledge anew, all or nothing; what is wrong with it is told to the operator.
  private func reload() -> Reloading {
    let reloading = loadAnew()
    FreedMemory.giveBack()
    switch reloading {
    case .accepted(let knowledge, _):
      settings.metrics.acceptedReloads.add(1, ordering: .relaxed)
      settings.report("reloaded: knowledge \(knowledge.version), digest \(knowledge.digest)")
    case .refused(let diagnostics):
      settings.metrics.refusedReloads.add(1, ordering: .relaxed)
      for diagnostic in diagnostics { settings.report(diagnostic.text(in: (settings.source?.directory.path ?? "") + "/")) }
      settings.report("the knowledge was not reloaded: the old one serves on")
    case .unreadable(let reason):
      settings.metrics.refusedReloads.add(1, ordering: .relaxed)
      settings.report("the knowledge was not reloaded: \(reason)")
    }
    return reloading
  }

  private func loadAnew() -> Reloading {
    guard let source = settings.source else { return .unreadable("there is nothing to load it from") }
    do {
      let loaded = try source.load()
      guard let knowledge = loaded.knowledge else { return .refused(loaded.diagnostics) }
      return .accepted(knowledge, previous: replace(with: knowledge))
    } catch {
      return .unreadable(error.description)
    }
  }

  private func answer(to reloading: Reloading) -> Response {
    switch reloading {
    case .accepted(let knowledge, let previous):
      var writer = JSONWriter()
      writer.beginObject()
      writer.member("changed", knowledge.digest != previous.digest)
      writer.edition("knowledgeBase", knowledge)
      writer.edition("previous", previous)
      writer.endObject()
      var response = Response(status: .ok, body: writer.bytes)
      response.fields.append("Content-Type", "application/json")
      response.fields.append("Cache-Control", "no-store")
      return response
    case .refused(let diagnostics):
      let errors = diagnostics.filter { $0.severity == .error }
      return Problem.response(
        .conflict, "the knowledge has errors; the old one serves on", instance: "/admin/reload",
        errors: errors.map { Problem.Detail(file: $0.file, pointer: $0.pointer, detail: $0.message, suggestion: $0.suggestion) })
    case .unreadable:
      // Where it stands is for the operator alone.
      return Problem.response(.conflict, "the knowledge cannot be read; the old one serves on", instance: "/admin/reload")
    }
  }
}

extension JSONWriter {
  /// Which edition it is, as a member.
  mutating func edition(_ name: StaticString, _ knowledge: KnowledgeBase) {
    self.name(name)
    beginObject()
    member("version", knowledge.version)
    member("digest", knowledge.digest)
    member("evidenceThrough", knowledge.evidenceThrough.description)
    endObject()
  }
}
