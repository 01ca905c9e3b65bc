import Dispatch
import Synchronization

/// Serves connections on one core: a serial queue whose one long work item runs the loop over a poller.
///
/// Everything of a connection stays in the work item, so nothing of it is shared or locked.
final class EventLoop: Sendable {
  private let queue: DispatchQueue
  private let mailbox: Mailbox
  private let configuration: ServerConfiguration
  private let handlers: ServerHandlers
  private let counters: ServerCounters
  private let longRequests: LongRequests
  /// What this loop alone counts.
  let tally = LoopTally()
  private let number: Int

  init(
    number: Int, configuration: ServerConfiguration, handlers: ServerHandlers, counters: ServerCounters,
    longRequests: LongRequests
  ) throws(ServerError) {
    self.number = number
    queue = DispatchQueue(label: "nextline.loop.\(number)", qos: .userInitiated)
    mailbox = try Mailbox()
    self.configuration = configuration
    self.handlers = handlers
    self.counters = counters
    self.longRequests = longRequests
  }

  /// Runs until it is drained, then calls `finished`.
  func start(finished: @escaping @Sendable () -> Void) throws(ServerError) {
    let poller = try Poller()
    let (mailbox, configuration, handlers, counters) = (mailbox, configuration, handlers, counters)
    let (number, tally, longRequests) = (number, tally, longRequests)
    queue.async {
      var core = LoopCore(
        number: number, poller: poller, mailbox: mailbox, configuration: configuration, handlers: handlers, counters: counters,
        longRequests: longRequests, tally: tally)
      core.run()
      finished()
    }
  }

  func post(_ message: LoopMessage) {
    mailbox.post(message)
  }
}
