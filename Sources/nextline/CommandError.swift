/// Why a command ended badly.
enum CommandError: Error, CustomStringConvertible {
  /// The arguments are wrong.
  case usage(String, suggestion: String? = nil)
  /// The command could not do its work.
  case failed(String)

  var description: String {
    switch self {
    case .usage(let message, let suggestion):
      "nextline: \(message)" + (suggestion.map { "; did you mean `\($0)`?" } ?? "") + " (see nextline --help)"
    case .failed(let message): "nextline: \(message)"
    }
  }

  var exitCode: Int32 {
    switch self {
    case .usage: 2
    case .failed: 1
    }
  }
}
