import Knowledge
import Service

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds the command that was asked for and runs it.
enum CommandLineTool {
  /// The commands with what `--help` says of each.
  private static let commands: [Command] = [
    Command(name: "serve", operands: "[options]", explanation: "answer over HTTP (the default)", run: ServeCommand.run),
    Command(name: "check", operands: "[DIR]", explanation: "validate knowledge and run its worked cases", run: CheckCommand.run),
    Command(
      name: "recommend", operands: "[FILE|-] [options]", explanation: "answer one case, as text or --json",
      run: RecommendCommand.run),
    Command(
      name: "evaluate", operands: "[options]", explanation: "answer a case a line, from standard input to standard output",
      run: EvaluateCommand.run),
    Command(
      name: "replay", operands: "LOG [options]", explanation: "decide logged cases with the present knowledge: what would change",
      run: ReplayCommand.run),
    Command(
      name: "healthcheck", operands: "[options]", explanation: "ask a running service whether it is ready",
      run: HealthcheckCommand.run),
    Command(
      name: "synthesize", operands: "[options]", explanation: "write plausible cases, a line each", run: SynthesizeCommand.run),
    Command(
      name: "diff", operands: "OLD NEW [options]", explanation: "what changed between two editions of knowledge, and its effects",
      run: DiffCommand.run),
  ]

  /// A command with what `--help` says of it.
  private struct Command: Sendable {
    let name: String
    let operands: String
    let explanation: String
    let run: @Sendable (Arguments) throws(CommandError) -> Int32
  }

  /// Runs what the arguments say and ends the process: 0 well, 1 with findings, 2 when the arguments are wrong.
  static func main(_ arguments: [String]) -> Never {
    let invokedAs = arguments.first ?? "nextline"
    var words = Array(arguments.dropFirst())
    if words.contains("--help") || words.contains("-h") || words.first == "help" {
      print(help)
      exit(0)
    }
    if words.contains("--version") {
      print("nextline \(ServiceVersion.text)")
      exit(0)
    }
    let name = words.first.map { $0.hasPrefix("-") ? "serve" : $0 } ?? "serve"
    if words.first == name { words.removeFirst() }
    do throws(CommandError) {
      guard let command = commands.first(where: { $0.name == name }) else {
        throw .usage("unknown command `\(name)`", suggestion: Spelling.nearest(to: name, among: commands.map(\.name)))
      }
      exit(try command.run(try Arguments(words, invokedAs: invokedAs)))
    } catch {
      StandardError.print(error.description)
      exit(error.exitCode)
    }
  }

  private static var help: String {
    let usage = commands.map { row("nextline \($0.name) \($0.operands)", $0.explanation) }
    let options = Option.allCases.map { option in
      let flag = option.takesValue ? "--\(option.rawValue) \(option.placeholder)" : "--\(option.rawValue)"
      return row(flag, option.explanation)
    }
    return
      ([
        "nextline \(ServiceVersion.text): which systemic therapy next, which not, why, and on what evidence", "", "Commands:",
      ] + usage + ["", "Options (each also as an environment variable, NEXTLINE_PORT for --port):"] + options + [
        "  --help, --version", "",
        "Decision support for clinicians; not a medical device. The decision stays with the clinician and the tumour board.",
      ]).joined(separator: "\n")
  }

  private static func row(_ term: String, _ explanation: String) -> String {
    "  \(term)" + String(repeating: " ", count: max(2, 40 - term.count)) + explanation
  }
}
