/// Answers to requests that came before byte for byte: most clients ask in the same bytes again and again.
///
/// Of one loop. A table of few places, in which the later of two with one hash takes the place of the earlier.
struct RepeatedAnswers {
  private struct Entry {
    let request: Request
    let response: Response
  }

  private static let places = 128
  private static let mostHeadBytes = 1024

  private var entries = [Entry?](repeating: nil, count: places)
  private var epoch: UInt64 = 0

  /// The answer to a head that came before in the same epoch, if these bytes are that head and nothing else.
  func find(_ bytes: ArraySlice<UInt8>, in epoch: UInt64) -> (request: Request, response: Response)? {
    guard bytes.count <= Self.mostHeadBytes, epoch == self.epoch else { return nil }
    let bytes = bytes.span
    guard let entry = entries[Self.place(of: bytes)], entry.request.head.span.isEqual(bytes) else { return nil }
    return (entry.request, entry.response)
  }

  /// Keeps an answer that was asked for in an epoch. Only GET, without a body, on a connection that stays open.
  mutating func keep(_ response: Response, to request: Request, of epoch: UInt64) {
    guard response.isRepeatable, request.method == .get, request.body.isEmpty, request.keepsAlive, !request.isVersion10,
      request.head.count <= Self.mostHeadBytes
    else { return }
    if epoch != self.epoch {
      // What was answered before holds bodies of what is gone.
      entries = [Entry?](repeating: nil, count: Self.places)
      self.epoch = epoch
    }
    entries[Self.place(of: request.head.span)] = Entry(request: request, response: response)
  }

  private static func place(of bytes: Span<UInt8>) -> Int {
    var hash = UInt64(truncatingIfNeeded: bytes.count)
    var index = 0
    while index + 8 <= bytes.count {
      hash = (hash ^ bytes.word(at: index)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 32
      index += 8
    }
    return Int(truncatingIfNeeded: hash % UInt64(places))
  }
}
