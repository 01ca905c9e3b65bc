/// GitHub-flavoured Markdown of plain texts: nothing in a text is taken for markup or HTML.
enum Markdown {
  /// A text on one line in which every sign that could mean something is escaped.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "<", "&", "~", "|": escaped.unicodeScalars += ["\\", scalar]
      case "#", "+", "-", ">", "=":
        // These begin a heading, a list or a quotation, and only at the start of a line.
        escaped.unicodeScalars += escaped.isEmpty ? ["\\", scalar] : [scalar]
      case "\n", "\r", "\t", "\u{2028}", "\u{2029}": escaped.unicodeScalars.append(" ")
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A link, or the plain label without an address; signs that end an address early are percent-encoded.
  static func link(_ label: String, to url: String?) -> String {
    guard let url else { return escape(label) }
    let encoded: [Character: String] = ["(": "%28", ")": "%29", "<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C"]
    return "[\(escape(label))](\(url.map { encoded[$0] ?? String($0) }.joined()))"
  }

  static func strong(_ text: String) -> String { "**\(escape(text))**" }

  /// A heading over a list; nothing when the list has no entry.
  static func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["\(strong(title))\n\n" + lines.map { "- \($0)" }.joined(separator: "\n")]
  }
}
