import Decision
import JSON
import Knowledge
import Service

/// `nextline diff OLD NEW`: what changed between two editions of the knowledge, and what they decide otherwise.
///
/// 0: nothing; 1: something; 2: an edition does not load.
enum DiffCommand {
  static func run(_ arguments: Arguments) throws(CommandError) -> Int32 {
    try arguments.allow([.json, .lang], operands: 2)
    guard arguments.operands.count == 2 else { throw .usage("`diff` needs two directories of knowledge, the old and the new") }
    let language = try arguments.language()
    guard let old = engine(arguments.operands[0]), let new = engine(arguments.operands[1]) else { return 2 }
    let comparison = EditionComparison(from: old, to: new, today: Today.date())
    StandardError.write(
      arguments.has(.json)
        ? prettyPrinted(comparison.json(in: language)) + [UInt8(ascii: "\n")] : Array(comparison.text(in: language).utf8),
      to: 1)
    return comparison.isEmpty ? 0 : 1
  }

  /// The edition in a directory; `nil` when it does not load, which is said.
  private static func engine(_ path: String) -> DecisionEngine? {
    let loaded: LoadedKnowledge
    do {
      loaded = KnowledgeLoader.load(try KnowledgeDirectory(path: path).files())
    } catch {
      StandardError.print("nextline: \(error.description)")
      return nil
    }
    guard let knowledge = loaded.knowledge else {
      for diagnostic in loaded.diagnostics { StandardError.print(diagnostic.text(in: path + "/")) }
      StandardError.print("nextline: the knowledge in `\(path)` does not load")
      return nil
    }
    return DecisionEngine(knowledge: knowledge)
  }
}
