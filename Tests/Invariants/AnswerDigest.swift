import JSON

/// What an answer decides, without its words.
struct AnswerDigest: Equatable {
  struct OptionVerdict: Equatable {
    let regimen: String
    let verdict: String
  }

  let verdicts: [OptionVerdict]
  private let lines: [String]

  init(_ answer: JSONValue) {
    func ids(_ value: JSONValue?, _ member: String = "id") -> String {
      value.map { $0.elements.map { $0[member]?.string ?? $0.string ?? "?" }.joined(separator: " ") } ?? "-"
    }
    var (verdicts, lines) = ([OptionVerdict](), [String]())
    for option in answer["options"]?.elements.map({ $0 }) ?? [] {
      verdicts.append(
        OptionVerdict(regimen: option["regimen"]?["id"]?.string ?? "?", verdict: option["verdict"]?.string ?? "?"))
      for criterion in option["criteria"]?.elements.map({ $0 }) ?? [] {
        let isDecisive = criterion["decisive"]?.boolean ?? false
        lines.append("\(criterion["id"]?.string ?? "?") \(criterion["result"]?.string ?? "?") \(isDecisive)")
      }
      lines.append("\(ids(option["cautions"])) | \(ids(option["verify"]))")
    }
    for missing in answer["missingInformation"]?.elements.map({ $0 }) ?? [] {
      lines.append(missing["finding"]?.string ?? "?")
      for change in missing["wouldChange"]?.elements.map({ $0 }) ?? [] {
        lines.append(["regimen", "from", "to"].map { change[$0]?.string ?? "?" }.joined(separator: " "))
      }
    }
    lines.append(ids(answer["notices"]))
    (self.verdicts, self.lines) = (verdicts, lines)
  }
}
