import Clinical
import Decision
import JSON
package import Knowledge

// For a person, and for a program.
extension EditionComparison {
  /// A line a change, with what belongs to it below.
  package func text(in language: Language) -> String {
    var lines = [
      "knowledge \(old.knowledge.version) -> \(new.knowledge.version)",
      "evidence through \(old.knowledge.evidenceThrough) -> \(new.knowledge.evidenceThrough)",
      "digest \(old.knowledge.digest) -> \(new.knowledge.digest)",
    ]
    for entry in diff.entries {
      lines.append("\(entry.kind) \(entry.id): \(entry.change.name)")
      guard case .changed(let differences) = entry.change else { continue }
      lines += differences.map { "  \($0.pointer): \(JSONDifference.line(of: $0.old)) -> \(JSONDifference.line(of: $0.new))" }
    }
    for change in cases {
      switch change.outcome {
      case .decided(let changes): lines += ["case \(change.name)"] + changes.lines(in: language).map { "  " + $0 }
      case .refusedByOld(let errors): lines += ["case \(change.name): not valid in the old edition"] + errors.map { "  " + $0 }
      case .refusedByNew(let errors): lines += ["case \(change.name): no longer valid"] + errors.map { "  " + $0 }
      }
    }
    return (lines + [summary]).joined(separator: "\n") + "\n"
  }

  private var summary: String {
    let counts = ["added", "removed", "changed"].map { name in "\(diff.entries.count { $0.change.name == name }) \(name)" }
    return "entries: \(counts.joined(separator: ", ")); cases: \(casesDecided) decided, \(cases.count) otherwise"
  }

  /// The same as an object.
  package func json(in language: Language) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    for (name, knowledge) in [("old", old.knowledge), ("new", new.knowledge)] {
      writer.name(name)
      writer.beginObject()
      writer.member("version", knowledge.version)
      writer.member("digest", knowledge.digest)
      writer.member("evidenceThrough", knowledge.evidenceThrough.description)
      writer.endObject()
    }
    writer.name("entries")
    diff.write(to: &writer)
    writer.member("casesDecided", casesDecided)
    writer.name("cases")
    writer.beginArray()
    for change in cases { Self.write(change, to: &writer, language) }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }

  private static func write(_ change: CaseChange, to writer: inout JSONWriter, _ language: Language) {
    writer.beginObject()
    writer.member("case", change.name)
    switch change.outcome {
    case .decided(let changes): changes.writeMembers(to: &writer, language)
    case .refusedByOld(let errors): write(errors, refusedBy: "old", to: &writer)
    case .refusedByNew(let errors): write(errors, refusedBy: "new", to: &writer)
    }
    writer.endObject()
  }

  private static func write(_ errors: [String], refusedBy edition: String, to writer: inout JSONWriter) {
    writer.member("notValidIn", edition)
    writer.member("errors", errors)
  }
}

extension DecisionChanges {
  fileprivate func writeMembers(to writer: inout JSONWriter, _ language: Language) {
    writer.name("options")
    writer.beginArray()
    for (regimen, change) in options {
      writer.beginObject()
      writer.member("regimen", regimen)
      change.writeMembers(to: &writer, language)
      writer.endObject()
    }
    writer.endArray()
    guard let order else { return }
    writer.name("order")
    writer.beginObject()
    writer.member("old", order.old)
    writer.member("new", order.new)
    writer.endObject()
  }
}

extension DecisionChanges.Change {
  fileprivate func writeMembers(to writer: inout JSONWriter, _ language: Language) {
    switch self {
    case .appeared(let verdict): writer.member("new", verdict)
    case .disappeared(let verdict): writer.member("old", verdict)
    case .verdict(let old, let new, let reasons):
      writer.member("old", old)
      writer.member("new", new)
      writer.name("because")
      writer.beginArray()
      for reason in reasons {
        writer.beginObject()
        writer.member("edition", reason.isNow ? "new" : "old")
        writer.member("criterion", reason.criterion)
        writer.member("result", reason.result)
        if let text = reason.text { writer.member("text", text[language]) }
        writer.endObject()
      }
      writer.endArray()
    case .cautions(let added, let removed):
      writer.member("cautionsAdded", added)
      writer.member("cautionsRemoved", removed)
    }
  }
}
