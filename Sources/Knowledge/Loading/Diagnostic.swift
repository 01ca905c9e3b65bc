package import JSON

/// A mistake in knowledge or input: where it is, what it is and what was probably meant.
package struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
  package enum Severity: String, Sendable, Hashable {
    case error, warning
  }

  package let severity: Severity
  /// Empty for a request.
  package let file: String
  /// RFC 6901.
  package let pointer: String
  /// From 1; 0 when the place has no position of its own.
  package let line: Int
  package let column: Int
  package let message: String
  package let suggestion: String?

  package init(
    severity: Severity, file: String, pointer: String, line: Int, column: Int, message: String, suggestion: String? = nil
  ) {
    self.severity = severity
    self.file = file
    self.pointer = pointer
    self.line = line
    self.column = column
    self.message = message
    self.suggestion = suggestion
  }

  /// A fault of a document's syntax.
  package init(_ fault: JSONSyntaxError, file: String) {
    self.init(
      severity: .error, file: file, pointer: fault.pointer, line: fault.position.line, column: fault.position.column,
      message: fault.kind.description)
  }

  /// ``file:/pointer: message; did you mean `…`? (file:line:column)``
  package var description: String { text(in: "") }

  /// The diagnostic with `directory` before the file's name.
  package func text(in directory: String) -> String {
    let path = file.isEmpty ? "" : directory + file
    var text = path.isEmpty ? "" : path + ":"
    text += pointer.isEmpty ? (path.isEmpty ? "" : " ") : pointer + ": "
    if severity == .warning { text += "warning: " }
    text += message
    if let suggestion { text += "; did you mean `\(suggestion)`?" }
    if line > 0 { text += path.isEmpty ? " (line \(line), column \(column))" : " (\(path):\(line):\(column))" }
    return text
  }

  /// The order of a report: by file, position, pointer and message.
  package static func precedes(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
    (left.file, left.line, left.column, left.pointer, left.message)
      < (right.file, right.line, right.column, right.pointer, right.message)
  }
}
