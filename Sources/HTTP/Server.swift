import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An HTTP/1.1 server: an acceptor, and an event loop for each core.
package final class Server: Sendable {
  private let configuration: ServerConfiguration
  private let loops: [EventLoop]
  private let counters = ServerCounters()
  private let acceptor = Mutex<Acceptor?>(nil)
  private let accepting = DispatchGroup()
  private let running = DispatchGroup()

  package init(configuration: ServerConfiguration, handlers: ServerHandlers) throws(ServerError) {
    // A peer that vanishes is ordinary.
    _ = signal(SIGPIPE, SIG_IGN)
    self.configuration = configuration
    let longRequests = LongRequests(configuration)
    var loops: [EventLoop] = []
    for number in 0..<max(1, configuration.loops) {
      loops.append(
        try EventLoop(
          number: number, configuration: configuration, handlers: handlers, counters: counters, longRequests: longRequests))
    }
    self.loops = loops
  }

  /// Listens and serves from now on.
  package func start() throws(ServerError) -> BoundAddress {
    let listener =
      if let path = configuration.unixSocketPath { try Socket.listen(path: path) } else {
        try Socket.listen(host: configuration.host, port: configuration.port)
      }
    let acceptor = try Acceptor(listener: listener, loops: loops, limits: configuration.limits, counters: counters)
    for loop in loops {
      running.enter()
      try loop.start { [running] in running.leave() }
    }
    let address: BoundAddress =
      configuration.unixSocketPath.map { .unix(path: $0) } ?? .tcp(host: configuration.host, port: Socket.port(of: listener))
    accepting.enter()
    try acceptor.start { [accepting] in accepting.leave() }
    self.acceptor.withLock { $0 = acceptor }
    return address
  }

  /// Stops accepting, finishes what is under way and closes; returns when all is done or the time has passed.
  package func drain(withinSeconds seconds: Double) {
    let deadline = Clock.nanoseconds() + Int64(seconds * 1e9)
    // While it is still ours: a successor may listen there as soon as nobody else does.
    if let path = configuration.unixSocketPath { Socket.removeSocket(at: path) }
    acceptor.withLock { $0?.stop() }
    // First the acceptor, then the loops: a connection dealt to a loop that has ended would be lost.
    accepting.wait()
    for loop in loops { loop.post(.drain(until: deadline)) }
    // The loops close what is left at the deadline; the rest of a second is for them to notice.
    _ = running.wait(timeout: .now() + seconds + 1)
  }

  /// Connections that are open.
  package var openConnections: Int { counters.open.load(ordering: .relaxed) }

  package var status: ServerStatus {
    ServerStatus(
      openConnections: openConnections, connectionLimit: configuration.limits.connections,
      accepted: counters.accepted.load(ordering: .relaxed), turnedAway: counters.turnedAway.load(ordering: .relaxed),
      inFlight: loops.reduce(0) { $0 + $1.tally.inFlight })
  }
}

/// What a server does at the moment, and what it did since its start.
package struct ServerStatus: Sendable {
  package let openConnections: Int
  package let connectionLimit: Int
  /// Connections since the start, those that were turned away too.
  package let accepted: Int
  package let turnedAway: Int
  /// Requests that are being answered.
  package let inFlight: Int
}
