import Audit
import HTTP
import Synchronization

/// Names for requests, by which log, client and proxy speak of the same.
struct RequestIDs {
  static let field = "X-Request-Id"

  private final class Counter: Sendable {
    let value = Atomic(0)
  }

  private let counter = Counter()
  private let start = Timestamp().compact

  /// The client's own name for its request, when it is a plain one, or a new one.
  func id(for request: Request?) -> String {
    if let id = request?.field("x-request-id"), Self.isPlain(id) { return id }
    return "\(start)-\(counter.value.add(1, ordering: .relaxed).newValue)"
  }

  private static func isPlain(_ text: String) -> Bool {
    let bytes = text.utf8
    return (1...128).contains(bytes.count)
      && bytes.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
      }
  }
}
