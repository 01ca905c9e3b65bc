import Audit
import Dispatch
import HTTP
import JSON
import Synchronization

/// A line of JSON for each answer on standard output; nothing of a case, no query, no address, and a path only where there is
/// something: what else stands in one may be anything.
///
/// Lines are written apart from the event loops: who does not read them holds up nobody. What waits is bounded; beyond that lines
/// are dropped, and how many is said in the next that is written.
final class AccessLog: Sendable {
  /// How much it matters to the operator.
  enum Level: String, CaseIterable, Comparable {
    case info
    /// The client's mistake.
    case warning
    /// Our own.
    case error

    init(_ status: Status) {
      self = status.code < 400 ? .info : status.code < 500 ? .warning : .error
    }

    static func < (left: Level, right: Level) -> Bool {
      allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }
  }

  private struct Waiting {
    var bytes: [UInt8] = []
    var dropped = 0
    var isWriting = false
  }

  private static let mostBytes = 1 << 20

  private let waiting = Mutex(Waiting())
  private let queue = DispatchQueue(label: "nextline.access-log", qos: .utility)
  private let patterns: [String]
  private let least: Level
  private let requestIDs = RequestIDs()
  private let dropped: @Sendable (Int) -> Void

  /// `patterns` names routes; lines below the level are left out; `dropped` is told of each line that is lost.
  init(patterns: [String], from least: Level, dropped: @escaping @Sendable (Int) -> Void) {
    (self.patterns, self.least, self.dropped) = (patterns, least, dropped)
  }

  /// Names an answer, as the client names its request or else by a number, so that both can speak of the same.
  func identify(_ response: inout Response, _ request: Request?) {
    response.fields.append(RequestIDs.field, requestIDs.id(for: request))
  }

  func write(_ exchange: Exchange) {
    guard Level(exchange.status) >= least else { return }
    let begins = waiting.withLock { waiting in
      guard waiting.bytes.count < Self.mostBytes else {
        waiting.dropped += 1
        dropped(1)
        return false
      }
      append(exchange, dropped: waiting.dropped, to: &waiting.bytes)
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

  private func append(_ exchange: Exchange, dropped: Int, to bytes: inout [UInt8]) {
    var writer = JSONWriter(reserving: 256)
    writer.beginObject()
    writer.member("time", Timestamp().description)
    writer.member("level", Level(exchange.status).rawValue)
    if let id = exchange.fields[RequestIDs.field] { writer.member("requestId", id) }
    if let trace = exchange.request?.traceParent {
      writer.member("traceId", trace.traceID)
      writer.member("parentId", trace.parentID)
    }
    if let method = exchange.method { writer.member("method", method.rawValue) }
    if let route = exchange.route { writer.member("route", patterns[route]) }
    if let path = exchange.request?.path, exchange.status.code < 400 { writer.member("path", path) }
    writer.member("status", exchange.status.code)
    writer.member("bytes", exchange.bodyBytes)
    writer.member("microseconds", Int(exchange.nanoseconds / 1000))
    if dropped > 0 { writer.member("linesDroppedBefore", dropped) }
    writer.endObject()
    bytes += writer.bytes
    bytes.append(UInt8(ascii: "\n"))
  }
}
