/// A request target by ranges of the bytes that hold it (RFC 9112 §3.2).
struct Target: Sendable {
  /// The server as a whole, in OPTIONS (RFC 9112 §3.2.4).
  let isServer: Bool
  /// As it was sent. Empty in an absolute-form without path, which stands for the root (RFC 9110 §4.2.3).
  let path: Range<Int>
  /// The path where it is not as it was sent: percent-decoded segment by segment.
  let decodedPath: String?
  /// Path and query.
  let resource: Range<Int>
  let query: Query
  /// The authority of an absolute-form, which counts above Host (RFC 9112 §3.2.2).
  let authority: Range<Int>?

  /// Reads `range` of `head`.
  init(_ head: [UInt8], _ range: Range<Int>, method: Method) throws(RequestError) {
    let bytes = head.span
    // A tunnel's host and port, and for nothing else (RFC 9112 §3.2.3).
    if method == .connect {
      guard Host.isValid(bytes, range, needsPort: true) else { throw .badTarget }
      // No tunnels are made (RFC 9110 §9.3.6).
      throw .unknownMethod
    }
    var start = range.lowerBound
    var authority: Range<Int>?
    var isServer = false
    if bytes[start] != UInt8(ascii: "/") {
      if range.count == 1, bytes[start] == UInt8(ascii: "*"), method == .options {
        isServer = true
        start = range.upperBound
      } else {
        let found = try Self.authority(bytes, range)
        authority = found
        start = found.upperBound
        // Without path and query the absolute-form is what a proxy makes an asterisk of (RFC 9112 §3.2.4).
        isServer = method == .options && start == range.upperBound
      }
    }
    let resource = start..<range.upperBound
    let (path, isEncoded) = try Self.path(bytes, resource)
    self.isServer = isServer
    self.path = path
    self.resource = resource
    self.authority = authority
    decodedPath = isEncoded ? try Self.decode(bytes, path) : nil
    query = try Self.query(bytes, path.upperBound..<resource.upperBound)
  }

  /// The authority of an absolute-form (RFC 9112 §3.2.2).
  private static func authority(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(RequestError) -> Range<Int> {
    let (plain, secure) = (range.prefix(7), range.prefix(8))
    // TLS ends at a gateway that is trusted; it may send what it was asked for (RFC 9110 §7.4). Other schemes are no resources here.
    let scheme =
      if Token.isEqual(bytes, plain, "http://") { plain } else if Token.isEqual(bytes, secure, "https://") { secure } else {
        throw .badTarget
      }
    let rest = scheme.upperBound..<range.upperBound
    let end = rest.first { bytes[$0] == UInt8(ascii: "/") || bytes[$0] == UInt8(ascii: "?") } ?? rest.upperBound
    // No host is none (RFC 9110 §4.2.1), and userinfo is an error (§4.2.4).
    guard Host.isValid(bytes, rest.lowerBound..<end) else { throw .badTarget }
    return rest.lowerBound..<end
  }

  /// The path of a resource, and whether there are escapes in it. Dot segments are refused: RFC 3986 §6.2.2.3 would remove them,
  /// but nobody sends them except to get past a filter.
  private static func path(_ bytes: Span<UInt8>, _ resource: Range<Int>) throws(RequestError) -> (Range<Int>, isEncoded: Bool) {
    var index = resource.lowerBound
    var segment = index
    var isEncoded = false
    while index < resource.upperBound, bytes[index] != UInt8(ascii: "?") {
      switch bytes[index] {
      case UInt8(ascii: "/"):
        guard !isDots(bytes, segment..<index) else { throw .badTarget }
        segment = index + 1
      case UInt8(ascii: "%"): isEncoded = true
      case let byte: guard Octet.isInSegment(byte) else { throw .badTarget }
      }
      index += 1
    }
    guard !isDots(bytes, segment..<index) else { throw .badTarget }
    return (resource.lowerBound..<index, isEncoded)
  }

  /// Whether a segment is `.` or `..` (RFC 3986 §3.3).
  private static func isDots(_ bytes: Span<UInt8>, _ segment: Range<Int>) -> Bool {
    (1...2).contains(segment.count) && segment.allSatisfy { bytes[$0] == UInt8(ascii: ".") }
  }

  /// Segments decoded one by one, so that an encoded slash does not divide: it is refused, as are dots that were encoded.
  private static func decode(_ bytes: Span<UInt8>, _ path: Range<Int>) throws(RequestError) -> String {
    var decoded = ""
    // A path begins with a slash.
    var start = path.lowerBound + 1
    while start <= path.upperBound {
      let end = bytes.firstIndex(of: UInt8(ascii: "/"), in: start..<path.upperBound) ?? path.upperBound
      guard let segment = PercentDecoding.decode(bytes, start..<end), !segment.utf8.contains(UInt8(ascii: "/")),
        !segment.utf8.elementsEqual(".".utf8), !segment.utf8.elementsEqual("..".utf8)
      else { throw .badTarget }
      decoded += "/"
      decoded += segment
      start = end + 1
    }
    return decoded
  }

  /// What is behind the question mark at the beginning of `range`, if there is one.
  private static func query(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(RequestError) -> Query {
    guard !range.isEmpty else { return Query() }
    for index in range where !Octet.isInQuery(bytes[index]) { throw .badTarget }
    guard let query = Query(bytes, range.dropFirst()) else { throw .badTarget }
    return query
  }
}
