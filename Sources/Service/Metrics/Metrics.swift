import Audit
import Clinical
import Decision
package import HTTP
import Knowledge
import Synchronization

/// What operators watch: counted while the service runs, written when they ask.
package final class Metrics: Sendable {
  package let requests: RequestTally
  package let evaluations = EvaluationTally()
  let acceptedReloads = Atomic<Int>(0)
  let refusedReloads = Atomic<Int>(0)
  private let failures = Mutex<[String: Int]>(["access": 0, "decisions": 0, "feedback": 0])
  private let server = Mutex<(@Sendable () -> ServerStatus)?>(nil)

  package init(loops: Int) {
    requests = RequestTally(loops: loops)
  }

  /// Whom to ask for what the server does.
  package func watch(_ status: @escaping @Sendable () -> ServerStatus) {
    server.withLock { $0 = status }
  }

  /// Counts what a log did not take.
  package func noteFailure(ofLog log: String, count: Int = 1) {
    failures.withLock { $0[log, default: 0] += count }
  }

  /// All of it, in the text format of Prometheus. `patterns` names the routes as `Exchange.route` counts them.
  func text(patterns: [String], _ editions: Editions) -> [UInt8] {
    var writer = MetricsWriter()
    writer.begin("nextline_build_info", .gauge, "The program's version.")
    writer.sample("nextline_build_info", [("version", ServiceVersion.text)], 1)
    writeRequests(patterns, to: &writer)
    if let status = server.withLock({ $0 })?() { write(status, to: &writer) }
    writeEvaluations(to: &writer)
    write(editions, to: &writer)
    writer.begin("nextline_log_failures_total", .counter, "Records that a log did not take, by log.")
    for (log, count) in failures.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      writer.sample("nextline_log_failures_total", [("log", log)], count)
    }
    write(ProcessFigures(), to: &writer)
    return writer.bytes
  }

  private func writeRequests(_ patterns: [String], to writer: inout MetricsWriter) {
    let total = requests.total
    func name(_ route: Int) -> String { patterns.indices.contains(route) ? patterns[route] : "" }
    writer.begin("nextline_http_requests_total", .counter, "Answers by route, method and status; no route: nothing is there.")
    for (key, count) in total.requests.sorted(by: { $0.key < $1.key }) {
      writer.sample(
        "nextline_http_requests_total", [("route", name(key.route)), ("method", key.method), ("status", String(key.status))],
        count)
    }
    writer.begin("nextline_http_request_duration_seconds", .histogram, "Time from a whole request to its answer, by route.")
    for (index, durations) in total.durations.enumerated() where durations.counts.contains(where: { $0 > 0 }) {
      writer.histogram(
        "nextline_http_request_duration_seconds", [("route", name(index - 1))], bounds: RequestTally.bounds, durations)
    }
  }

  private func write(_ status: ServerStatus, to writer: inout MetricsWriter) {
    writer.single("nextline_http_requests_in_flight", .gauge, "Requests that are being answered.", status.inFlight)
    writer.single("nextline_http_connections", .gauge, "Connections that are open.", status.openConnections)
    writer.single("nextline_http_connections_limit", .gauge, "Most connections at a time.", status.connectionLimit)
    writer.single("nextline_http_connections_accepted_total", .counter, "Connections since the start.", status.accepted)
    writer.single(
      "nextline_http_connections_refused_total", .counter, "Connections that were turned away since the start.", status.turnedAway
    )
  }

  private func writeEvaluations(to writer: inout MetricsWriter) {
    let counts = evaluations.counts
    writer.begin("nextline_evaluations_total", .counter, "Cases that were answered, by disease and the way they came.")
    for (disease, channel, count) in counts.cases {
      writer.sample("nextline_evaluations_total", [("disease", disease.text), ("via", channel.rawValue)], count)
    }
    writer.begin("nextline_verdicts_total", .counter, "Verdicts on regimens in cases that were answered.")
    for (regimen, verdict, count) in counts.verdicts where count > 0 {
      writer.sample("nextline_verdicts_total", [("regimen", regimen.text), ("verdict", verdict.rawValue)], count)
    }
  }

  private func write(_ editions: Editions, to writer: inout MetricsWriter) {
    let edition = editions.current
    let knowledge = edition.engine.knowledge
    writer.begin("nextline_knowledge_info", .gauge, "The edition of the knowledge that is served.")
    writer.sample(
      "nextline_knowledge_info",
      [
        ("version", knowledge.version), ("digest", knowledge.digest), ("evidence_through", knowledge.evidenceThrough.description),
      ], 1)
    writer.single(
      "nextline_knowledge_loaded_timestamp_seconds", .gauge, "When that edition was loaded.", edition.loaded.secondsSinceEpoch)
    writer.single(
      "nextline_knowledge_evidence_timestamp_seconds", .gauge, "Through which day that edition looked at the evidence.",
      knowledge.evidenceThrough.days.upperBound * 86_400)
    writer.begin("nextline_knowledge_reloads_total", .counter, "Attempts to load the knowledge anew, by result.")
    writer.sample("nextline_knowledge_reloads_total", [("result", "accepted")], acceptedReloads.load(ordering: .relaxed))
    writer.sample("nextline_knowledge_reloads_total", [("result", "refused")], refusedReloads.load(ordering: .relaxed))
  }

  private func write(_ figures: ProcessFigures, to writer: inout MetricsWriter) {
    writer.single(
      "process_cpu_seconds_total", .counter, "Time of processors that the process took.", figures.processorSeconds)
    if let bytes = figures.residentBytes {
      writer.single("process_resident_memory_bytes", .gauge, "Memory that is resident.", bytes)
    }
    if let bytes = figures.virtualBytes {
      writer.single("process_virtual_memory_bytes", .gauge, "Memory that is addressed.", bytes)
    }
    if let count = figures.openDescriptors { writer.single("process_open_fds", .gauge, "Descriptors that are open.", count) }
    if let count = figures.mostDescriptors { writer.single("process_max_fds", .gauge, "Most descriptors that may be.", count) }
    if let time = figures.startTime {
      writer.single("process_start_time_seconds", .gauge, "When the process began.", time)
    }
  }
}
