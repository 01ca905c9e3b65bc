import Access
import Decision
import Dispatch
import HTTP
import Knowledge
import Service
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `nextline serve`: answers over HTTP until SIGTERM or SIGINT; SIGHUP loads the knowledge anew.
enum ServeCommand {
  static func run(_ arguments: Arguments) throws(CommandError) -> Int32 {
    try arguments.allow(
      [
        .host, .port, .unix, .knowledge, .corsOrigin, .publicURL, .tokenFile, .openAccess, .rateLimit, .accessLog, .logLevel,
        .decisionLog,
        .feedbackLog, .logFlush, .logMaxBytes, .loops, .maxRequestLine, .maxHead, .maxFields, .maxBody,
        .maxLine, .maxBatches, .retain, .edition, .signedOff, .maxHeld, .maxConnections, .maxConnectionsPerAddress,
        .headerTimeout,
        .bodyTimeout, .idleTimeout, .writeTimeout, .drainTimeout,
      ], operands: 0)
    let configuration = try configuration(arguments)
    // As many as threads that answer: the loops, and what is answered apart from them.
    FreedMemory.keep(inPlaces: 2 * configuration.loops)
    let drainSeconds = Double(try arguments.number(.drainTimeout, within: 1...600, otherwise: 10))
    let access = try AccessOptions(arguments, configuration)
    let logs = try Logs(arguments)
    var settings = try settings(arguments)
    settings.access = access.control
    settings.decisionLog = logs.decisions.map { DecisionLog($0) }
    settings.feedback = try logs.feedbackStore()
    settings.report = { StandardError.print($0) }
    settings.metrics = Metrics(loops: configuration.loops)
    let metrics = settings.metrics
    let signedOff = arguments.text(.signedOff).map { SignedOffDigests(path: $0) }
    settings.source = KnowledgeSource(directory: arguments.knowledge, signedOff: signedOff)
    settings.heldEditions = try arguments.texts(.edition).map { path throws(CommandError) in
      try Arguments.engine(of: KnowledgeSource(directory: KnowledgeDirectory(path: path), signedOff: signedOff))
    }
    let engine = try arguments.engine(signedOff: signedOff)
    let application = Application(engine: engine, settings: settings)
    let router = application.router()
    var handlers = ServerHandlers(
      respond: { router.respond(to: $0) }, refuse: { Problem.response($0.status, $0.description) })
    handlers.open = { router.open($0) }
    handlers.epoch = application.epoch
    let accessLog = try accessLog(arguments, router.patterns, metrics)
    handlers.decorate = { response, request in
      application.decorate(&response, for: request)
      accessLog?.identify(&response, request)
    }
    handlers.observe = { exchange in
      metrics.requests.note(exchange)
      accessLog?.write(exchange)
    }
    let descriptors = Descriptors.allow(configuration.limits.connections + Descriptors.ofProgram)
    if descriptors < configuration.limits.connections + Descriptors.ofProgram {
      StandardError.print(
        "the system allows \(descriptors) descriptors: with \(configuration.limits.connections) connections new clients would wait"
      )
    }
    // Before anybody can connect, so that a signal sent on the first answer is not lost.
    let stopped = DispatchSemaphore(value: 0)
    var watchers = watchSignals(application, access.tokens) { _ = stopped.signal() }
    if !logs.all.isEmpty { watchers.append(SignalWatcher(SIGUSR1) { logs.rotate() }) }
    let tokenTimer = access.tokens.map(watch)
    let server: Server
    let address: BoundAddress
    do throws(ServerError) {
      server = try Server(configuration: configuration, handlers: handlers)
      address = try server.start()
    } catch {
      throw .failed(error.description)
    }
    metrics.watch { server.status }
    StandardError.print("nextline \(ServiceVersion.text) listens on \(address)")
    let refusal = Mutex<CommandError?>(nil)
    DispatchQueue.global(qos: .utility).async {
      application.prepare()
      let diagnostics = engine.knowledge.workedCaseDiagnostics
      guard diagnostics.contains(where: { $0.severity == .error }) else { return }
      refusal.withLock { $0 = Arguments.refusal(of: arguments.knowledge, diagnostics) }
      stopped.signal()
    }
    withExtendedLifetime((watchers, tokenTimer)) { stopped.wait() }
    application.startDraining()
    server.drain(withinSeconds: drainSeconds)
    accessLog?.flush(withinSeconds: 1)
    if let refusal = refusal.withLock({ $0 }) { throw refusal }
    return 0
  }

  private static func accessLog(
    _ arguments: Arguments, _ patterns: [String], _ metrics: Metrics
  ) throws(CommandError) -> AccessLog? {
    let word = arguments.text(.logLevel) ?? AccessLog.Level.info.rawValue
    guard let level = AccessLog.Level(rawValue: word) else {
      throw .usage("`--log-level` is \(AccessLog.Level.allCases.map(\.rawValue).joined(separator: ", ")), not `\(word)`")
    }
    guard arguments.has(.accessLog) else { return nil }
    return AccessLog(patterns: patterns, from: level) { metrics.noteFailure(ofLog: "access", count: $0) }
  }

