import Synchronization

/// The state of a running loop.
struct LoopCore {
  let number: Int
  private var poller: Poller
  let mailbox: Mailbox
  let configuration: ServerConfiguration
  let handlers: ServerHandlers
  private let counters: ServerCounters
  let longRequests: LongRequests
  let tally: LoopTally
  private var connections = ConnectionTable()
  private(set) var drainDeadline: Int64?
  private var buffer = [UInt8](repeating: 0, count: 65_536)
  /// Room for the output of the connection that is served, so that none is made for each answer.
  private var spareOutput = Output()
  /// Bytes of requests that are not whole and of answers that were not taken, of all connections.
  private var heldBytes = 0
  private var repeated = RepeatedAnswers()
  var writer = ResponseWriter()
  private var nextSweep: Int64 = 0
  /// Numbers the answers that were made apart from the loop.
  var streamNumber: UInt64 = 0

  init(
    number: Int, poller: Poller, mailbox: Mailbox, configuration: ServerConfiguration, handlers: ServerHandlers,
    counters: ServerCounters, longRequests: LongRequests, tally: LoopTally
  ) {
    self.number = number
    self.tally = tally
    self.poller = poller
    self.mailbox = mailbox
    self.configuration = configuration
    self.handlers = handlers
    self.counters = counters
    self.longRequests = longRequests
  }

  mutating func run() {
    _ = poller.register(mailbox.wake.reading, for: .reading)
    var ready: [Readiness] = []
    while drainDeadline == nil || connections.count > 0 {
      ready.removeAll(keepingCapacity: true)
      poller.wait(milliseconds: connections.count > 0 || drainDeadline != nil ? sweepMilliseconds : -1) {
        ready.append($0)
      }
      for readiness in ready {
        if readiness.descriptor == mailbox.wake.reading { readMail() } else { serve(readiness) }
      }
      sweep()
    }
    poller.close()
  }

  /// How often deadlines are looked at: a quarter of the shortest time, within 10 ms and half a second.
  private var sweepMilliseconds: Int32 {
    let times = configuration.timeouts
    let shortest = min(times.header, times.body, times.idle, times.write)
    return Int32(min(500, max(10, shortest * 250)))
  }

  private mutating func readMail() {
    for message in mailbox.take() {
      switch message {
      case .connection(let descriptor, let address):
        add(Connection(descriptor: descriptor, parser: newParser, address: address))
      case .excess(let descriptor): turnAway(descriptor)
      case .streamed(let descriptor, let number): goOn(descriptor, number)
      case .drain(let deadline):
        drainDeadline = deadline
        for descriptor in connections.descriptors { finish(descriptor) }
      }
    }
  }

  /// Ends a connection that waits for a request; what has come already is answered before.
  private mutating func finish(_ descriptor: Int32) {
    guard var connection = connections.take(descriptor) else { return }
    var isOpen = true
    if connection.answer != nil {
      // It has its time until the deadline.
    } else if connection.wait == .idle {
      isOpen = receive(&connection) && connection.wait != .idle
    } else if connection.wait == .write, connection.backlog.isEmpty, connection.parser.isIdle {
      connection.isClosing = true
    }
    if isOpen { connections.putBack(connection) } else { close(connection) }
  }

  private mutating func add(_ new: Connection) {
    var connection = new
    connection.wait(for: .idle, configuration.timeouts, now: Clock.nanoseconds())
    guard poller.register(connection.descriptor, for: .reading) else { return release(connection) }
    connections.insert(connection)
  }

  /// Tells a client that there are too many connections, rather than leave it to guess.
  private mutating func turnAway(_ descriptor: Int32) {
    var connection = Connection(descriptor: descriptor, parser: newParser, address: nil)
    connection.isExcess = true
    guard poller.register(descriptor, for: .reading) else { return release(connection) }
    refuse(.tooManyConnections, &connection)
    guard flush(&connection) else {
      poller.remove(descriptor)
      return release(connection)
    }
    connections.insert(connection)
  }

