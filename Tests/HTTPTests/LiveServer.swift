@testable import HTTP

/// A server on a free port for the time of a test.
///
/// It answers the body of a POST, as many `x` as `/large/{count}` says, and the target to all else.
@discardableResult
func withServer<Result>(
  _ configure: (inout ServerConfiguration) -> Void = { _ in },
  respond: @escaping @Sendable (Request) -> Response = answer(to:),
  open: (@Sendable (Request) -> (opening: Opening, route: Int)?)? = nil,
  epoch: (@Sendable () -> UInt64)? = nil,
  observe: (@Sendable (Exchange) -> Void)? = nil,
  _ body: (Server, BoundAddress) throws -> Result
) throws -> Result {
  var configuration = ServerConfiguration()
  configuration.port = 0
  configuration.loops = 2
  configure(&configuration)
  var handlers = ServerHandlers(respond: respond) { error in
    Response(status: error.status, body: Array(error.description.utf8))
  }
  handlers.open = open
  handlers.epoch = epoch
  handlers.observe = observe
  let server = try Server(configuration: configuration, handlers: handlers)
  let address = try server.start()
  defer { server.drain(withinSeconds: 0) }
  return try body(server, address)
}

@Sendable func answer(to request: Request) -> Response {
  if request.method == .post { return Response(status: .ok, body: request.body) }
  if request.path.hasPrefix("/large/"), let count = Int(request.path.dropFirst(7)) {
    return Response(status: .ok, body: [UInt8](repeating: UInt8(ascii: "x"), count: count))
  }
  return Response(status: .ok, body: Array(request.target.utf8))
}

/// A GET without anything special.
func get(_ target: String, _ fields: String...) -> String {
  "GET \(target) HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
}
