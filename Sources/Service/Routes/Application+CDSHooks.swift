import Access
import Audit
import Clinical
import Decision
import HTTP
import JSON
import Knowledge

/// CDS Hooks 2.0: what an EHR calls while a clinician works.
extension Application {
  func addHooks(to router: inout Router) {
    // An EHR finds out what there is before it has a token; nothing of a patient is in it.
    router.add(.get, "/cds-services") { [self] request, _ in services(request) }
    router.add(
      .post, "/cds-services/{id}",
      requiring(.cds) { [self] request, parameters, client in call(request, id: parameters["id"], client) })
    router.add(
      .get, "/cds-services/{id}/feedback",
      requiring(.cds) { [self] request, parameters, _ in feedbackCounts(request, id: parameters["id"]) })
    router.add(
      .post, "/cds-services/{id}/feedback",
      requiring(.cds) { [self] request, parameters, client in takeFeedback(request, id: parameters["id"], client) })
  }

  private func services(_ request: Request) -> Response {
    let edition = current
    return representation(of: request) { language throws(QueryError) in
      try request.query.allowOnly(["lang"])
      let body = DiscoveryWriter(templates: edition.prefetch, language: language).bytes()
      return page(body, of: request, edition, language)
    }
  }

  // Calls.

  private func call(_ request: Request, id: String, _ client: Client?) -> Response {
    let edition = current
    guard let service = HookService(rawValue: id), let prefetch = edition.prefetch else { return noService(request, id) }
    guard request.accepts("application/json") else { return notAcceptable(request, "application/json") }
    guard request.announcesBody else { return lengthRequired(request) }
    guard request.hasJSONBody else { return notJSON(request) }
    let language: Language
    do throws(QueryError) {
      try request.query.allowOnly(["asOf", "jurisdiction", "lang"])
      language = try self.language(of: request)
    } catch {
      return Problem.response(.badRequest, error.message, instance: request.path)
    }
    return body(of: request).answer { body in
      switch HookRequestReader(service: service).read(body) {
      case .failure(let errors):
        return Problem.response(
          errors, status: .badRequest, "the call is not one of CDS Hooks 2.0", instance: request.path)
      case .success(let hookRequest):
        return answer(hookRequest, of: service, to: request, body, edition, prefetch, language, client)
      }
    }
  }

  private func answer(
    _ hookRequest: HookRequest, of service: HookService, to request: Request, _ root: JSONValue, _ edition: Edition,
    _ prefetch: PrefetchTemplates, _ language: Language, _ client: Client?
  ) -> Response {
    let engine = edition.engine
    let report = Report.onRequest()
    let question = RecordRequestReader.Question(
      jurisdiction: request.query.first("jurisdiction"), asOf: request.query.first("asOf"))
    let context = edition.records.context(
      of: question, today: settings.today(), Cursor(root, file: "", report: report))
    guard !report.hasErrors else {
      return Problem.response(
        .unprocessableContent, report.sorted.map(\.message).joined(separator: "; "), instance: request.path)
    }
    // A patient or conditions that were looked for and not found are told apart: only without the latter is there nothing to say.
    var missing = hookRequest.prefetch.missing(of: PrefetchTemplates.required)
    if case .nothing = hookRequest.prefetch["patient"] { missing.insert("patient", at: 0) }
    guard missing.isEmpty else { return OperationOutcome.missing(missing) }
    let orders: DraftOrders?
    do throws(DraftOrders.Refusal) {
      orders = service == .orderCheck ? try DraftOrders(hookRequest, records: edition.records.records) : nil
    } catch {
      switch error {
      case .otherPatient(let index):
        return Problem.response(
          .unprocessableContent, "`/context/draftOrders/entry/\(index)/resource/subject` is not the patient of the context",
          instance: request.path)
      case .tooMany(let most):
        return Problem.response(.unprocessableContent, "more than \(most) orders are drafted", instance: request.path)
      }
    }
    // Orders of other things need no look at the record.
    if let orders, orders.drugs.isEmpty, orders.unknown.isEmpty { return cards(.none, language) }
    if let selections = hookRequest.selections, !selections.contains(where: { $0.hasPrefix("MedicationRequest/") }) {
      return cards(.none, language)
    }
    let maker = CardMaker(
      knowledge: engine.knowledge, language: language,
      call: CardMaker.Call(
        service: service, hook: hookRequest.hook, hookInstance: hookRequest.hookInstance, patient: hookRequest.patient,
        encounter: hookRequest.encounter),
      publicURL: settings.publicURL)
    let reader = HookCaseReader(
      engine: engine, records: edition.records.records, context: context, prefetchKeys: prefetch.keys)
    switch reader.read(hookRequest) {
    case .notOurs: return cards(.none, language)
    case .undecided: return cards(HookAnswer(undecided: maker), language)
    case .refused(let errors): return Problem.response(errors, status: .unprocessableContent, instance: request.path)
    case .cases(let cases):
      var decisions: [String] = []
      do throws(LogError) {
        if let log = settings.decisionLog {
          for hookCase in cases {
            decisions.append(
              try log.record(
                hookCase.recommendation, of: root, query: request.query,
                call: .init(service: service, disease: hookCase.recommendation.disease.id), client: client?.id, context: context,
                knowledge: engine.knowledge))
          }
        }
      } catch {
        noteUnrecorded(error)
        return Self.unrecorded(request)
      }
      for hookCase in cases { settings.metrics.evaluations.note(Judgement(hookCase.recommendation), of: engine, .cds) }
      return self.cards(HookAnswer(cases, orders: orders, maker), language, decisions)
    }
  }

