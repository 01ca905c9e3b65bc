package import Access
package import Clinical
package import Decision
import Dispatch
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
    package var web: WebPage
    /// Where clients reach the service, for links; without a slash at the end. `nil`: answers hold no links to it.
    package var publicURL: String?
    package var access: AccessControl
    /// Where answers to cases are kept before they go out.
    package var decisionLog: DecisionLog?
    /// Counts and keeps what clinicians did with cards.
    package var feedback = FeedbackStore()
    /// Where the knowledge is loaded from anew; `nil`: it is not.
    package var source: KnowledgeSource?
    /// Editions that may be asked for beside the one that is served.
    package var heldEditions: [DecisionEngine] = []
    /// How many editions that were replaced are held.
    package var mostReplacedEditions = 1
    package var metrics = Metrics(loops: 1)
    /// The longest line of a batch.
    package var mostLineBytes = 1 << 20
    /// How many batches are answered at a time.
    package var mostBatches = 8
    /// Tells the operator of what goes wrong; nothing of a case.
    package var report: @Sendable (String) -> Void = { _ in }
    /// The day an undated case counts from.
    package var today: @Sendable () -> CalendarDate

    package init(openAPI: StaticFile, web: WebPage, today: @escaping @Sendable () -> CalendarDate) {
      self.openAPI = openAPI
      self.web = web
      self.today = today
      access = AccessControl(tokens: nil, requestsPerSecond: nil, today: today)
    }
  }

  let settings: Settings
  let editions: Editions
  let batches = Atomic(0)
  /// What takes long happens here, one thing at a time.
  let operations = DispatchQueue(label: "nextline.operations", qos: .utility)
  private let draining = Atomic(false)

  package init(engine: DecisionEngine, settings: Settings) {
    self.settings = settings
    editions = Editions(
      Edition(engine: engine), pinned: settings.heldEditions.map { Edition(engine: $0) },
      mostReplaced: settings.mostReplacedEditions)
  }

  /// Serves a new edition from now on; requests under way finish with the one they began with. Gives the knowledge of the one before.
  @discardableResult
  package func replace(with knowledge: KnowledgeBase) -> KnowledgeBase {
    let new = Edition(engine: DecisionEngine(knowledge: knowledge))
    // Whoever asks first would wait for it.
    new.prepare()
    let old = editions.replace(with: new).engine.knowledge
    _ = editions.described.changes?.value
    return old
  }

  /// Makes ahead of the requests what they will ask for: the server need not wait for it.
  package func prepare() {
    current.prepare()
    _ = editions.described.changes?.value
  }

  /// From now on `/readyz` says that no new work is wanted.
  package func startDraining() {
    draining.store(true, ordering: .relaxed)
  }

  /// A number that changes when another edition is served; `nil` where who asks decides, too, whether there is an answer.
  package var epoch: (@Sendable () -> UInt64)? {
    guard settings.access.isOpen else { return nil }
    return { [editions] in editions.epoch }
  }

  /// The edition of the moment: a request takes it once, at its start.
  var current: Edition { editions.current }

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
    router.add(.get, "/docs") { [self] request, _ in page(request) }
    router.add(.get, "/app/{file}") { [self] request, parameters in asset(request, name: parameters["file"]) }
    add(to: &router, "/trials") { $0.trials }
    add(to: &router, "/regimens") { $0.regimens }
    add(to: &router, "/drugs") { $0.drugs }
    add(to: &router, "/references") { $0.references }
    add(to: &router, "/diseases") { $0.diseases }
    router.add(.get, "/vocabulary", requiring(.read) { [self] request, _, _ in vocabulary(request) })
    router.add(.get, "/plots/forest.svg", requiring(.read) { [self] request, _, _ in forestPlot(request) })
    add(to: &router, "/cases") { $0.cases }
    router.add(
      .get, "/cases/{id}/input", requiring(.read) { [self] request, parameters, _ in input(request, id: parameters["id"]) })
    router.add(.post, "/recommend", requiring(.recommend) { [self] request, _, client in recommend(request, client) })
    router.addStream(.post, "/recommend/batch", opening(.recommend) { [self] request, client in batch(request, client) })
    addHooks(to: &router)
    addOperations(to: &router)
    return router
  }

  /// A list and its items.
  private func add(
    to router: inout Router, _ path: String, _ collection: @escaping @Sendable (KnowledgeCollections) -> Deferred<Collection>
  ) {
    router.add(
      .get, path,
      requiring(.read) { [self] request, _, _ in
        let edition = current
        return list(request, collection(edition.collections).value, edition)
      })
    router.add(
      .get, path + "/{id}",
      requiring(.read) { [self] request, parameters, _ in
        let edition = current
        return item(request, id: parameters["id"], collection(edition.collections).value)
      })
  }

  /// Adds what every answer carries.
  package func decorate(_ response: inout Response, for request: Request?) {
    response.fields.append("X-Content-Type-Options", "nosniff")
    guard !settings.allowedOrigins.isEmpty else { return }
    response.fields.append("Vary", "Origin")
    guard let origin = request?.field("Origin"),
      settings.allowedOrigins.contains(where: {
        $0 == "*" || $0.utf8.elementsEqual(origin.utf8)
      })
    else {
      return
    }
    response.fields.append("Access-Control-Allow-Origin", settings.allowedOrigins.contains("*") ? "*" : origin)
    response.fields.append("Access-Control-Expose-Headers", "Content-Language, ETag, Link, Retry-After, WWW-Authenticate")
    guard request?.method == .options else { return }
    response.fields.append("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS")
    response.fields.append(
      "Access-Control-Allow-Headers", "Accept, Accept-Language, Authorization, Content-Type, If-Match, If-None-Match")
    response.fields.append("Access-Control-Max-Age", "600")
  }

  // Knowledge.

  private func list(_ request: Request, _ collection: Collection, _ edition: Edition) -> Response {
    representation(of: request) { language throws(QueryError) in
      guard !request.query.parameters.isEmpty else { return collection.first[language] }
      return collection.page(
        for: try ListQuery(request.query, of: collection), PageLinks(path: request.path, parameters: request.query.parameters),
        tag: edition.tags.tag(for: request.target, language), language)
    }
  }

  private func item(_ request: Request, id: String, _ collection: Collection) -> Response {
    guard let entry = collection[id] else { return notFound(request, id, among: collection) }
    return representation(of: request) { language throws(QueryError) in
      try request.query.allowOnly(["lang"])
      return entry.whole[language].value
    }
  }

  private func notFound(_ request: Request, _ id: String, among collection: Collection) -> Response {
    let suggestion = Spelling.nearest(to: id, among: collection.entries.map(\.id)).map { "; did you mean `\($0)`?" } ?? ""
    return Problem.response(.notFound, "there is nothing at `\(request.path)`\(suggestion)", instance: request.path)
  }

  private func vocabulary(_ request: Request) -> Response {
    let edition = current
    return representation(of: request) { language throws(QueryError) in
      try request.query.allowOnly(["disease", "lang"])
      let disease = request.query.first("disease").map { DiseaseID($0) }
      guard let page = edition.collections.vocabulary(of: disease, language) else {
        let known = edition.engine.knowledge.diseases.entries.map(\.id.text)
        let suggestion = Spelling.nearest(to: disease?.text ?? "", among: known)
        throw QueryError(
          message: "unknown disease `\(disease?.text ?? "")`" + (suggestion.map { "; did you mean `\($0)`?" } ?? ""))
      }
      return page
    }
  }

  private func input(_ request: Request, id: String) -> Response {
    let edition = current
    guard let workedCase = edition.engine.knowledge.cases[WorkedCaseID(id)] else {
      return notFound(request, id, among: edition.collections.cases.value)
    }
    return representation(of: request) { language throws(QueryError) in
      try request.query.allowOnly(["lang"])
      var writer = JSONWriter()
      writer.value(workedCase.input.value)
      return page(writer.bytes, of: request, edition, language)
    }
  }

  // The program.

  func file(_ request: Request, _ file: StaticFile) -> Response {
    guard request.accepts(file.mediaType) else { return notAcceptable(request, file.mediaType) }
    do throws(QueryError) {
      try request.query.allowOnly([])
      return file.page.response(to: request)
    } catch {
      return Problem.response(.badRequest, error.message, instance: request.path)
    }
  }

  /// The page for people, or an index of links for programs.
  private func root(_ request: Request) -> Response {
    let edition = current
    switch request.preferredType(among: ["text/html", "application/json"]) {
    case "text/html": return page(request)
    case "application/json":
      return representation(of: request) { language throws(QueryError) in
        try request.query.allowOnly(["lang"])
        return page(Self.index(of: edition), of: request, edition, language)
      }
    default: return notAcceptable(request, "text/html, application/json")
    }
  }

  /// Which knowledge is served, and where things are.
  private static func index(of edition: Edition) -> [UInt8] {
    let knowledge = edition.engine.knowledge
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("name", "NextLine")
    writer.member("version", ServiceVersion.text)
    writer.edition("knowledgeBase", knowledge)
    writer.name("links")
    writer.beginObject()
    for name in [
      "trials", "regimens", "drugs", "references", "diseases", "vocabulary", "cases", "knowledge", "recommend", "cds-services",
      "healthz", "readyz", "metrics", "docs",
    ] {
      writer.name(name)
      writer.string("/" + name)
    }
    writer.member("forestPlot", "/plots/forest.svg")
    writer.member("openapi", "/openapi.yaml")
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }

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

  /// A resource of the knowledge in the language asked for, as JSON or as what else it is.
  func representation(
    of request: Request, as mediaType: String = "application/json", _ page: (Language) throws(QueryError) -> Page
  ) -> Response {
    guard request.accepts(mediaType) else { return notAcceptable(request, mediaType) }
    do throws(QueryError) {
      return try page(try language(of: request)).response(to: request)
    } catch {
      return Problem.response(.badRequest, error.message, instance: request.path)
    }
  }

  /// A page that is made for one request.
  func page(_ body: [UInt8], of request: Request, _ edition: Edition, _ language: Language) -> Page {
    Page(body, type: "application/json", language: language, entityTag: edition.tags.tag(for: request.target, language))
  }

  /// To a request without the body it is about (RFC 9110 §15.5.12).
  func lengthRequired(_ request: Request) -> Response {
    Problem.response(.lengthRequired, "there is no body: send one with Content-Length, or in chunks", instance: request.path)
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
