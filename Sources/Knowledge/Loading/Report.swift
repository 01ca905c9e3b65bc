import JSON

/// Collects what is wrong while files or a request are read, and what they refer to.
///
/// One report belongs to one load or one request and is not shared.
package final class Report {
  /// An id that must exist, and where it is written.
  struct Link: Sendable {
    let kind: EntryKind
    let id: String
    let place: Place
  }

  package private(set) var diagnostics: [Diagnostic] = []
  private(set) var links: [Link] = []

  private let mostErrors: Int
  private var errorCount = 0

  /// Of more than `mostErrors` mistakes the rest is not told.
  package init(mostErrors: Int = .max) {
    self.mostErrors = mostErrors
  }

  /// A report on what a client has sent: to tell each of thousands of mistakes would take longer than anybody else can wait.
  package static func onRequest() -> Report { Report(mostErrors: 100) }

  package var hasErrors: Bool {
    diagnostics.contains { $0.severity == .error }
  }

  /// The diagnostics in the order of a report, each once.
  package var sorted: [Diagnostic] {
    diagnostics.sorted(by: Diagnostic.precedes).reduce(into: []) { distinct, diagnostic in
      if distinct.last != diagnostic { distinct.append(diagnostic) }
    }
  }

  package func add(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
  }

  /// Records a mistake at `place`, or at the member `member` that is missing from it.
  package func error(
    _ message: String, at place: Place, member: String? = nil, suggestion: @autoclosure () -> String? = nil
  ) {
    errorCount += 1
    guard errorCount <= mostErrors else {
      if errorCount == mostErrors + 1 {
        note(.error, "more than \(mostErrors) errors, the rest is not told", at: place, member: nil, suggestion: nil)
      }
      return
    }
    note(.error, message, at: place, member: member, suggestion: suggestion())
  }

  package func warning(_ message: String, at place: Place, suggestion: @autoclosure () -> String? = nil) {
    note(.warning, message, at: place, member: nil, suggestion: suggestion())
  }

  func link(_ kind: EntryKind, _ id: String, at place: Place) {
    links.append(Link(kind: kind, id: id, place: place))
  }

  /// Takes over what another report has collected.
  func append(_ diagnostics: [Diagnostic], _ links: [Link]) {
    self.diagnostics += diagnostics
    self.links += links
  }

  private func note(_ severity: Diagnostic.Severity, _ message: String, at place: Place, member: String?, suggestion: String?) {
    let position = place.value.position
    let pointer = place.pointer + (member.map { JSONPointer.token($0) } ?? "")
    add(
      Diagnostic(
        severity: severity, file: place.file, pointer: pointer, line: position.line, column: position.column, message: message,
        suggestion: suggestion))
  }
}
