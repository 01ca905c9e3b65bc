/// Which trace a request belongs to (W3C Trace Context §3.2).
package struct TraceParent: Sendable, Hashable {
  /// 32 hexadecimal digits.
  package let traceID: String
  /// The caller's span: 16 hexadecimal digits.
  package let parentID: String

  /// Reads `version-traceid-parentid-flags`; what is not of that form is no trace. Later versions may say more behind it (§3.2.4).
  init?(_ field: some Collection<UInt8>) {
    let bytes = Array(field)
    let dash = UInt8(ascii: "-")
    guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash else { return nil }
    let (version, trace, parent, flags) = (bytes[..<2], bytes[3..<35], bytes[36..<52], bytes[53..<55])
    guard [version, trace, parent, flags].allSatisfy({ $0.allSatisfy(Self.isDigit) }) else { return nil }
    guard !version.elementsEqual("ff".utf8), !trace.allSatisfy(Self.isZero), !parent.allSatisfy(Self.isZero) else { return nil }
    guard version.elementsEqual("00".utf8) ? bytes.count == 55 : bytes.count == 55 || bytes[55] == dash else { return nil }
    traceID = String(decoding: trace, as: UTF8.self)
    parentID = String(decoding: parent, as: UTF8.self)
  }

  private static func isZero(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "0") }

  /// Of lower case only.
  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

extension Request {
  /// The trace the request belongs to; `nil`: none, or the field is not one of its kind.
  package var traceParent: TraceParent? {
    fieldBytes("traceparent").flatMap { TraceParent($0) }
  }
}
