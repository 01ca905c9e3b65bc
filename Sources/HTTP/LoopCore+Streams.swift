/// Answers that are made apart from the loop.
extension LoopCore {
  /// Begins an answer that is streamed, or refuses it; `false` when the request is answered otherwise.
  ///
  /// `hasBody`: there is none to come.
  @discardableResult
  mutating func openAnswer(to request: Request, hasBody: Bool, _ connection: inout Connection) -> Bool {
    guard let (opening, route) = handlers.open?(request) else { return false }
    switch opening {
    case .refusal(let refusal):
      var response = refusal
      response.route = route
      // Of a body that is not read nobody knows where the next request begins.
      send(response, to: request, keepAlive: hasBody && request.keepsAlive && drainDeadline == nil, &connection)
    case .stream(let stream):
      let answer = begin(stream, to: request, route: route, &connection)
      if hasBody { answer.endBody() } else { connection.parser.streamBody() }
    }
    return true
  }

  private mutating func begin(
    _ stream: any AnswerStream, to request: Request, route: Int?, _ connection: inout Connection
  ) -> OpenAnswer {
    streamNumber += 1
    let waker = OpenAnswer.Waker(mailbox, descriptor: connection.descriptor, number: streamNumber)
    let answer = OpenAnswer(stream, to: request, route: route, number: streamNumber, waker: waker)
    connection.answer = answer
    tally.begin()
    stream.begin { waker.wake() }
    return answer
  }

  /// Has a request that takes its time answered apart, so that it holds up nobody else; `false`: it is to be answered here.
  ///
  /// What waits is bounded: beyond that the loops answer themselves, and take nothing more meanwhile.
  mutating func answerApart(_ request: Request, _ connection: inout Connection) -> Bool {
    guard request.body.count >= LongRequests.leastBytes, let share = longRequests.share(request.body.count) else { return false }
    let (longRequests, respond) = (longRequests, handlers.respond)
    let answer = LateAnswer(on: { longRequests.add($0) }) {
      let response = respond(request)
      share.add(response.body.count)
      return response
    }
    begin(answer, to: request, route: nil, &connection).endBody()
    return true
  }

  /// Sends what there is, asks for more, and waits for whom it takes; `false` when the connection is to be closed.
  mutating func advance(_ connection: inout Connection) -> Bool {
    while let answer = connection.answer {
      switch connection.output.send(to: connection.descriptor) {
      case .closed: return false
      case .wouldBlock: return account(for: &connection) && pause(answer, &connection)
      case .count:
        // What comes next has a time of its own.
        if connection.output.hasParts { connection.endWait() }
        connection.output.removeAll()
      }
      answer.waker.rearm()
      gather(answer, &connection)
      if connection.output.isEmpty, connection.answer != nil { return account(for: &connection) && pause(answer, &connection) }
    }
    return flush(&connection)
  }

  /// Takes what is there of an answer, as much as is sent at once.
  private mutating func gather(_ answer: OpenAnswer, _ connection: inout Connection) {
    let request = answer.request
    while connection.output.count < Self.batchBytes, let part = answer.stream.next() {
      switch part {
      case .whole(let response):
        // What was sent before the end began is answered.
        let isLast = drainDeadline != nil && connection.backlog.isEmpty
        begin(response, answer, keepAlive: request.keepsAlive && answer.hasBody && !isLast)
        writer.append(
          answer.head ?? response, headOnly: request.method == .head, keepAlive: answer.keepsAlive,
          isVersion10: request.isVersion10, to: &connection.output)
        answer.bodyBytes = response.body.count
        return finish(answer, &connection)
      case .head(let response):
        begin(response, answer, keepAlive: request.keepsAlive && !request.isVersion10 && drainDeadline == nil)
        writer.appendHead(
          answer.head ?? response, keepAlive: answer.keepsAlive, isVersion10: request.isVersion10, to: &connection.output)
      case .piece(let bytes):
        writer.append(chunk: bytes, isVersion10: request.isVersion10, to: &connection.output)
        answer.bodyBytes += bytes.count
      case .end:
        writer.appendEnd(isVersion10: request.isVersion10, to: &connection.output)
        return finish(answer, &connection)
      }
    }
  }

  private func begin(_ response: Response, _ answer: OpenAnswer, keepAlive: Bool) {
    answer.keepsAlive = keepAlive
    var response = response
    handlers.decorate(&response, answer.request)
    answer.head = response
  }

  /// The answer is whole.
  private mutating func finish(_ answer: OpenAnswer, _ connection: inout Connection) {
    connection.answer = nil
    // Of a body that was not read whole nobody knows where the next request begins.
    if !answer.keepsAlive || !answer.hasBody { connection.isClosing = true }
    if !answer.hasBody { connection.parser = newParser }
    observe(answer)
    tally.end()
  }

  /// The answer will not be whole: its client is gone, or its request was no good.
  func abandon(_ answer: OpenAnswer) {
    answer.stream.cancel()
    observe(answer)
    tally.end()
  }

  private func observe(_ answer: OpenAnswer) {
    guard let response = answer.head else { return }
    handlers.observe?(
      Exchange(
        request: answer.request, method: answer.request.method, route: answer.route ?? response.route,
        status: response.status, fields: response.fields, bodyBytes: answer.bodyBytes,
        nanoseconds: Clock.nanoseconds() - answer.start, loop: number))
  }

  /// Waits for the client to take what there is, or to send more, or for the answer to go on.
  private mutating func pause(_ answer: OpenAnswer, _ connection: inout Connection) -> Bool {
    let wantsMore = answer.wantsMore
    let isStalled = !connection.output.isEmpty
    connection.wait(for: isStalled ? .write : wantsMore ? .body : .work, configuration.timeouts, now: Clock.nanoseconds())
    var interest: Interest = isStalled ? .writing : []
    if wantsMore { interest.insert(.reading) }
    return wait(&connection, for: interest)
  }
}
