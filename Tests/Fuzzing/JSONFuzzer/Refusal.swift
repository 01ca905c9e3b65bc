import JSON

/// What must be so for the errors of a text.
enum Refusal {
  static func check(_ errors: [JSONSyntaxError], of input: [UInt8]) {
    if errors.isEmpty { fatalError("refused without a reason") }
    if errors.count > 101 { fatalError("\(errors.count) errors") }
    var last = 0
    for error in errors {
      let position = error.position
      guard (last...input.count).contains(position.offset) else { fatalError("out of order: \(error)") }
      last = position.offset
      if position != Place.position(of: position.offset, in: input) { fatalError("misplaced: \(error)") }
      if !error.pointer.isEmpty, error.pointer.utf8.first != UInt8(ascii: "/") { fatalError("no pointer: \(error.pointer)") }
      let text = error.description
      if text.unicodeScalars.contains(where: breaksLine) { fatalError("more than a line: \(text.debugDescription)") }
    }
  }

  private static func breaksLine(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
