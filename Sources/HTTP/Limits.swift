/// What a client may send, checked before it is stored.
package struct Limits: Sendable {
  package var requestLineBytes = 8 << 10
  /// All of the head.
  package var headBytes = 24 << 10
  package var fieldCount = 100
  package var bodyBytes = 1 << 20
  package var connections = 10_000
  /// Of one address; 0: as many as of all, since behind a proxy all come from one.
  package var connectionsPerAddress = 0
  /// Bytes of requests that are not whole and of answers that are not taken, of all connections together; an eighth more may be
  /// held of requests that are answered apart from the loops.
  package var heldBytes = 256 << 20

  package init() {}
}

/// How long a client may take, in seconds.
package struct Timeouts: Sendable {
  /// From a request's first byte to the end of its head.
  package var header = 10.0
  /// From the head to the end of the body.
  package var body = 30.0
  /// Between requests.
  package var idle = 60.0
  /// From the moment the peer takes no more of what it is sent to its having taken all.
  package var write = 30.0

  package init() {}
}
