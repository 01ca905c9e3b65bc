/// A connection as its loop keeps it; confined to the loop, never shared.
struct Connection {
  /// What the connection waits for, each with its own time.
  enum Wait {
    /// The next request.
    case idle
    case head
    case body
    /// The peer to take the answer.
    case write
    /// Nobody: an answer is being made.
    case work
    /// The peer to close, after the last answer.
    case close
  }

  let descriptor: Int32
  var parser: RequestParser
  /// Whence it is, when connections are counted by that.
  let address: PeerAddress?
  /// What could not be sent yet.
  var output = Output()
  /// Bytes received while an answer is stalled: the rest of one reading, as nothing more is read meanwhile.
  var backlog: [UInt8] = []
  var wait = Wait.idle
  /// What its poller looks for.
  var interest = Interest.reading
  /// An answer that is made apart from the loop; nothing else is read or answered meanwhile.
  var answer: OpenAnswer?
  /// The monotonic time at which waiting ends; 0: not known yet.
  var deadline: Int64 = 0
  /// No more requests are read; close once the output is sent.
  var isClosing = false
  /// Above the limit: told so and closed.
  var isExcess = false
  /// What was last counted of the bytes that it makes the server hold.
  var heldBytes = 0

  init(descriptor: Int32, parser: RequestParser, address: PeerAddress?) {
    self.descriptor = descriptor
    self.address = address
    self.parser = parser
  }

  /// Lets the next wait have a time of its own, though it be for the same: a request has come between.
  mutating func endWait() {
    deadline = 0
  }

  /// Changes what is waited for; the same wait goes on unless it is `renewed`.
  mutating func wait(for wait: Wait, _ timeouts: Timeouts, now: Int64, renewed: Bool = false) {
    if self.wait == wait, deadline != 0, !renewed { return }
    self.wait = wait
    let seconds =
      switch wait {
      case .idle: timeouts.idle
      case .head: timeouts.header
      case .body: timeouts.body
      case .write: timeouts.write
      case .close: 2.0
      case .work: Double.infinity
      }
    deadline = seconds == .infinity ? .max : now + Int64(seconds * 1e9)
  }
}