  private func cards(_ answer: HookAnswer, _ language: Language, _ decisions: [String] = []) -> Response {
    settings.feedback.note(given: answer.cards)
    var response = Response(status: .ok, body: answer.body)
    response.fields.append("Content-Type", "application/json")
    response.fields.append("Content-Language", language.rawValue)
    response.fields.append("Vary", "Accept-Language")
    response.fields.append("Cache-Control", "no-store")
    if !decisions.isEmpty { response.fields.append(DecisionLog.field, decisions.joined(separator: ", ")) }
    return response
  }

  // Feedback.

  private func takeFeedback(_ request: Request, id: String, _ client: Client?) -> Response {
    guard let service = HookService(rawValue: id) else { return noService(request, id) }
    guard request.announcesBody else { return lengthRequired(request) }
    guard request.hasJSONBody else { return notJSON(request) }
    do throws(QueryError) { try request.query.allowOnly([]) } catch {
      return Problem.response(.badRequest, error.message, instance: request.path)
    }
    return body(of: request).answer { body in
      switch FeedbackReader().read(body) {
      case .failure(let errors):
        return Problem.response(
          errors, status: .badRequest, "the feedback is not that of CDS Hooks 2.0", instance: request.path)
      case .success(let reports):
        do throws(LogError) {
          try settings.feedback.record(reports, of: service, client: client?.id)
        } catch {
          settings.metrics.noteFailure(ofLog: "feedback")
          settings.report(error.description)
          return Problem.response(.serviceUnavailable, "the feedback could not be recorded", instance: request.path)
        }
        var response = Response(status: .ok)
        response.fields.append("Cache-Control", "no-store")
        return response
      }
    }
  }

  private func feedbackCounts(_ request: Request, id: String) -> Response {
    guard let service = HookService(rawValue: id) else { return noService(request, id) }
    guard request.accepts("application/json") else { return notAcceptable(request, "application/json") }
    do throws(QueryError) { try request.query.allowOnly([]) } catch {
      return Problem.response(.badRequest, error.message, instance: request.path)
    }
    let counts = settings.feedback.counts(of: service)
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("service", service.rawValue)
    writer.member("total", counts.accepted + counts.overridden)
    writer.member("accepted", counts.accepted)
    writer.member("overridden", counts.overridden)
    writer.member("duplicates", counts.duplicates)
    writer.member("unknownCards", counts.unknownCards)
    let reasons = OverrideReason.allCases.filter { counts.reasons[$0.rawValue] != nil }
    if !reasons.isEmpty {
      writer.name("overrideReasons")
      writer.beginObject()
      for reason in reasons {
        writer.name(reason.rawValue)
        writer.integer(counts.reasons[reason.rawValue] ?? 0)
      }
      writer.endObject()
    }
    if counts.otherReasons > 0 { writer.member("otherReasons", counts.otherReasons) }
    writer.endObject()
    var response = Response(status: .ok, body: writer.bytes)
    response.fields.append("Content-Type", "application/json")
    response.fields.append("Cache-Control", "no-store")
    return response
  }

  // Bodies.

  private enum Body {
    case value(JSONValue)
    case refused(Response)

    func answer(_ answer: (JSONValue) -> Response) -> Response {
      switch self {
      case .value(let value): answer(value)
      case .refused(let response): response
      }
    }
  }

  private func body(of request: Request) -> Body {
    do {
      return .value(try JSONDocument.parse(request.body, limits: Self.recordLimits).root)
    } catch {
      let errors = RequestErrors(diagnostics: error.errors.map { Diagnostic($0, file: "") })
      return .refused(Problem.response(errors, status: .badRequest, instance: request.path))
    }
  }

  private func notJSON(_ request: Request) -> Response {
    Problem.response(.unsupportedMediaType, "the body is application/json, in UTF-8", instance: request.path)
  }

  private func noService(_ request: Request, _ id: String) -> Response {
    let known = HookService.allCases.map(\.rawValue)
    let suggestion = Spelling.nearest(to: id, among: known).map { "; did you mean `\($0)`?" } ?? ""
    return Problem.response(.notFound, "there is no service `\(id)`\(suggestion)", instance: request.path)
  }
}
