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

/// The options and operands of a command.
struct Arguments {
  private(set) var operands: [String] = []
  private var values: [Option: [String]] = [:]
  let resources: ResourceLocation

  /// Reads `--name value`, `--name=value` and operands; `--` ends the options. The environment fills in what is not given.
  init(_ words: [String], invokedAs: String) throws(CommandError) {
    resources = .besideBinary(invokedAs)
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      }
      guard word.hasPrefix("--") else {
        if word.hasPrefix("-"), word != "-" { throw .usage("unknown option `\(word)`") }
        operands.append(word)
        continue
      }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let option = Option(rawValue: parts[0]) else {
        throw .usage(
          "unknown option `--\(parts[0])`",
          suggestion: Spelling.nearest(to: parts[0], among: Option.allCases.map(\.rawValue)).map { "--" + $0 })
      }
      switch (option.takesValue, parts.count) {
      case (true, 2): values[option, default: []].append(parts[1])
      case (true, _):
        guard let value = rest.popFirst() else { throw .usage("`--\(option.rawValue)` needs a value") }
        values[option, default: []].append(value)
      case (false, 1): values[option] = ["true"]
      case (false, _): throw .usage("`--\(option.rawValue)` takes no value")
      }
    }
    for option in Option.allCases where values[option] == nil {
      // SAFETY: the environment is not changed while the program runs.
      guard let value = unsafe getenv(option.variable) else { continue }
      values[option] = [unsafe String(cString: value)]
    }
  }

  /// Refuses operands beyond those a command takes, and options on the command line that it does not.
  func allow(_ options: Set<Option>, operands count: Int) throws(CommandError) {
    if operands.count > count { throw .usage("unexpected `\(operands[count])`") }
    for option in Option.allCases where values[option] != nil && !options.contains(option) {
      // A variable of the environment may be meant for another command.
      if unsafe getenv(option.variable) == nil { throw .usage("`--\(option.rawValue)` is of another command") }
    }
  }

  func has(_ option: Option) -> Bool {
    guard let value = values[option]?.last else { return false }
    return !["", "0", "false", "no"].contains(value)
  }

  func text(_ option: Option) -> String? { values[option]?.last }

  func texts(_ option: Option) -> [String] { values[option] ?? [] }

  /// A whole number within `range`.
  func number(_ option: Option, within range: ClosedRange<Int>, otherwise standard: Int) throws(CommandError) -> Int {
    guard let text = text(option) else { return standard }
    guard let number = Int(text), range.contains(number) else {
      throw .usage("`--\(option.rawValue)` is a number from \(range.lowerBound) to \(range.upperBound), not `\(text)`")
    }
    return number
  }

  var knowledge: KnowledgeDirectory {
    text(.knowledge).map { KnowledgeDirectory(path: $0) } ?? resources.knowledge
  }

  func language() throws(CommandError) -> Language {
    guard let text = text(.lang) else { return .en }
    guard let language = Language(rawValue: text) else { throw .usage("`--lang` is en or ru, not `\(text)`") }
    return language
  }

  func detail(otherwise standard: DetailLevel = .full) throws(CommandError) -> DetailLevel {
    guard let text = text(.detail) else { return standard }
    guard let detail = DetailLevel(rawValue: text) else {
      throw .usage("`--detail` is full, decisive, summary or verdicts, not `\(text)`")
    }
    return detail
  }

  /// The knowledge, loaded and free of errors but for its worked cases; otherwise its errors are printed.
  func engine(signedOff: SignedOffDigests? = nil) throws(CommandError) -> DecisionEngine {
    try Self.engine(of: KnowledgeSource(directory: knowledge, signedOff: signedOff), workedCases: .later)
  }

  /// The same of a directory that was named otherwise.
  static func engine(
    of source: KnowledgeSource, workedCases: WorkedCaseLoading = .now
  ) throws(CommandError) -> DecisionEngine {
    let loaded: LoadedKnowledge
    do {
      loaded = try source.load(workedCases: workedCases)
    } catch {
      throw .failed(error.description)
    }
    guard let base = loaded.knowledge else { throw refusal(of: source.directory, loaded.diagnostics) }
    return DecisionEngine(knowledge: base)
  }

  /// Prints what is wrong with the knowledge of a directory.
  static func refusal(of directory: KnowledgeDirectory, _ diagnostics: [Diagnostic]) -> CommandError {
    for diagnostic in diagnostics { StandardError.print(diagnostic.text(in: directory.path + "/")) }
    return .failed("the knowledge in `\(directory.path)` does not load")
  }
}