  /// Closes a connection that is not in the table, or no more.
  private func release(_ connection: Connection) {
    _ = Socket.close(connection.descriptor)
    if connection.isExcess {
      counters.refused.subtract(1, ordering: .relaxed)
    } else {
      counters.open.subtract(1, ordering: .relaxed)
    }
    if let address = connection.address { counters.release(address) }
  }

  /// Closes a connection that was taken out of the table.
  private mutating func close(_ connection: Connection) {
    if let answer = connection.answer { abandon(answer) }
    heldBytes -= connection.heldBytes
    connections.remove(connection.descriptor)
    poller.remove(connection.descriptor)
    release(connection)
  }

  // Serving.

  private mutating func serve(_ readiness: Readiness) {
    guard var connection = connections.take(readiness.descriptor) else { return }
    let isOpen =
      if connection.answer != nil {
        !readiness.isGone && receiveAndAdvance(&connection)
      } else if connection.wait == .write { resume(&connection) } else { receive(&connection) }
    if isOpen { connections.putBack(connection) } else { close(connection) }
  }

  /// An answer that is made apart from the loop has something new.
  private mutating func goOn(_ descriptor: Int32, _ number: UInt64) {
    guard var connection = connections.take(descriptor) else { return }
    let isOpen = connection.answer?.number != number || advance(&connection)
    if isOpen { connections.putBack(connection) } else { close(connection) }
  }

  /// Reads once, if the request's body is wanted, and goes on with the answer.
  private mutating func receiveAndAdvance(_ connection: inout Connection) -> Bool {
    guard connection.interest.contains(.reading) else { return advance(&connection) }
    return receive(&connection) && (connection.answer == nil || advance(&connection))
  }

  /// Reads once and answers what is whole; `false` when the connection is to be closed.
  private mutating func receive(_ connection: inout Connection) -> Bool {
    let descriptor = connection.descriptor
    let ofBody = connection.wait == .close ? nil : connection.parser.receiveBody { Socket.receive(descriptor, into: &$0) }
    switch ofBody ?? Socket.receive(descriptor, into: &buffer) {
    case .wouldBlock: return true
    case .closed:
      // A half-closed client still wants what it is owed (RFC 9112 §9.6); nothing is, here.
      return false
    case .count(let count):
      if connection.wait == .close { return true }
      let isOpen = answer(&connection, ofBody == nil ? buffer[..<count] : [])
      // Where the peer waits for room, it would learn of it 40 ms later.
      if connection.parser.isInBody { Socket.acknowledge(descriptor) }
      return isOpen
    }
  }

  /// Goes on when the peer takes more: with the output, then with what came meanwhile.
  private mutating func resume(_ connection: inout Connection) -> Bool {
    guard connection.output.isEmpty, !connection.isClosing else { return flush(&connection) }
    let backlog = connection.backlog
    connection.backlog = []
    return answer(&connection, backlog[...])
  }

  private mutating func answer(_ connection: inout Connection, _ bytes: ArraySlice<UInt8>) -> Bool {
    var input = bytes
    if connection.output.isEmpty { swap(&connection.output, &spareOutput) }
    do throws(RequestError) {
      if repeatAnswer(to: input, &connection) { input = [] }
      reading: while !connection.isClosing {
        switch try connection.parser.parse(&input) {
        case .incomplete: break reading
        case .awaitsContinue: connection.output.append { $0 += "HTTP/1.1 100 Continue\r\n\r\n".utf8 }
        case .head(let request): openAnswer(to: request, hasBody: false, &connection)
        case .body(let piece):
          connection.endWait()
          connection.answer?.stream.receive(piece)
        case .bodyEnd:
          connection.answer?.endBody()
          // What is pipelined behind it waits for its answer.
          break reading
        case .request(let request):
          connection.endWait()
          if request.method == .post, request.body.isEmpty, openAnswer(to: request, hasBody: true, &connection) { break reading }
          if answerApart(request, &connection) { break reading }
          respond(to: request, &connection, isLast: input.isEmpty)
          // What a client pipelines beyond this waits until it takes its answers.
          guard connection.output.count < Self.batchBytes else { break reading }
        }
      }
      if holdsTooMuch(beside: connection) { throw .tooBusy }
    } catch {
      // Who has the head of a streamed answer is told by its end missing.
      if let answer = connection.answer, answer.head != nil { return false }
      refuse(error, &connection)
    }
    if !connection.isClosing, !input.isEmpty { connection.backlog += input }
    return connection.answer == nil ? flush(&connection) : advance(&connection)
  }

