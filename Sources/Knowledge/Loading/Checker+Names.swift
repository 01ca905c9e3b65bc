import Clinical
import JSON

// What goes round in a circle, is used nowhere or means two things.
extension Checker {
  func checkCycles() {
    checkCycles("definition", definitions.mapValues { ($0.place, $0.conditions.flatMap(\.references)) })
    checkCycles("drug class", Dictionary(parts.classes.map { ($0.id, ($0.place, $0.within)) }) { first, _ in first })
    checkCycles("comorbidity", Dictionary(parts.comorbidities.map { ($0.id, ($0.place, $0.within)) }) { first, _ in first })
    checkCycles("medication", Dictionary(parts.medications.map { ($0.id, ($0.place, $0.within)) }) { first, _ in first })
  }

  private func checkCycles<Kind>(_ phrase: String, _ edges: [Identifier<Kind>: (place: Place, next: [Identifier<Kind>])]) {
    var finished: Set<Identifier<Kind>> = []
    func visit(_ id: Identifier<Kind>, _ trail: [Identifier<Kind>]) {
      guard let node = edges[id], !finished.contains(id) else { return }
      if let start = trail.firstIndex(of: id) {
        let circle = (trail[start...] + [id]).map(\.text).joined(separator: " → ")
        report.error("\(phrase) goes round in a circle: \(circle)", at: node.place)
        finished.formUnion(trail[start...])
        return
      }
      for next in node.next { visit(next, trail + [id]) }
      finished.insert(id)
    }
    for id in edges.keys.sorted() { visit(id, []) }
  }

  func checkUse() {
    var used: Set<DefinitionID> = []
    for regimen in parts.regimens {
      for criterion in regimen.criteria { used.formUnion(criterion.condition.references) }
      for caution in regimen.cautions { used.formUnion(caution.condition?.references ?? []) }
    }
    for pathway in parts.pathways {
      for criterion in pathway.criteria + pathway.steps.map(\.criterion) { used.formUnion(criterion.condition.references) }
      for notice in pathway.notices { used.formUnion(notice.condition?.references ?? []) }
    }
    for definition in parts.definitions { used.formUnion(definition.conditions.flatMap(\.references)) }
    for rule in parts.diseases.compactMap(\.refractoriness) {
      used.formUnion([rule.level, rule.tripleClass] + rule.definitions)
    }
    for rule in parts.classes.flatMap(\.rules) + parts.drugs.flatMap(\.rules) {
      switch rule.content {
      case .criterion(let criterion): used.formUnion(criterion.condition.references)
      case .caution(let caution): used.formUnion(caution.condition?.references ?? [])
      }
    }
    for contradiction in parts.findings.flatMap(\.contradictions) { used.formUnion(contradiction.condition.references) }
    for definition in parts.definitions where !definition.isReported && !used.contains(definition.id) {
      report.warning("definition `\(definition.id)` is used nowhere", at: definition.place)
    }
    let listed = Set(parts.pathways.flatMap { $0.steps.flatMap { $0.preferred + $0.alternative } })
    for regimen in parts.regimens where regimen.kind.isOption && !listed.contains(regimen.id) {
      report.warning("option `\(regimen.id)` is in no step of a pathway", at: regimen.place)
    }
    let pathways = Set(parts.diseases.map(\.pathway))
    for pathway in parts.pathways where isRead(pathway.disease) && !pathways.contains(pathway.id) {
      report.warning("pathway `\(pathway.id)` is the pathway of no disease", at: pathway.place)
    }
  }

  func checkNames() {
    checkNames("drug", parts.drugs.map { ($0.id.text, [$0.id.text, $0.name.en, $0.name.ru] + $0.synonyms, $0.place) })
    for (_, regimens) in Dictionary(grouping: parts.regimens, by: \.disease).sorted(by: { $0.key < $1.key }) {
      checkNames("regimen", regimens.map { ($0.id.text, $0.names, $0.place) })
    }
    checkNames(
      "comorbidity", parts.comorbidities.map { ($0.id.text, [$0.id.text, $0.label.en, $0.label.ru] + $0.synonyms, $0.place) })
    checkNames(
      "medication", parts.medications.map { ($0.id.text, [$0.id.text, $0.label.en, $0.label.ru] + $0.synonyms, $0.place) })
    for trial in parts.trials {
      guard let reference = parts.references.first(where: { $0.id.text == trial.id.text }) else { continue }
      report.error("trial and reference `\(reference.id)` have one id: sources could mean either", at: trial.place)
    }
  }

  private func checkNames(_ phrase: String, _ entries: [(id: String, names: [String], place: Place)]) {
    var owners: [String: String] = [:]
    for entry in entries {
      for name in entry.names {
        let folded = FoldedName.folding(name)
        if let owner = owners[folded], owner != entry.id {
          report.error("`\(name)` is a name of the \(phrase) `\(owner)` and of `\(entry.id)`", at: entry.place)
        }
        owners[folded] = entry.id
      }
    }
  }

  /// One code of a terminology is one finding.
  func checkCodes() {
    var owners: [String: FindingID] = [:]
    for finding in parts.findings {
      for code in finding.place.value["codes"]?.elementList ?? [] {
        guard let system = code["system"]?.string, let text = code["code"]?.string else { continue }
        if let owner = owners[system + " " + text], owner != finding.id {
          report.error(
            "\(system) code `\(text)` means `\(owner)` and `\(finding.id)`", at: Place(file: finding.place.file, value: code))
        }
        owners[system + " " + text] = finding.id
      }
    }
  }
}
