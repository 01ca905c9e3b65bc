import Dispatch
import HTTP
import JSON
import Synchronization

/// A line of JSON for each answer on standard output; nothing of a case, no query, no address.
///
/// Lines are written apart from the event loops: who does not read them holds up nobody. What waits is bounded; beyond that lines
/// are dropped, and how many is said in the next that is written.
final class AccessLog: Sendable {
  private struct Waiting {
    var bytes: [UInt8] = []
    var dropped = 0
    var isWriting = false
  }

  private static let mostBytes = 1 << 20

  private let waiting = Mutex(Waiting())
  private let queue = DispatchQueue(label: "nextline.access-log", qos: .utility)

  func write(_ exchange: Exchange) {
    let begins = waiting.withLock { waiting in
      guard waiting.bytes.count < Self.mostBytes else {
        waiting.dropped += 1
        return false
      }
      Self.append(exchange, dropped: waiting.dropped, to: &waiting.bytes)
      waiting.dropped = 0
      defer { waiting.isWriting = true }
      return !waiting.isWriting
    }
    if begins { queue.async { [self] in writeAll() } }
  }

  /// Returns when all that waits is written, or the time is over.
  func flush(withinSeconds seconds: Double) {
    let done = DispatchSemaphore(value: 0)
    queue.async { done.signal() }
    _ = done.wait(timeout: .now() + seconds)
  }

  private func writeAll() {
    while true {
      let bytes = waiting.withLock { waiting in
        let bytes = waiting.bytes
        waiting.bytes = []
        waiting.isWriting = !bytes.isEmpty
        return bytes
      }
      guard !bytes.isEmpty else { return }
      StandardError.write(bytes, to: 1)
    }
  }

  private static func append(_ exchange: Exchange, dropped: Int, to bytes: inout [UInt8]) {
    var writer = JSONWriter(reserving: 128)
    writer.beginObject()
    if let method = exchange.method { writer.member("method", method.rawValue) }
    if !exchange.path.isEmpty { writer.member("path", exchange.path) }
    writer.member("status", exchange.status.code)
    writer.member("bytes", exchange.bodyBytes)
    writer.member("microseconds", Int(exchange.nanoseconds / 1000))
    if dropped > 0 { writer.member("linesDroppedBefore", dropped) }
    writer.endObject()
    bytes += writer.bytes
    bytes.append(UInt8(ascii: "\n"))
  }
}