  /// Answers to pipelined requests are sent together up to this many bytes.
  static let batchBytes = 1 << 16

  /// Whether a request that is not whole would make this loop hold more than its share.
  private func holdsTooMuch(beside connection: Connection) -> Bool {
    let added = connection.parser.heldBytes - connection.heldBytes
    return added > 0 && heldBytes + added > configuration.limits.heldBytes / configuration.loops
  }

  /// Answers bytes that are a request which was answered before; `false` when they are to be read.
  private mutating func repeatAnswer(to bytes: ArraySlice<UInt8>, _ connection: inout Connection) -> Bool {
    guard let epoch = handlers.epoch?(), drainDeadline == nil, connection.answer == nil, !connection.isClosing,
      connection.parser.isFresh, let (request, response) = repeated.find(bytes, in: epoch)
    else { return false }
    connection.endWait()
    tally.begin()
    defer { tally.end() }
    let start = handlers.observe == nil ? 0 : Clock.nanoseconds()
    send(response, to: request, keepAlive: true, since: start, &connection)
    return true
  }

  private mutating func respond(to request: Request, _ connection: inout Connection, isLast: Bool) {
    let start = handlers.observe == nil ? 0 : Clock.nanoseconds()
    tally.begin()
    defer { tally.end() }
    // Before the answer is made, lest one of an earlier epoch be kept for a later.
    let epoch = handlers.epoch?()
    let response = handlers.respond(request)
    if let epoch { repeated.keep(response, to: request, of: epoch) }
    // What was sent before the end began is answered.
    send(response, to: request, keepAlive: request.keepsAlive && (drainDeadline == nil || !isLast), since: start, &connection)
  }

  /// Adds a whole answer to the output.
  mutating func send(
    _ answer: Response, to request: Request, keepAlive: Bool, since start: Int64 = Clock.nanoseconds(),
    _ connection: inout Connection
  ) {
    var response = answer
    handlers.decorate(&response, request)
    writer.append(
      response, headOnly: request.method == .head, keepAlive: keepAlive, isVersion10: request.isVersion10, to: &connection.output)
    if !keepAlive { connection.isClosing = true }
    observe(response, to: request, since: start)
  }

  private func observe(_ response: Response, to request: Request, since start: Int64) {
    handlers.observe?(
      Exchange(
        request: request, method: request.method, route: response.route, status: response.status, fields: response.fields,
        bodyBytes: response.body.count, nanoseconds: Clock.nanoseconds() - start, loop: number))
  }

  private mutating func refuse(_ error: RequestError, _ connection: inout Connection) {
    var response = handlers.refuse(error)
    handlers.decorate(&response, nil)
    // An answer to HEAD has no content, also when it is refused (RFC 9110 §9.3.2).
    let isHead = connection.parser.method == .head
    writer.append(response, headOnly: isHead, keepAlive: false, isVersion10: false, to: &connection.output)
    connection.isClosing = true
    handlers.observe?(
      Exchange(
        request: nil, method: connection.parser.method, route: nil, status: response.status, fields: response.fields,
        bodyBytes: response.body.count, nanoseconds: 0, loop: number))
    // Nothing of the request is of use any more.
    connection.parser = newParser
    if let answer = connection.answer { abandon(answer) }
    connection.answer = nil
  }

  var newParser: RequestParser { RequestParser(limits: configuration.limits, announcesBodies: handlers.open != nil) }

  /// Waits for what is of interest now.
  mutating func wait(_ connection: inout Connection, for interest: Interest) -> Bool {
    guard connection.interest != interest else { return true }
    connection.interest = interest
    return poller.modify(connection.descriptor, to: interest)
  }

