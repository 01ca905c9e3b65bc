import Clinical
import Decision
import Knowledge
import Service

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `nextline synthesize`: writes plausible cases, a line each, the same for the same seed and knowledge.
enum SynthesizeCommand {
  /// The bytes that are written at once.
  private static let chunk = 1 << 18

  static func run(_ arguments: Arguments) throws(CommandError) -> Int32 {
    try arguments.allow([.knowledge, .disease, .count, .seed, .fromLine], operands: 0)
    let count = try arguments.number(.count, within: 0...1_000_000_000_000, otherwise: 1)
    let seed = try arguments.number(.seed, within: 0...Int.max, otherwise: 0)
    let first = try arguments.number(.fromLine, within: 1...1_000_000_000_000, otherwise: 1)
    let knowledge = try arguments.engine().knowledge
    let disease = try disease(arguments, knowledge)
    var cases: SynthesizedCases
    do {
      cases = try SynthesizedCases(of: disease, seed: UInt64(seed), knowledge: knowledge)
    } catch {
      throw .failed(error.description)
    }
    // Who reads no further is told nothing: that is not an error.
    _ = signal(SIGPIPE, SIG_IGN)
    var buffer: [UInt8] = []
    buffer.reserveCapacity(chunk + 8192)
    for line in first..<first + count {
      cases.append(line, to: &buffer)
      guard buffer.count >= chunk else { continue }
      guard try write(buffer) else { return 0 }
      buffer.removeAll(keepingCapacity: true)
    }
    _ = try write(buffer)
    return 0
  }

  private static func disease(_ arguments: Arguments, _ knowledge: KnowledgeBase) throws(CommandError) -> DiseaseID? {
    guard let text = arguments.text(.disease) else { return nil }
    let known = knowledge.diseases.entries.map(\.id.text)
    guard known.contains(text) else {
      throw .usage("unknown disease `\(text)`", suggestion: Spelling.nearest(to: text, among: known))
    }
    return DiseaseID(text)
  }

  /// Whether somebody takes the bytes.
  private static func write(_ bytes: [UInt8]) throws(CommandError) -> Bool {
    guard let error = StandardError.writeAll(bytes, to: 1) else { return true }
    if error == EPIPE { return false }
    throw .failed("cannot write: \(unsafe String(cString: strerror(error)))")
  }
}
