import Synchronization

/// What a loop is told from outside.
enum LoopMessage: Sendable {
  /// A new connection, with its address when connections are counted by that.
  case connection(Int32, from: PeerAddress?)
  /// A connection above the limit.
  case excess(Int32)
  /// A streamed answer goes on.
  case streamed(Int32, number: UInt64)
  /// Finish what is under way until the monotonic time, then close.
  case drain(until: Int64)
}

/// The one way into an event loop from outside.
final class Mailbox: Sendable {
  private let messages = Mutex<[LoopMessage]>([])
  let wake: Wake

  init() throws(ServerError) {
    wake = try Wake()
  }

  func post(_ message: LoopMessage) {
    messages.withLock { $0.append(message) }
    wake.signal()
  }

  func take() -> [LoopMessage] {
    wake.clear()
    return messages.withLock { messages in
      let taken = messages
      messages.removeAll(keepingCapacity: true)
      return taken
    }
  }
}
