/// The six kinds of value of RFC 8259 §3.
package enum JSONKind: UInt8, BitwiseCopyable, Sendable {
  case null, boolean, number, string, array, object
}
