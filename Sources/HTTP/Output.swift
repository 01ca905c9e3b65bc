/// What is still to be sent to a peer: heads and short bodies copied one behind another, long bodies shared as they are.
struct Output {
  /// A stretch of `copied`, and the body that follows it.
  struct Part {
    let end: Int
    let body: [UInt8]
  }

  /// Bodies up to this many bytes are copied behind their heads: sending them apart would cost more.
  private static let shortBody = 4096
  /// Room kept for the next answers.
  private static let keptBytes = 1 << 16

  private(set) var copied: [UInt8] = []
  private(set) var parts: [Part] = []
  /// Parts that were sent whole, bytes that were sent of `copied`, and of the body of the next part.
  private var sentParts = 0
  private var sentCopied = 0
  private var sentBody = 0
  /// Bytes to be sent.
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }
  /// Whether anything was added since the last `removeAll`, sent or not.
  var hasParts: Bool { !copied.isEmpty || !parts.isEmpty }

  /// Adds bytes that `write` appends.
  mutating func append(_ write: (inout [UInt8]) -> Void) {
    let before = copied.count
    write(&copied)
    count += copied.count - before
  }

  /// Adds a body, shared when it is long.
  mutating func append(body: [UInt8]) {
    count += body.count
    if body.count <= Self.shortBody {
      copied += body
    } else {
      parts.append(Part(end: copied.count, body: body))
    }
  }

  /// Sends until nothing is left or the peer takes no more.
  mutating func send(to descriptor: Int32) -> Socket.Transfer {
    while count > 0 {
      let isBody = sentParts < parts.count
      let end = isBody ? parts[sentParts].end : copied.count
      let transfer =
        isBody
        ? Socket.send(descriptor, copied, sentCopied..<end, then: parts[sentParts].body, from: sentBody)
        : Socket.send(descriptor, copied, sentCopied..<end)
      guard case .count(let sent) = transfer else { return transfer }
      advance(by: sent, end: end)
    }
    return .count(0)
  }

  private mutating func advance(by sent: Int, end: Int) {
    count -= sent
    let ofCopied = min(sent, end - sentCopied)
    sentCopied += ofCopied
    guard sentParts < parts.count else { return }
    sentBody += sent - ofCopied
    guard sentCopied == end, sentBody == parts[sentParts].body.count else { return }
    sentParts += 1
    sentBody = 0
  }

  /// Forgets what was sent and keeps the room, unless it is very large.
  mutating func removeAll() {
    copied.removeAll(keepingCapacity: copied.capacity <= Self.keptBytes)
    parts.removeAll(keepingCapacity: parts.capacity <= 64)
    (sentParts, sentCopied, sentBody, count) = (0, 0, 0, 0)
  }
}
