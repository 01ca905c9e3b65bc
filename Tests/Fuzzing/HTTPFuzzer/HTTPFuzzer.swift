@testable import HTTP

/// Gives the request parser an input whole and in pieces; traps when what it reads differs, or is what must not be accepted.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  for limits in [Limits(), .narrow] {
    let whole = Reading(of: [input[...]], limits: limits)
    for (name, pieces) in [("byte by byte", Pieces.single), ("in two", Pieces.two), ("in some", Pieces.some)] {
      let reading = Reading(of: pieces(input), limits: limits)
      guard reading == whole else { fatalError("read otherwise \(name): \(reading), not \(whole)") }
    }
    // A body that is streamed may be longer; else nothing is read otherwise.
    if whole.error != .bodyTooLarge {
      let streamed = Reading(of: Pieces.some(input), limits: limits, streaming: true)
      guard streamed == whole else { fatalError("read otherwise as a stream: \(streamed), not \(whole)") }
    }
    for request in whole.requests {
      if let reason = Acceptance.violation(in: request, limits: limits) { fatalError("accepted: \(reason): \(request)") }
    }
  }
  return 0
}

extension Limits {
  /// Small enough for inputs of a few hundred bytes to pass them.
  fileprivate static let narrow: Limits = {
    var limits = Limits()
    limits.requestLineBytes = 60
    limits.headBytes = 160
    limits.fieldCount = 4
    limits.bodyBytes = 24
    return limits
  }()
}