  private static func watchSignals(
    _ application: Application, _ tokens: TokenFile?, stop: @escaping @Sendable () -> Void
  ) -> [SignalWatcher] {
    [
      SignalWatcher(SIGTERM, stop), SignalWatcher(SIGINT, stop),
      SignalWatcher(SIGHUP) {
        if let tokens { AccessOptions.reload(tokens) }
        application.reloadSoon()
      },
    ]
  }

  /// A token that is taken out of the file is refused within seconds, without a signal.
  private static func watch(_ tokens: TokenFile) -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
    timer.schedule(deadline: .now() + 2, repeating: 2)
    timer.setEventHandler { AccessOptions.reload(tokens) }
    timer.activate()
    return timer
  }

  private static func configuration(_ arguments: Arguments) throws(CommandError) -> ServerConfiguration {
    var configuration = ServerConfiguration()
    configuration.host = arguments.text(.host) ?? configuration.host
    configuration.port = try arguments.number(.port, within: 0...65_535, otherwise: configuration.port)
    configuration.unixSocketPath = arguments.text(.unix)
    configuration.loops = try arguments.number(
      .loops, within: 1...256, otherwise: Cores.count)
    configuration.limits.requestLineBytes = try arguments.number(
      .maxRequestLine, within: 64...(1 << 20), otherwise: configuration.limits.requestLineBytes)
    configuration.limits.headBytes = try arguments.number(
      .maxHead, within: 128...(1 << 20), otherwise: configuration.limits.headBytes)
    configuration.limits.fieldCount = try arguments.number(
      .maxFields, within: 1...10_000, otherwise: configuration.limits.fieldCount)
    configuration.limits.heldBytes = try arguments.number(
      .maxHeld, within: (1 << 20)...(1 << 40), otherwise: configuration.limits.heldBytes)
    configuration.limits.connectionsPerAddress = try arguments.number(
      .maxConnectionsPerAddress, within: 0...1_000_000, otherwise: configuration.limits.connectionsPerAddress)
    configuration.limits.bodyBytes = try arguments.number(
      .maxBody, within: 1...(1 << 30), otherwise: configuration.limits.bodyBytes)
    configuration.limits.connections = try arguments.number(
      .maxConnections, within: 1...1_000_000, otherwise: configuration.limits.connections)
    configuration.timeouts.header = try seconds(.headerTimeout, arguments, otherwise: configuration.timeouts.header)
    configuration.timeouts.body = try seconds(.bodyTimeout, arguments, otherwise: configuration.timeouts.body)
    configuration.timeouts.idle = try seconds(.idleTimeout, arguments, otherwise: configuration.timeouts.idle)
    configuration.timeouts.write = try seconds(.writeTimeout, arguments, otherwise: configuration.timeouts.write)
    return configuration
  }

  private static func seconds(_ option: Option, _ arguments: Arguments, otherwise standard: Double) throws(CommandError) -> Double
  {
    Double(try arguments.number(option, within: 1...3600, otherwise: Int(standard)))
  }

  /// An absolute URL without a slash at its end.
  private static func publicURL(_ arguments: Arguments) throws(CommandError) -> String? {
    guard var text = arguments.text(.publicURL) else { return nil }
    while text.hasSuffix("/") { text.removeLast() }
    let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, ["http:", "https:"].contains(parts[0]), parts[1].isEmpty, !parts[2].isEmpty,
      !text.contains(where: { $0.isWhitespace || "?#<>\"".contains($0) })
    else { throw .usage("`--public-url` is an address as https://nextline.example, not `\(text)`") }
    return text
  }

  private static func settings(_ arguments: Arguments) throws(CommandError) -> Application.Settings {
    let publicURL = try publicURL(arguments)
    do {
      let resources = arguments.resources
      let contract = StaticFile(try KnowledgeDirectory.bytes(of: resources.openAPI), mediaType: "application/yaml")
      var settings = Application.Settings(openAPI: contract, web: try WebPage(at: resources.web), today: { Today.date() })
      settings.allowedOrigins = arguments.texts(.corsOrigin)
      settings.publicURL = publicURL
      settings.mostLineBytes = try arguments.number(.maxLine, within: 64...(1 << 30), otherwise: settings.mostLineBytes)
      settings.mostBatches = try arguments.number(.maxBatches, within: 0...10_000, otherwise: settings.mostBatches)
      settings.mostReplacedEditions = try arguments.number(.retain, within: 0...16, otherwise: settings.mostReplacedEditions)
      return settings
    } catch {
      throw .failed("a file of the program is missing: \(error)")
    }
  }
}
