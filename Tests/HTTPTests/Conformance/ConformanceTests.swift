import SeededRandom
import Testing

@testable import HTTP

@Suite struct ConformanceTests {
  @Test(arguments: ConformanceCase.all)
  func `Bytes are read as the standard says`(_ conformance: ConformanceCase) {
    let reading = Transcript([conformance.bytes[...]])
    switch conformance.outcome {
    case .reads(let expected):
      #expect(reading.end == .idle)
      #expect(reading.requests.count == expected.count)
      for (request, expected) in zip(reading.requests, expected) { #expect(expected.differences(from: request) == []) }
    case .refuses(let error):
      #expect(reading.requests.isEmpty)
      #expect(reading.end == .refused(error))
    case .waits:
      #expect(reading.requests.isEmpty)
      #expect(reading.end == .unfinished)
    }
  }

  @Test(arguments: ConformanceCase.all)
  func `Bytes in two pieces are read as in one`(_ conformance: ConformanceCase) {
    let bytes = conformance.bytes
    let whole = Transcript([bytes[...]])
    #expect(bytes.indices.filter { Transcript([bytes[..<$0], bytes[$0...]]) != whole } == [])
  }

  @Test(arguments: ConformanceCase.all)
  func `Single bytes are read as all at once`(_ conformance: ConformanceCase) {
    let bytes = conformance.bytes
    #expect(Transcript(bytes.indices.map { bytes[$0...$0] }) == Transcript([bytes[...]]))
  }

  @Test(arguments: ConformanceCase.all)
  func `What comes before and behind leaves a message as it is`(_ conformance: ConformanceCase) throws {
    let before = bytes("POST /before HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
    let once = Transcript([conformance.bytes[...]])
    let first = Transcript([before[...]])
    try #require(first.requests.count == 1)
    #expect(Transcript([(before + conformance.bytes)[...]]) == first + once)
    guard case .reads(let requests) = conformance.outcome, !requests.isEmpty else { return }
    #expect(Transcript([(conformance.bytes + conformance.bytes)[...]]) == once + once)
    let refused = Transcript([bytes("GET / HTTP/2.0\r\n\r\n")[...]])
    #expect(Transcript([(conformance.bytes + bytes("GET / HTTP/2.0\r\n\r\n"))[...]]) == once + refused)
  }

  @Test(arguments: 0..<8) func `Damaged bytes in any pieces are read as in one`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let bytes = try damaged(using: &random)
      var places = [0, bytes.count]
      for _ in 0..<3 { places.append(Int.random(in: 0...bytes.count, using: &random)) }
      places.sort()
      let pieces = zip(places, places.dropFirst()).map { bytes[$0..<$1] }
      #expect(Transcript(pieces) == Transcript([bytes[...]]), "\(bytes) at \(places)")
    }
  }

  /// Two cases one behind the other, with bytes changed, left out, and taken from another.
  private func damaged(using random: inout SeededGenerator) throws -> [UInt8] {
    func pick() throws -> [UInt8] { try #require(ConformanceCase.all.randomElement(using: &random)).bytes }
    var bytes = try pick() + pick()
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let other = try pick()
      let place = Int.random(in: 0...bytes.count, using: &random)
      let end = min(bytes.count, place + Int.random(in: 0...2, using: &random))
      let start = Int.random(in: 0...other.count, using: &random)
      bytes.replaceSubrange(place..<end, with: other[start...].prefix(Int.random(in: 0...20, using: &random)))
    }
    return bytes
  }

  @Test func `A request line of 8000 bytes is read, as all should`() throws {
    // RFC 9112 §3.
    let target = "/" + text(8000 - "GET / HTTP/1.1".utf8.count)
    #expect(try request("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n").target == target)
  }

  @Test func `Each case has a name of its own`() {
    let names = ConformanceCase.all.map(\.name)
    #expect(Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted() == [])
  }
}

/// What a parser made of pieces: the requests and how it ended.
private struct Transcript: Equatable {
  enum End: Equatable {
    case idle
    case unfinished
    case refused(RequestError)
  }

  var requests: [Request] = []
  var end = End.idle

  init(_ pieces: [ArraySlice<UInt8>]) {
    var parser = RequestParser(limits: ConformanceCase.limits)
    do throws(RequestError) {
      for piece in pieces {
        var input = piece
        reading: while true {
          switch try parser.parse(&input) {
          case .incomplete: break reading
          case .awaitsContinue: continue
          case .request(let request): requests.append(request)
          case .head, .body, .bodyEnd: Issue.record("a body is announced that was not to be")
          }
        }
      }
      end = parser.isIdle ? .idle : .unfinished
    } catch {
      end = .refused(error)
    }
  }

  /// What comes of the bytes of both, one behind the other.
  static func + (first: Self, second: Self) -> Self {
    var both = second
    both.requests = first.requests + second.requests
    return both
  }

  static func == (one: Self, other: Self) -> Bool {
    one.end == other.end && one.requests.elementsEqual(other.requests, by: areEqual)
  }

  /// What else there is of a request is read from its head.
  private static func areEqual(_ one: Request, _ other: Request) -> Bool {
    one.method == other.method && one.head == other.head && one.body == other.body && one.keepsAlive == other.keepsAlive
      && one.lines.elementsEqual(other.lines) { $0.name == $1.name && $0.value == $1.value }
  }
}
