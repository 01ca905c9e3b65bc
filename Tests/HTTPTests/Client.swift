#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@testable import HTTP

/// A raw client that blocks, for at most ten seconds a call.
///
/// Sending touches nothing but the descriptor, so that one thread may send while another reads.
final class Client: @unchecked Sendable {
  /// Why an answer was not read.
  enum Failure: Error {
    case cannotConnect
    case cannotSend
    /// The server closed, or reset, before the answer was whole.
    case ended
    case timedOut
  }

  struct Answer {
    let code: Int
    /// The head's lines.
    let lines: [String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    func has(_ line: String) -> Bool { lines.contains(line) }
  }

  private let descriptor: Int32
  private var received: [UInt8] = []
  private var isClosed = false

  init(_ address: BoundAddress, receiveBufferBytes: Int32? = nil) throws {
    switch address {
    case .tcp(_, let port):
      descriptor = socket(AF_INET, Self.streamType, 0)
      if var bytes = receiveBufferBytes {
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
      }
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = UInt16(port).bigEndian
      name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
      try connect(&name)
    case .unix(let path):
      descriptor = socket(AF_UNIX, Self.streamType, 0)
      var name = sockaddr_un()
      name.sun_family = sa_family_t(AF_UNIX)
      unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
      try connect(&name)
    }
    var time = timeval(tv_sec: 10, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      _ = unsafe setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }
  }

  deinit { close() }

  private func connect<Name>(_ name: inout Name) throws {
    let result = unsafe withUnsafePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe systemConnect(descriptor, $0, socklen_t(MemoryLayout<Name>.size))
      }
    }
    guard result == 0 else { throw Failure.cannotConnect }
  }

  /// Takes what has come, `most` bytes of it.
  func receive(most: Int) throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: most)
    guard case .count(let count) = Socket.receive(descriptor, into: &buffer) else { throw Failure.ended }
    return Array(buffer[..<count])
  }

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { unsafe systemSend(descriptor, $0.baseAddress! + sent, $0.count - sent) }
      guard count > 0 else { throw Failure.cannotSend }
      sent += count
    }
  }

  func finishSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    _ = systemClose(descriptor)
  }

  /// Closes with a reset, as a process that dies with unread bytes does.
  func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  /// `false` at the end.
  private func receive() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
    if count < 0 { throw errno == EAGAIN || errno == EWOULDBLOCK ? Failure.timedOut : Failure.ended }
    received += buffer[..<count]
    return count > 0
  }

  /// The next answer; a body as long as Content-Length says, none for `headOnly`.
  func answer(headOnly: Bool = false) throws -> Answer {
    while true {
      if let end = received.indices.first(where: { received[$0...].starts(with: "\r\n\r\n".utf8) }) {
        let lines = String(decoding: received[..<end], as: UTF8.self).split(separator: "\r\n").map(String.init)
        let length = lines.lazy.compactMap { $0.hasPrefix("Content-Length: ") ? Int($0.dropFirst(16)) : nil }.first ?? 0
        let whole = end + 4 + (headOnly ? 0 : length)
        while received.count < whole { guard try receive() else { throw Failure.ended } }
        let body = Array(received[(end + 4)..<whole])
        received.removeFirst(whole)
        return Answer(code: Int(lines[0].split(separator: " ")[1]) ?? 0, lines: lines, body: body)
      }
      guard try receive() else { throw Failure.ended }
    }
  }

  /// The rest of a chunked body, decoded; `nil` when the server closes before its end.
  func chunks() throws -> [UInt8]? {
    var body: [UInt8] = []
    while true {
      guard let line = received.firstIndex(of: 10) else {
        guard try receive() else { return nil }
        continue
      }
      let size = Int(String(decoding: received[..<(line - 1)], as: UTF8.self), radix: 16) ?? 0
      while received.count < line + 1 + size + 2 { guard try receive() else { return nil } }
      body += received[(line + 1)..<(line + 1 + size)]
      received.removeFirst(line + 1 + size + 2)
      if size == 0 { return body }
    }
  }

  /// The next `count` bytes as text.
  func receiveText(_ count: Int) throws -> String {
    while received.count < count { guard try receive() else { throw Failure.ended } }
    defer { received.removeFirst(count) }
    return String(decoding: received.prefix(count), as: UTF8.self)
  }

  /// All that comes until the server closes.
  func rest() throws -> [UInt8] {
    while try receive() {}
    defer { received = [] }
    return received
  }

  /// Whether the server closes without another byte; a reset counts as closing when nothing was owed.
  func isEnded() throws -> Bool {
    do { return try received.isEmpty && !receive() && received.isEmpty } catch Failure.ended { return received.isEmpty }
  }

  private static var streamType: Int32 {
    #if os(Linux)
      Int32(SOCK_STREAM.rawValue)
    #else
      SOCK_STREAM
    #endif
  }
}

private func systemConnect(_ descriptor: Int32, _ name: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
  unsafe connect(descriptor, name, length)
}

private func systemClose(_ descriptor: Int32) -> Int32 {
  close(descriptor)
}

private func systemSend(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
  #if os(Linux)
    unsafe send(descriptor, start, count, Int32(MSG_NOSIGNAL))
  #else
    unsafe send(descriptor, start, count, 0)
  #endif
}
