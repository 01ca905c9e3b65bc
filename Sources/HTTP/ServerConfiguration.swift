/// Where a server listens and what it allows.
package struct ServerConfiguration: Sendable {
  package var host = "127.0.0.1"
  /// 0: any that is free.
  package var port = 8080
  /// Listened on instead of host and port.
  package var unixSocketPath: String?
  /// Event loops, one a core.
  package var loops = 1
  package var limits = Limits()
  package var timeouts = Timeouts()

  package init() {}
}

/// Where a server listens once it does.
package enum BoundAddress: Sendable, CustomStringConvertible {
  case tcp(host: String, port: Int)
  case unix(path: String)

  package var description: String {
    switch self {
    case .tcp(let host, let port): "http://\(host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}

/// Why a server does not start.
package enum ServerError: Error, Sendable, CustomStringConvertible {
  case cannotListen(on: String, reason: String)
  case outOfResources

  package var description: String {
    switch self {
    case .cannotListen(let address, let reason): "cannot listen on \(address): \(reason)"
    case .outOfResources: "the system gives no more descriptors"
    }
  }
}

/// What a server asks of the program it is in.
package struct ServerHandlers: Sendable {
  /// Answers a request; called on an event loop, which serves nobody else until it returns, or with a long request on another thread.
  package var respond: @Sendable (Request) -> Response
  /// How a request is answered that is not to be answered at once; asked as soon as its head is there. `nil`: `respond` answers.
  package var open: (@Sendable (Request) -> (opening: Opening, route: Int)?)?
  /// Makes the answer to bytes that are no request.
  package var refuse: @Sendable (RequestError) -> Response
  /// Adds fields to every answer; `nil` for one to a refused request.
  package var decorate: @Sendable (inout Response, Request?) -> Void = { _, _ in }
  /// A number that changes after repeatable answers have become others; `nil`: every request is asked about.
  package var epoch: (@Sendable () -> UInt64)?
  /// Told of every answer; `nil`: nobody listens.
  package var observe: (@Sendable (Exchange) -> Void)?

  package init(respond: @escaping @Sendable (Request) -> Response, refuse: @escaping @Sendable (RequestError) -> Response) {
    self.respond = respond
    self.refuse = refuse
  }
}

/// A request and its answer, in short.
package struct Exchange: Sendable {
  /// `nil` when the bytes were no request.
  package let request: Request?
  /// The method of what was no request, when that much is known.
  package let method: Method?
  /// Which of the router's patterns was asked; `nil`: none.
  package let route: Int?
  package let status: Status
  /// Fields of the answer.
  package let fields: Fields
  package let bodyBytes: Int
  package let nanoseconds: Int64
  /// The loop that served it, from 0.
  package let loop: Int
}