  /// Sends what there is; waits for the peer when it takes no more. `false` when the connection is to be closed.
  mutating func flush(_ connection: inout Connection) -> Bool {
    switch connection.output.send(to: connection.descriptor) {
    case .count: break
    case .closed: return false
    case .wouldBlock:
      return account(for: &connection) && waitToWrite(&connection, now: Clock.nanoseconds(), renewed: false)
    }
    connection.output.removeAll()
    swap(&connection.output, &spareOutput)
    connection.output = Output()
    return account(for: &connection) && proceed(&connection)
  }

  /// Notes what a connection holds; `false` when that is too much, as an answer that is not taken may be.
  mutating func account(for connection: inout Connection) -> Bool {
    let held = connection.output.count + connection.backlog.count + connection.parser.heldBytes
    let added = held - connection.heldBytes
    guard added != 0 else { return true }
    connection.heldBytes = held
    heldBytes += added
    let limit = configuration.limits.heldBytes / configuration.loops
    guard added > 0, heldBytes > limit else { return true }
    makeRoom(upTo: limit / 4 * 3)
    return heldBytes <= limit
  }

  /// A stalled answer has its time from the first stall on: a peer that takes a byte now and then does not keep it.
  private mutating func waitToWrite(_ connection: inout Connection, now: Int64, renewed: Bool) -> Bool {
    connection.wait(for: .write, configuration.timeouts, now: now, renewed: renewed)
    return wait(&connection, for: .writing)
  }

  /// What comes after everything was sent.
  private mutating func proceed(_ connection: inout Connection) -> Bool {
    let now = Clock.nanoseconds()
    if connection.isClosing {
      // Closing at once could reset the connection and lose the answer: wait for the peer (RFC 9112 §9.6).
      guard connection.wait != .close else { return true }
      guard wait(&connection, for: .reading) else { return false }
      Socket.finishSending(connection.descriptor)
      connection.backlog = []
      connection.wait(for: .close, configuration.timeouts, now: now)
      return true
    }
    if !connection.backlog.isEmpty {
      // In the next turn, so that others have theirs.
      return waitToWrite(&connection, now: now, renewed: true)
    }
    guard wait(&connection, for: .reading) else { return false }
    if connection.parser.isIdle {
      if drainDeadline != nil { return false }
      connection.wait(for: .idle, configuration.timeouts, now: now)
    } else {
      connection.wait(for: connection.parser.isInBody ? .body : .head, configuration.timeouts, now: now)
    }
    return true
  }

  // Time.

  private mutating func sweep() {
    let now = Clock.nanoseconds()
    guard now >= nextSweep else { return }
    nextSweep = now + Int64(sweepMilliseconds) * 1_000_000
    let isOver = drainDeadline.map { now >= $0 } ?? false
    for descriptor in connections.descriptors(expiredAt: isOver ? .max : now) { expire(descriptor, isOver: isOver) }
  }

  /// What has come in time counts, though it is looked at late: before a client is blamed, its bytes are read.
  private mutating func expire(_ descriptor: Int32, isOver: Bool) {
    guard var connection = connections.take(descriptor) else { return }
    let (wait, deadline) = (connection.wait, connection.deadline)
    var isOpen = false
    switch wait {
    case .work: isOpen = !isOver
    case .idle, .head, .body:
      guard !isOver else { break }
      isOpen = receive(&connection)
      guard isOpen, connection.wait == wait, connection.deadline == deadline else { break }
      isOpen = false
      if wait != .idle, connection.answer?.head == nil {
        refuse(.timedOut, &connection)
        isOpen = flush(&connection)
      }
    case .write: Socket.discard(descriptor)
    case .close: break
    }
    if isOpen { connections.putBack(connection) } else { close(connection) }
  }

  /// Ends those who have taken nothing for longest, until there is room again.
  private mutating func makeRoom(upTo limit: Int) {
    for descriptor in connections.stalled {
      guard heldBytes > limit else { return }
      guard let connection = connections.take(descriptor) else { continue }
      Socket.discard(descriptor)
      close(connection)
    }
  }
}
