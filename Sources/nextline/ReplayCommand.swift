import Decision
import Knowledge
import Service

/// `nextline replay LOG`: decides logged cases with the present knowledge; what would change ends it with 1.
enum ReplayCommand {
  static func run(_ arguments: Arguments) throws(CommandError) -> Int32 {
    try arguments.allow([.knowledge, .lang], operands: 1)
    guard let path = arguments.operands.first else { throw .usage("`replay` needs a decision log") }
    let bytes: [UInt8]
    do {
      bytes = try KnowledgeDirectory.bytes(of: path)
    } catch {
      throw .failed(error.description)
    }
    let engine = try arguments.engine()
    let replay = Replay(engine: engine, language: try arguments.language())
    var (unchanged, changed, refused, unreadable) = (0, 0, 0, 0)
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() where !line.isEmpty {
      guard number < lines.count - 1 else {
        // It was never acknowledged: the process died while it was written.
        StandardError.print("\(path):\(number + 1): the last line is torn and does not count")
        break
      }
      let (name, outcome) = replay.replay(Array(line))
      switch outcome {
      case .unchanged: unchanged += 1
      case .changed(let differences):
        changed += 1
        print(([name] + differences.map { "  " + $0 }).joined(separator: "\n"))
      case .refused(let errors):
        refused += 1
        print(([name + ": no longer valid"] + errors.map { "  " + $0 }).joined(separator: "\n"))
      case .unreadable:
        unreadable += 1
        StandardError.print("\(path):\(number + 1): is no decision")
      }
    }
    print("knowledge \(engine.knowledge.version), digest \(engine.knowledge.digest)")
    let count = unchanged + changed + refused
    print(
      "\(count) \(count == 1 ? "decision" : "decisions"): \(unchanged) unchanged, \(changed) would change, \(refused) no longer valid"
        + (unreadable > 0 ? "; \(unreadable) lines are no decisions" : ""))
    return changed + refused + unreadable > 0 ? 1 : 0
  }
}
