import JSON
import Knowledge
import Service

/// What must be so for a case that is refused.
enum RefusedCase {
  static func check(_ errors: RequestErrors, of body: JSONValue) {
    if errors.diagnostics.isEmpty { fatalError("refused without a reason") }
    for error in errors.diagnostics {
      if error.severity != .error { fatalError("a warning: \(error)") }
      if !Pointer.leadsSomewhere(error.pointer, in: body) { fatalError("leads nowhere: \(error)") }
      if error.message.isEmpty || error.line < 1 || error.column < 1 { fatalError("says nothing: \(error)") }
    }
    for (error, next) in zip(errors.diagnostics, errors.diagnostics.dropFirst()) where !Diagnostic.precedes(error, next) {
      fatalError("out of order, or twice: \(error), \(next)")
    }
    let turned = Tree(body).turned.written
    guard let document = try? JSONDocument.parse(turned) else { fatalError("what was written is not read") }
    guard case .failure(let others) = Subject.shared.reader.read(document.root) else {
      fatalError("accepted in another order of members")
    }
    // Which of two is the second follows from the order, and what is wrong with the rest from which is taken.
    guard !errors.diagnostics.contains(where: { $0.message.hasSuffix("is there twice") }) else { return }
    if said(others) != said(errors) { fatalError("other errors in another order of members") }
  }

  /// The errors without their positions.
  private static func said(_ errors: RequestErrors) -> Set<[String?]> {
    Set(errors.diagnostics.map { [$0.pointer, $0.message, $0.suggestion] })
  }
}
