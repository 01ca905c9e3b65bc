/// A head that was read: the request, and how its body comes.
struct RequestHead {
  /// How a body is delimited (RFC 9112 §6.3).
  enum Framing: Sendable {
    /// So many bytes; without either field none.
    case length(Int)
    case chunked
  }

  let request: Request
  let framing: Framing
  /// Whether the client waits for `100 Continue` before it sends a body, if it sends one (RFC 9110 §10.1.1).
  let expectsContinue: Bool

  /// Reads a head that ends in its empty line. `method` is set as soon as it is known, for the refusal of the rest.
  init(_ head: [UInt8], lineCount: Int, limits: Limits, method: inout Method?) throws(RequestError) {
    let bytes = head.span
    let line = try RequestLine(bytes)
    // The version comes first: what another means by the rest is not known here (RFC 9110 §15.6.6).
    guard line.major == 1 else { throw .unsupportedVersion }
    guard let known = Method(bytes, line.method) else { throw .unknownMethod }
    method = known
    let target = try Target(head, line.target, method: known)
    var fields = HeadFields(isVersion10: line.minor == 0)
    var lines: [Request.FieldLine] = []
    lines.reserveCapacity(min(lineCount, limits.fieldCount))
    var index = line.end
    while !(bytes[index] == 13 && bytes[index + 1] == 10) {
      guard lines.count < limits.fieldCount else { throw .tooManyFields }
      let (field, next) = try Request.FieldLine.read(bytes, from: index)
      fields.note(field, bytes)
      lines.append(field)
      index = next
    }
    try fields.checkHost(bytes)
    expectsContinue = try fields.expectsContinue(bytes, lines)
    framing = try fields.framing(bytes, lines)
    request = Request(
      method: known, target: target, head: head, lines: lines, isVersion10: fields.isVersion10, keepsAlive: fields.keepsAlive)
  }
}
