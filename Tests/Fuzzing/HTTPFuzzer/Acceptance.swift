@testable import HTTP

/// What holds for every request that is accepted, told without the parser's own means.
enum Acceptance {
  /// The first thing that is not as it must be.
  static func violation(in request: ReadRequest, limits: Limits) -> String? {
    fields(request, limits) ?? host(request) ?? target(request) ?? framing(request, limits) ?? rewritten(request, limits)
  }

  private static func fields(_ request: ReadRequest, _ limits: Limits) -> String? {
    if request.lines.count > limits.fieldCount { return "too many fields" }
    for line in request.lines {
      if line.name.isEmpty || !line.name.allSatisfy(isOfToken) { return "a field's name is no token" }
      if line.value.contains(where: { isControl($0) && $0 != 9 }) { return "a control character in a field's value" }
      if let first = line.value.first, isSpace(first) { return "space before a field's value" }
      if let last = line.value.last, isSpace(last) { return "space after a field's value" }
    }
    return nil
  }

  /// Exactly one Host, or none in HTTP/1.0 (RFC 9112 §3.2), of no characters that another reader might split at.
  private static func host(_ request: ReadRequest) -> String? {
    let hosts = request.values(of: "host")
    guard let host = hosts.first else { return request.isVersion10 ? nil : "no Host" }
    if hosts.count > 1 { return "two Hosts" }
    if !host.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"/\\@?#\"<>{}|^`".utf8.contains($0) }) { return "a bad Host" }
    return nil
  }

  private static func target(_ request: ReadRequest) -> String? {
    if request.target == Array("*".utf8), request.path == request.target { return request.method == .options ? nil : "*" }
    if request.target.first != UInt8(ascii: "/") || request.path.first != UInt8(ascii: "/") { return "no path" }
    if request.target.contains(where: { $0 <= 0x20 || $0 >= 0x7f || $0 == UInt8(ascii: "#") }) { return "a bad target" }
    for part in [request.path] + request.parameters {
      if part.contains(where: isControl) { return "a control character in the target" }
      if String(validating: part, as: UTF8.self) == nil { return "the target is no UTF-8" }
    }
    let segments = request.path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    if segments.contains(where: { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }) { return "a dot segment" }
    let sent = request.target.prefix { $0 != UInt8(ascii: "?") }.split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return segments.count == sent.count ? nil : "other segments than were sent"
  }

  /// One framing at most, and the body as long as it says (RFC 9112 §6.3).
  private static func framing(_ request: ReadRequest, _ limits: Limits) -> String? {
    let (lengths, codings) = (request.values(of: "content-length"), request.values(of: "transfer-encoding"))
    if request.body.count > limits.bodyBytes { return "a body too large" }
    if lengths.count + codings.count > 1 { return "more than one framing" }
    if let coding = codings.first {
      if String(decoding: coding, as: UTF8.self).lowercased() != "chunked" { return "another coding" }
      return request.isVersion10 ? "a coding in HTTP/1.0" : nil
    }
    guard let length = lengths.first else { return request.body.isEmpty ? nil : "a body without a framing" }
    guard !length.isEmpty, length.allSatisfy({ (0x30...0x39).contains($0) }) else { return "a bad length" }
    return Int(String(decoding: length, as: UTF8.self)) == request.body.count ? nil : "a body of another length"
  }

  /// A request written as it was understood is understood alike, and ends where it ends.
  private static func rewritten(_ request: ReadRequest, _ limits: Limits) -> String? {
    var text = Array("\(request.method.rawValue) ".utf8) + request.target
    text += Array(" HTTP/1.\(request.isVersion10 ? 0 : 1)\r\n".utf8)
    var isChunked = false
    for line in request.lines {
      isChunked = isChunked || String(decoding: line.name, as: UTF8.self).lowercased() == "transfer-encoding"
      text += line.name + [UInt8(ascii: ":")] + line.value + [13, 10]
    }
    text += [13, 10]
    if !isChunked {
      text += request.body
    } else if !request.body.isEmpty {
      text += Array(String(request.body.count, radix: 16).utf8) + [13, 10] + request.body + [13, 10]
    }
    if isChunked { text += Array("0\r\n\r\n".utf8) }
    let reading = Reading(of: [text[...]], limits: limits)
    return reading.requests == [request] && reading.error == nil && reading.isIdle ? nil : "understood otherwise when rewritten"
  }

  private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7f }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 9 }

  private static func isOfToken(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7f && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
  }
}
