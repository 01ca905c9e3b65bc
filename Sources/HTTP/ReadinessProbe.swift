#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Asks a server whether it is well: a client of one request, for health checks.
package enum ReadinessProbe {
  /// The status of `GET path`; `nil`: no answer within the time.
  package static func status(of path: String, at address: BoundAddress, withinSeconds seconds: Int) -> Int? {
    guard let descriptor = Socket.connect(to: address, withinSeconds: seconds) else { return nil }
    defer { _ = Socket.close(descriptor) }
    let request = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
    guard case .count(request.count) = Socket.send(descriptor, request, 0..<request.count) else { return nil }
    // `HTTP/1.1 200 OK`
    var line: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 512)
    while line.count < 12 {
      guard case .count(let count) = Socket.receive(descriptor, into: &buffer) else { return nil }
      line += buffer[..<count]
    }
    guard line.starts(with: "HTTP/1.1 ".utf8) else { return nil }
    return Int(String(decoding: line[9..<12], as: UTF8.self))
  }
}
