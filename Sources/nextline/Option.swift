/// What a command can be told; each also as a `NEXTLINE_…` variable.
enum Option: String, CaseIterable {
  case host, port, unix, knowledge
  case edition
  case signedOff = "signed-off"
  case retain
  case corsOrigin = "cors-origin"
  case publicURL = "public-url"
  case tokenFile = "token-file"
  case openAccess = "open-access"
  case rateLimit = "rate-limit"
  case decisionLog = "decision-log"
  case feedbackLog = "feedback-log"
  case logFlush = "log-flush"
  case logMaxBytes = "log-max-bytes"
  case accessLog = "access-log"
  case logLevel = "log-level"
  case loops
  case maxRequestLine = "max-request-line"
  case maxHead = "max-head"
  case maxFields = "max-fields"
  case maxBody = "max-body"
  case maxLine = "max-line"
  case maxBatches = "max-batches"
  case maxHeld = "max-held"
  case maxConnections = "max-connections"
  case maxConnectionsPerAddress = "max-connections-per-address"
  case headerTimeout = "header-timeout"
  case bodyTimeout = "body-timeout"
  case idleTimeout = "idle-timeout"
  case writeTimeout = "write-timeout"
  case drainTimeout = "drain-timeout"
  case lang, detail, json, coverage, audit
  case disease, count, seed
  case fromLine = "from-line"

  var takesValue: Bool {
    switch self {
    case .openAccess, .accessLog, .json, .coverage, .audit: false
    default: true
    }
  }

  var placeholder: String {
    switch self {
    case .host: "ADDRESS"
    case .unix: "PATH"
    case .tokenFile, .decisionLog, .feedbackLog, .signedOff: "FILE"
    case .logFlush: "always|never"
    case .logLevel: "info|warning|error"
    case .knowledge, .edition: "DIR"
    case .corsOrigin: "ORIGIN"
    case .publicURL: "URL"
    case .lang: "en|ru"
    case .detail: "LEVEL"
    case .disease: "ID"
    case .maxRequestLine, .maxHead, .maxBody, .maxLine, .maxHeld, .logMaxBytes: "BYTES"
    case .headerTimeout, .bodyTimeout, .idleTimeout, .writeTimeout, .drainTimeout: "SECONDS"
    default: "N"
    }
  }

  var explanation: String {
    switch self {
    case .host: "serve: address to listen on (127.0.0.1)"
    case .port: "serve: port to listen on, 0 for any (8080)"
    case .unix: "serve: listen on a Unix socket instead"
    case .knowledge: "knowledge to use (that beside the binary)"
    case .edition: "serve: an earlier edition of the knowledge that cases may ask for; repeatable"
    case .signedOff: "serve: digests of the editions that may be served, one a line (any)"
    case .retain: "serve: how many editions that were reloaded stay for cases that ask for them (1)"
    case .corsOrigin: "serve: origin that browsers may call from; repeatable, * for any"
    case .publicURL: "serve: where clients reach the service, for links in cards (no links)"
    case .tokenFile: "serve: clients with their tokens' SHA-256 and scopes; read anew when it changes"
    case .openAccess: "serve: let everybody in, beyond this machine too"
    case .rateLimit: "serve: most requests a second of one client, 0 for any number (0)"
    case .decisionLog: "serve: keep every answered case in FILE; SIGUSR1 begins a new one"
    case .feedbackLog: "serve: keep what clinicians did with cards in FILE; SIGUSR1 begins a new one"
    case .logFlush: "serve: whether an answer waits until its record is on the disk (always)"
    case .logMaxBytes: "serve: begin a new log at this length, 0 for none (0)"
    case .accessLog: "serve: a JSON line per request on standard output"
    case .logLevel: "serve: least level of these lines: client errors are warnings, our own are errors (info)"
    case .loops: "serve: event loops (the number of cores)"
    case .maxRequestLine: "serve: longest request line (8192)"
    case .maxHead: "serve: longest head of a request, its line and fields (24576)"
    case .maxFields: "serve: most fields of a request (100)"
    case .maxBody: "serve: longest request body (1048576)"
    case .maxLine: "serve, evaluate: longest line of a cohort (1048576)"
    case .maxBatches: "serve: most batches at a time (8)"
    case .maxHeld: "serve: most bytes of unfinished requests and untaken answers, of all connections (268435456)"
    case .maxConnections: "serve: most connections at a time (10000)"
    case .maxConnectionsPerAddress: "serve: most connections of one address, 0 for any number (0)"
    case .headerTimeout: "serve: time for a request's head (10)"
    case .bodyTimeout: "serve: time for a request's body (30)"
    case .idleTimeout: "serve: time between requests (60)"
    case .writeTimeout: "serve: time to take an answer once it stalls (30)"
    case .drainTimeout: "serve: time to finish after SIGTERM (10)"
    case .lang: "language of answers (en)"
    case .detail: "recommend, evaluate: full, decisive, summary or verdicts (full; evaluate: verdicts)"
    case .json: "recommend, diff: the answer as JSON"
    case .coverage: "check: list criteria with the results no case has seen"
    case .audit: "check: list the figures by how far they were checked, the least certain first"
    case .disease: "synthesize: the disease (each that has a cohort, in turn)"
    case .count: "synthesize: how many cases (1)"
    case .seed: "synthesize: another number, other cases (0)"
    case .fromLine: "evaluate, synthesize: the line to begin with, those before are passed over (1)"
    }
  }

  /// The environment variable that says the same.
  var variable: String {
    "NEXTLINE_" + String(rawValue.uppercased().map { $0 == "-" ? "_" : $0 })
  }
}
