import JSON

/// Gives the JSON reader an input; traps when it takes what is no JSON, refuses what is, or does not keep what it took.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let grammar = Grammar.reading(of: input)
  do {
    let document = try JSONDocument.parse(input)
    guard let grammar else { fatalError("accepted, but no JSON") }
    let accepted = Accepted(document.root, grammar, input)
    accepted.checkLimits()
    accepted.checkWriting()
    accepted.checkPlaces()
    accepted.checkFoundation()
  } catch {
    if grammar.map({ $0.depth <= 64 }) == true { fatalError("refused, but JSON: \(error.errors)") }
    Refusal.check(error.errors, of: input)
  }
  return 0
}
