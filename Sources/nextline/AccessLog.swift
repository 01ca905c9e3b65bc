import HTTP
import JSON

/// A line of JSON for each answer on standard output; nothing of a case, no query, no address.
enum AccessLog {
  static func write(_ exchange: Exchange) {
    var writer = JSONWriter(reserving: 128)
    writer.beginObject()
    if let method = exchange.method { writer.member("method", method.rawValue) }
    if !exchange.path.isEmpty { writer.member("path", exchange.path) }
    writer.member("status", exchange.status.code)
    writer.member("bytes", exchange.bodyBytes)
    writer.member("microseconds", Int(exchange.nanoseconds / 1000))
    writer.endObject()
    StandardError.write(writer.bytes + [UInt8(ascii: "\n")], to: 1)
  }
}
