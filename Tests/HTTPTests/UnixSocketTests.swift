import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@testable import HTTP

@Suite struct UnixSocketTests {
  /// A path that nobody else uses.
  private let path = "/tmp/nextline-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"

  private var exists: Bool { unsafe access(path, F_OK) == 0 }

  @Test func `A server listens on a Unix socket and removes it`() throws {
    try withServer({ $0.unixSocketPath = path }) { server, address in
      #expect("\(address)" == "unix:\(path)")
      let first = try Client(address).exchange(get("/a")).text
      #expect(first == "/a")
      server.drain(withinSeconds: 1)
      #expect(!exists)
    }
  }

  @Test func `A socket nobody listens on is replaced, a live one is not`() throws {
    let dead = try Socket.listen(path: path)
    _ = Socket.close(dead)
    #expect(exists)
    try withServer({ $0.unixSocketPath = path }) { _, address in
      let first = try Client(address).exchange(get("/a")).text
      #expect(first == "/a")
      #expect(throws: ServerError.self) { try withServer({ $0.unixSocketPath = path }) { _, _ in } }
      let second = try Client(address).exchange(get("/b")).text
      #expect(second == "/b")
    }
  }

  @Test func `A file that is no socket is left alone`() throws {
    let file = unsafe open(path, O_CREAT | O_WRONLY, 0o600)
    try #require(file >= 0)
    _ = Socket.close(file)
    defer { _ = unsafe unlink(path) }
    #expect(throws: ServerError.self) { try withServer({ $0.unixSocketPath = path }) { _, _ in } }
    #expect(exists)
  }

  @Test func `A path that is too long is refused`() {
    #expect(throws: ServerError.self) {
      try withServer({ $0.unixSocketPath = "/tmp/" + String(repeating: "a", count: 200) }) { _, _ in }
    }
  }

  @Test func `A port that is taken is refused`() throws {
    try withServer { _, address in
      guard case .tcp(_, let port) = address else { return }
      #expect(throws: ServerError.self) { try withServer({ $0.port = port }) { _, _ in } }
    }
  }
}
