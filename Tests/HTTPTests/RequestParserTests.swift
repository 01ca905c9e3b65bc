import Testing

@testable import HTTP

@Suite struct RequestParserTests {
  @Test func `The client is told to go on when only the head has come`() throws {
    var parser = RequestParser(limits: Limits())
    var input = bytes("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")[...]
    guard case .awaitsContinue = try parser.parse(&input) else { throw RequestError.badExpectation }
    guard case .incomplete = try parser.parse(&input) else { throw RequestError.badExpectation }
    #expect(parser.isInBody)
  }

  @Test func `An old client is not told to go on`() throws {
    var parser = RequestParser(limits: Limits())
    var input = bytes("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")[...]
    guard case .incomplete = try parser.parse(&input) else { throw RequestError.badExpectation }
  }

  @Test func `A client that has sent of the body is not told to go on`() throws {
    var parser = RequestParser(limits: Limits())
    var input = bytes(message("POST /", "Expect: 100-continue", "Content-Length: 2", body: "h"))[...]
    guard case .incomplete = try parser.parse(&input) else { throw RequestError.badExpectation }
  }

  @Test(arguments: [
    message("POST /", "Expect: 100-continue"), message("POST /", "Expect: 100-continue", "Content-Length: 0"),
    message("POST /", "Expect:", "Content-Length: 0"),
  ])
  func `A client without a body is not told to go on`(_ text: String) throws {
    #expect(try request(text).body.isEmpty)
  }

  @Test func `A field is found without case and its lines are joined`() throws {
    let request = try request(to: "/", "ACCEPT: a", "X: y", "accept:\t b ")
    #expect(request.field("Accept") == "a, b")
    #expect(request.field("Acceptt") == nil)
  }

  @Test(arguments: [1000, 32_768, 40_001, 65_536, 300_000])
  func `A long body is whole, in whatever pieces it comes`(length: Int) throws {
    let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    let message = bytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n") + body
    var parser = RequestParser(limits: Limits())
    for start in stride(from: 0, to: message.count, by: length) {
      var piece = message[start..<min(start + length, message.count)]
      guard case .request(let request) = try parser.parse(&piece) else { continue }
      #expect(request.body == body)
      #expect(start + length >= message.count)
      return
    }
    Issue.record("the body has no end")
  }

  /// Pieces of so many bytes are written to where they stay; 0: nothing has come.
  @Test(arguments: [[1 << 20], [100_000], [1, 40_000], [0, 16_384, 0], [7]])
  func `A long body is whole when it is written to where it stays`(lengths: [Int]) throws {
    let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    let message = bytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n") + body + bytes("next")
    var parser = RequestParser(limits: Limits())
    var (start, written) = (0, 0)
    for round in 0... {
      let length = lengths[round % lengths.count]
      var room = 0
      let transfer = parser.receiveBody { end in
        room = end.freeCapacity
        let piece = message[start...].prefix(min(length, room))
        for byte in piece { end.append(byte) }
        return piece.isEmpty ? .wouldBlock : .count(piece.count)
      }
      var input: ArraySlice<UInt8> = []
      switch transfer {
      case nil:
        input = message[start...].prefix(65_536)
        start += input.count
      case .count(let count): (start, written) = (start + count, written + count)
      case .wouldBlock, .closed: continue
      }
      #expect(room <= body.count)
      guard case .request(let request) = try parser.parse(&input) else { continue }
      #expect(request.body == body)
      #expect(written >= 200_000)
      #expect(Array(message[(start - input.count)...]) == bytes("next"))
      #expect(parser.isFresh)
      return
    }
  }

  @Test(arguments: [
    "", "POST / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\nab",
  ]) func `Where no long body has begun nothing is written`(_ text: String) throws {
    var parser = RequestParser(limits: Limits())
    var input = bytes(text)[...]
    guard case .incomplete = try parser.parse(&input) else { throw RequestError.badChunk }
    let held = parser.heldBytes
    // Announced bytes alone take no memory beyond the first 64 KiB.
    var room = 0
    _ = parser.receiveBody { end in
      room = end.freeCapacity
      return .wouldBlock
    }
    #expect(room <= 1 << 17)
    #expect(text.contains("300000") || room == 0)
    #expect(parser.heldBytes == held)
  }

  @Test func `The bytes held are those of a message that is not whole`() throws {
    var parser = RequestParser(limits: Limits())
    for (piece, held) in [("POST / HTTP/1.1\r\n", 17), ("Host: a\r\nContent-Length: 4\r\n\r\nab", 2), ("c", 3)] {
      var input = bytes(piece)[...]
      guard case .incomplete = try parser.parse(&input) else { throw RequestError.badChunk }
      #expect(parser.heldBytes == held)
    }
    var input = bytes("d")[...]
    guard case .request = try parser.parse(&input) else { throw RequestError.badChunk }
    #expect(parser.heldBytes == 0)
    #expect(parser.isIdle)
  }

  @Test(arguments: [
    (message("HEAD /", "A : b"), Method.head), ("HEAD / HTTP/1.1\r\n\r\n", .head), (message("HEAD /%"), .head),
    (message("POST /", "Content-Length: x"), .post), (message("POST /", "Transfer-Encoding: chunked", body: "x\r\n"), .post),
    (message("HEAD /") + message("BREW /"), nil), (message("HEAD /") + "\n", nil), ("HEAD / HTTP/2.0\r\n\r\n", nil),
  ])
  func `The method of a refused request is known once its line was read`(_ text: String, _ method: Method?) {
    var parser = RequestParser(limits: Limits())
    var input = bytes(text)[...]
    #expect(throws: RequestError.self) { while case .request = try parser.parse(&input) {} }
    #expect(parser.method == method)
  }

  @Test(arguments: [
    (RequestError.malformedRequestLine, 400), (.badTarget, 400), (.bareLineBreak, 400), (.whitespaceBeforeColon, 400),
    (.obsoleteFolding, 400), (.badFieldName, 400), (.badFieldValue, 400), (.missingHost, 400), (.badHost, 400),
    (.badContentLength, 400), (.conflictingFraming, 400), (.badTransferCoding, 400), (.badChunk, 400), (.timedOut, 408),
    (.bodyTooLarge, 413), (.requestLineTooLong, 414), (.badExpectation, 417), (.headTooLarge, 431), (.tooManyFields, 431),
    (.unknownMethod, 501), (.unknownTransferCoding, 501), (.tooBusy, 503), (.tooManyConnections, 503), (.unsupportedVersion, 505),
  ])
  func `A refusal has its status`(_ error: RequestError, _ code: Int) {
    #expect(error.status.code == code)
  }
}
