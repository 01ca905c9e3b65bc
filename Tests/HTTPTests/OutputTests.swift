import Testing

@testable import HTTP

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What is appended to an output, in order.
struct Appending: CustomTestStringConvertible, Sendable {
  /// Lengths of heads (negative) and bodies.
  let lengths: [Int]

  var testDescription: String { lengths.map(String.init).joined(separator: " ") }

  var pieces: [[UInt8]] {
    lengths.enumerated().map { number, length in (0..<abs(length)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) } }
  }

  func append(to output: inout Output) {
    for (length, piece) in zip(lengths, pieces) {
      if length < 0 { output.append { $0 += piece } } else { output.append(body: piece) }
    }
  }
}

@Suite struct OutputTests {
  @Test(
    arguments: [
      [], [-10], [-10, 5], [-10, 5000], [5000], [-10, 5000, -10, 5000], [-10, 4096, -10, 4097, -10], [-1, 0, -1, 0],
      [-10, 300_000, -20, 5, -30, 300_000], [300_000, 300_000],
    ].map(Appending.init))
  func `All bytes arrive in order though the peer takes few at a time`(_ appending: Appending) throws {
    var ends: [Int32] = [-1, -1]
    #if os(Linux)
      let type = Int32(SOCK_STREAM.rawValue)
    #else
      let type = SOCK_STREAM
    #endif
    try #require(unsafe socketpair(AF_UNIX, type, 0, &ends) == 0)
    defer { for end in ends { _ = Socket.close(end) } }
    var size: Int32 = 4096
    _ = unsafe setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &size, 4)
    try #require(Socket.setNonBlocking(ends[0]) && Socket.setNonBlocking(ends[1]))

    var output = Output()
    let expected = appending.pieces.flatMap { $0 }
    // Once more after it was emptied, with the room of before.
    for _ in 0..<2 {
      appending.append(to: &output)
      #expect(output.count == expected.count)
      var received: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1000)
      while received.count < expected.count {
        if case .closed = output.send(to: ends[0]) { break }
        while case .count(let count) = Socket.receive(ends[1], into: &buffer) { received += buffer[..<count] }
      }
      #expect(received == expected)
      #expect(output.isEmpty)
      output.removeAll()
    }
  }
}
