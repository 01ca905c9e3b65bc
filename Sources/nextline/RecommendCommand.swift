import JSON
import Knowledge
import Service

/// `nextline recommend [FILE|-]`: answers one case, as text or as JSON.
enum RecommendCommand {
  static func run(_ arguments: Arguments) throws(CommandError) -> Int32 {
    try arguments.allow([.knowledge, .json, .lang, .detail], operands: 1)
    let body = try input(arguments.operands.first ?? "-")
    let engine = try arguments.engine()
    let language = try arguments.language()
    let detail = try arguments.detail()
    let answer = CaseAnswer.answer(body, engine: engine, language: language, detail: detail, today: Today.date())
    switch answer {
    case .failure(let errors):
      for diagnostic in errors.diagnostics { StandardError.print(diagnostic.description) }
      return 1
    case .success(let answer):
      StandardError.write(
        arguments.has(.json) ? prettyPrinted(answer.json()) + [UInt8(ascii: "\n")] : Array(answer.text().utf8), to: 1)
      return 0
    }
  }

  private static func input(_ path: String) throws(CommandError) -> [UInt8] {
    do {
      return try KnowledgeDirectory.bytes(of: path == "-" ? "/dev/stdin" : path)
    } catch {
      throw .failed(error.description)
    }
  }
}
