import JSON
import LibFuzzer
import SeededRandom
import Service

/// Gives the case reader an input; traps when a case is not answered as it must be, or refused without saying where.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let body = try? JSONDocument.parse(input, limits: limits).root else { return -1 }
  // What is made once may be made now; what every time leaves more behind is a leak. LeakSanitizer cannot tell: it does not see
  // that an indirect case of an enumeration, of which knowledge is full, refers to its box by a pointer with a tag.
  for attempt in 1...4 {
    let before = __sanitizer_get_current_allocated_bytes()
    check(body)
    if __sanitizer_get_current_allocated_bytes() <= before { break }
    if attempt == 4 { fatalError("memory leaks") }
  }
  return 0
}

/// As the service reads a body.
private let limits = JSONLimits(maximumBytes: .max, maximumDepth: 16, maximumValues: 20_000)

private func check(_ body: JSONValue) {
  switch Subject.shared.reader.read(body) {
  case .success(let request): AnsweredCase(body, request).check()
  case .failure(let errors): RefusedCase.check(errors, of: body)
  }
}

/// Mutates the input as a case, or now and then as bytes.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int, _ seed: UInt32) -> Int {
  var random = SeededGenerator(seed: UInt64(seed))
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard random.chance(0.8), let root = try? JSONDocument.parse(input).root else {
    return unsafe LLVMFuzzerMutate(start, count, limit)
  }
  var mutator = CaseMutator(vocabulary: Subject.shared.vocabulary, random: random)
  let mutated = mutator.mutated(Tree(root)).written
  guard !mutated.isEmpty, mutated.count <= limit else { return unsafe LLVMFuzzerMutate(start, count, limit) }
  for (index, byte) in mutated.enumerated() { unsafe start[index] = byte }
  return mutated.count
}
