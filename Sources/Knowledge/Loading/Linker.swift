/// Finds ids that name nothing.
struct Linker {
  let report: Report
  let identifiers: [EntryKind: Set<String>]

  func link() {
    for link in report.links where identifiers[link.kind]?.contains(link.id) != true {
      let candidates = (identifiers[link.kind] ?? []).sorted()
      report.error(
        "unknown \(link.kind.phrase) `\(link.id)`", at: link.place, suggestion: Spelling.nearest(to: link.id, among: candidates))
    }
  }
}
