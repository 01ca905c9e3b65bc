package import Clinical
package import Decision
package import HTTP
import JSON
package import Knowledge
import Synchronization

/// The service: what is answered to which request, from the knowledge of the moment.
package final class Application: Sendable {
  /// What a deployment decides.
  package struct Settings: Sendable {
    /// Origins browsers may call from; `*` is any.
    package var allowedOrigins: [String] = []
    package var openAPI: StaticFile
    package var style: StaticFile
    /// The web page by language.
    package var page: [Language: StaticFile]
    /// The day an undated case counts from.
    package var today: @Sendable () -> CalendarDate

    package init(
      openAPI: StaticFile, style: StaticFile, page: [Language: StaticFile], today: @escaping @Sendable () -> CalendarDate
    ) {
      self.openAPI = openAPI
      self.style = style
      self.page = page
      self.today = today
    }
  }

  let settings: Settings
  private let edition: Mutex<Edition>
  private let draining = Atomic(false)

  package init(engine: DecisionEngine, settings: Settings) {
    self.settings = settings
    edition = Mutex(Edition(engine: engine))
  }

  /// Serves a new edition from now on; requests under way finish with the one they began with.
  package func replace(with knowledge: KnowledgeBase) {
    let new = Edition(engine: DecisionEngine(knowledge: knowledge))
    edition.withLock { $0 = new }
  }

  /// Makes ahead of the requests what they will ask for: the server need not wait for it.
  package func prepare() {
    current.prepare()
  }

  /// From now on `/readyz` says that no new work is wanted.
  package func startDraining() {
    draining.store(true, ordering: .relaxed)
  }

  /// The edition of the moment: a request takes it once, at its start.
  var current: Edition {
    edition.withLock { $0 }
  }

  // Routes.

  /// The routes of the contract, in the order of `openapi.yaml`.
  package func router() -> Router {
    var router = Router(problem: { Problem.response($0, $1, instance: $2?.path) })
    router.add(.get, "/") { [self] request, _ in root(request) }
    router.add(.get, "/healthz") { _, _ in Self.status(.ok, "ok") }
    router.add(.get, "/readyz") { [self] _, _ in
      draining.load(ordering: .relaxed) ? Self.status(.serviceUnavailable, "draining") : Self.status(.ok, "ok")
    }
    router.add(.get, "/openapi.yaml") { [self] request, _ in file(request, settings.openAPI) }
    router.add(.get, "/style.css") { [self] request, _ in file(request, settings.style) }
    add(to: &router, "/trials") { $0.trials }
    add(to: &router, "/regimens") { $0.regimens }
    add(to: &router, "/drugs") { $0.drugs }
    add(to: &router, "/references") { $0.references }
    add(to: &router, "/diseases") { $0.diseases }
    router.add(.get, "/vocabulary") { [self] request, _ in vocabulary(request) }
    add(to: &router, "/cases") { $0.cases }
    router.add(.get, "/cases/{id}/input") { [self] request, parameters in input(request, id: parameters["id"]) }
    router.add(.post, "/recommend") { [self] request, _ in recommend(request) }
    return router
  }

  /// A list and its items.
  private func add(
    to router: inout Router, _ path: String, _ collection: @escaping @Sendable (KnowledgeCollections) -> Deferred<Collection>
  ) {
    router.add(.get, path) { [self] request, _ in
      let edition = current
      return list(request, collection(edition.collections).value, edition)
    }
    router.add(.get, path + "/{id}") { [self] request, parameters in
      let edition = current
      return item(request, id: parameters["id"], collection(edition.collections).value, edition)
    }
  }

  /// Adds what every answer carries.
  package func decorate(_ response: inout Response, for request: Request?) {
    response.fields.append("X-Content-Type-Options", "nosniff")
    guard !settings.allowedOrigins.isEmpty else { return }
    response.fields.append("Vary", "Origin")
    guard let origin = request?.field("Origin"), settings.allowedOrigins.contains(where: { $0 == "*" || $0 == origin }) else {
      return
    }
    response.fields.append("Access-Control-Allow-Origin", settings.allowedOrigins.contains("*") ? "*" : origin)
    response.fields.append("Access-Control-Expose-Headers", "ETag, Link, Content-Language")
    guard request?.method == .options else { return }
    response.fields.append("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS")
    response.fields.append("Access-Control-Allow-Headers", "Accept, Accept-Language, Authorization, Content-Type, If-None-Match")
    response.fields.append("Access-Control-Max-Age", "600")
  }

  // Knowledge.

  private func list(_ request: Request, _ collection: Collection, _ edition: Edition) -> Response {
    representation(of: request, edition) { language throws(QueryError) in
      let query = try ListQuery(request.query, of: collection)
      let found = collection.entries(for: query)
      let page = found.dropFirst(query.offset).prefix(query.limit)
      var writer = JSONWriter(reserving: 1024 + page.reduce(0) { $0 + ($1.brief[language]?.count ?? 0) + 1 })
      writer.beginObject()
      writer.name("items")
      writer.beginArray()
      for entry in page { writer.raw(entry.brief[language] ?? []) }
      writer.endArray()
      writer.member("total", found.count)
      writer.member("limit", query.limit)
      writer.member("offset", query.offset)
      writer.endObject()
      return Representation(body: writer.bytes, links: PageLinks(request, query, total: found.count).field)
    }
  }

  private func item(_ request: Request, id: String, _ collection: Collection, _ edition: Edition) -> Response {
    guard let entry = collection[id] else { return notFound(request, id, among: collection) }
    return representation(of: request, edition) { language throws(QueryError) in
      try request.query.allowOnly(["lang"])
      return Representation(body: entry.whole[language] ?? [])
    }
  }

  private func notFound(_ request: Request, _ id: String, among collection: Collection) -> Response {
    let suggestion = Spelling.nearest(to: id, among: collection.entries.map(\.id)).map { "; did you mean `\($0)`?" } ?? ""
    return Problem.response(.notFound, "there is nothing at `\(request.path)`\(suggestion)", instance: request.path)
  }

  private func vocabulary(_ request: Request) -> Response {
    let edition = current
    return representation(of: request, edition) { language throws(QueryError) in
      try request.query.allowOnly(["disease", "lang"])
      let disease = request.query.first("disease").map { DiseaseID($0) }
      let knowledge = edition.engine.knowledge
      if let disease, knowledge.diseases[disease] == nil {
        let suggestion = Spelling.nearest(to: disease.text, among: knowledge.diseases.entries.map(\.id.text))
        throw QueryError(message: "unknown disease `\(disease)`" + (suggestion.map { "; did you mean `\($0)`?" } ?? ""))
      }
      return Representation(body: VocabularyPage(knowledge: knowledge, language: language).bytes(for: disease))
    }
  }

  private func input(_ request: Request, id: String) -> Response {
    let edition = current
    guard let workedCase = edition.engine.knowledge.cases[WorkedCaseID(id)] else {
      return notFound(request, id, among: edition.collections.cases.value)
    }
    return representation(of: request, edition) { _ throws(QueryError) in
      try request.query.allowOnly(["lang"])
      var writer = JSONWriter()
      writer.value(workedCase.input.value)
      return Representation(body: writer.bytes)
    }
  }

  // The program.

  private func file(_ request: Request, _ file: StaticFile) -> Response {
    guard request.accepts(file.mediaType) else { return notAcceptable(request, file.mediaType) }
    do throws(QueryError) {
      try request.query.allowOnly([])
      return conditional(request, file.entityTag, type: file.contentType, language: nil, Representation(body: file.bytes))
    } catch {
      return Problem.response(.badRequest, error.message, instance: request.path)
    }
  }

  /// The page for people, or an index of links for programs.
  private func root(_ request: Request) -> Response {
    let edition = current
    switch request.preferredType(among: ["text/html", "application/json"]) {
    case "text/html":
      do throws(QueryError) {
        try request.query.allowOnly(["lang"])
        let language = try language(of: request)
        guard let page = settings.page[language] else { preconditionFailure("a language without a page") }
        var response = conditional(
          request, page.entityTag, type: page.contentType, language: language, Representation(body: page.bytes))
        response.fields.append(
          "Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'")
        return response
      } catch {
        return Problem.response(.badRequest, error.message, instance: request.path)
      }
    case "application/json":
      return representation(of: request, edition) { _ throws(QueryError) in
        try request.query.allowOnly(["lang"])
        return Representation(body: Self.index)
      }
    default: return notAcceptable(request, "text/html, application/json")
    }
  }

  private static let index: [UInt8] = {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("name", "NextLine")
    writer.member("version", ServiceVersion.text)
    writer.name("links")
    writer.beginObject()
    for name in [
      "trials", "regimens", "drugs", "references", "diseases", "vocabulary", "cases", "recommend", "healthz", "readyz",
    ] {
      writer.name(name)
      writer.string("/" + name)
    }
    writer.member("openapi", "/openapi.yaml")
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }()

  private static func status(_ status: Status, _ word: String) -> Response {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("status", word)
    writer.endObject()
    var response = Response(status: status, body: writer.bytes)
    response.fields.append("Content-Type", "application/json")
    response.fields.append("Cache-Control", "no-store")
    return response
  }

  // Representations.

  /// What is sent of a resource.
  private struct Representation {
    let body: [UInt8]
    var links: String?
  }

  /// A resource of the knowledge as JSON in the language asked for, with its entity tag.
  private func representation(
    of request: Request, _ edition: Edition, _ make: (Language) throws(QueryError) -> Representation
  ) -> Response {
    guard request.accepts("application/json") else { return notAcceptable(request, "application/json") }
    do throws(QueryError) {
      let language = try language(of: request)
      let tag = edition.entityTag(request.target, language.rawValue)
      return conditional(request, tag, type: "application/json", language: language, try make(language))
    } catch {
      return Problem.response(.badRequest, error.message, instance: request.path)
    }
  }

  private func conditional(
    _ request: Request, _ tag: String, type: String, language: Language?, _ representation: Representation
  ) -> Response {
    let isUnchanged = request.isNotModified(since: tag)
    var response = Response(status: isUnchanged ? .notModified : .ok, body: isUnchanged ? [] : representation.body)
    response.fields.append("ETag", tag)
    response.fields.append("Cache-Control", "no-cache")
    response.fields.append("Vary", language == nil ? "Accept" : "Accept, Accept-Language")
    if let language { response.fields.append("Content-Language", language.rawValue) }
    if let links = representation.links { response.fields.append("Link", links) }
    if !isUnchanged { response.fields.append("Content-Type", type) }
    return response
  }

  func notAcceptable(_ request: Request, _ offered: String) -> Response {
    Problem.response(.notAcceptable, "this resource is \(offered)", instance: request.path)
  }

  /// `lang` of the query, else the best of `Accept-Language`, else English.
  func language(of request: Request) throws(QueryError) -> Language {
    guard let text = request.query.first("lang") else {
      return request.preferredLanguage(among: Language.allCases.map(\.rawValue)).flatMap(Language.init) ?? .en
    }
    guard let language = Language(rawValue: text) else { throw QueryError(message: "`lang` is en or ru, not `\(text)`") }
    return language
  }
}
