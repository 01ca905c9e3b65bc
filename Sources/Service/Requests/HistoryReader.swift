import Clinical
import JSON
import Knowledge

/// Reads the treatment history and refuses what cannot have been.
struct HistoryReader {
  let knowledge: KnowledgeBase
  let disease: Disease?
  let asOf: CalendarDate

  func read(_ cursor: Cursor, unknownDrugs: inout [(name: String, pointer: String)]) -> [PriorTherapy]? {
    guard cursor.value.kind == .array else {
      cursor.mismatch(expected: "an array")
      return nil
    }
    var entries: [(therapy: PriorTherapy, cursor: Cursor)] = []
    let pointer = cursor.value.pointer
    for (index, element) in cursor.value.elements.enumerated() {
      let entry = cursor.at(element)
      if let therapy = therapy(entry, at: "\(pointer)/\(index)", &unknownDrugs) { entries.append((therapy, entry)) }
    }
    checkLines(entries)
    checkRepetitions(entries)
    return entries.map(\.therapy)
  }

  private func therapy(
    _ cursor: Cursor, at pointer: String, _ unknownDrugs: inout [(name: String, pointer: String)]
  ) -> PriorTherapy? {
    cursor.object { reader in
      let setting = reader.required("setting") { self.setting($0) }
      let line = reader.optional("line") { positive($0) }
      var unknown: [(name: String, pointer: String)] = []
      let drugs = reader.optional("drugs") { self.drugs($0, &unknown) }
      let regimen = reader.optional("regimen") { self.regimen($0) }
      if cursor.value["drugs"]?.isNull ?? true, cursor.value["regimen"]?.isNull ?? true {
        cursor.report.error("is missing: name the drugs, or the regimen", at: cursor.place, member: "drugs")
      }
      let outcome = reader.optional("outcome") { $0.value.isNull ? nil : $0.word(TherapyOutcome.self) }
      var therapy = PriorTherapy(
        setting: setting ?? SettingID(""), drugs: drugs ?? [], provenance: .pointer(pointer))
      therapy.line = line
      therapy.unknownDrugs = unknown.map(\.name)
      therapy.outcome = outcome
      therapy.bestResponse = reader.optional("bestResponse") { $0.value.isNull ? nil : $0.word(BestResponse.self) }
      therapy.durationMonths = reader.optional("durationMonths") { duration($0) }
      therapy.daysToProgression = reader.optional("daysToProgression") { wholeDays($0) }
      therapy.ended = reader.optional("ended") { past($0) }
      therapy.progressed = reader.optional("progressed") { past($0) }
      if let regimen { apply(regimen, to: &therapy, drugsGiven: drugs, cursor) }
      therapy.endedByDrug = byDrug(reader.optional("endedByDrug") { $0 }, of: therapy) { past($0) }
      therapy.daysToProgressionByDrug = byDrug(reader.optional("daysToProgressionByDrug") { $0 }, of: therapy) { wholeDays($0) }
      checkProgression(therapy, cursor)
      checkOwnEnds(therapy, cursor)
      unknownDrugs += unknown
      return setting == nil ? nil : therapy
    }
  }

  private func setting(_ cursor: Cursor) -> SettingID? {
    guard let text = cursor.words() else { return nil }
    guard let disease else { return SettingID(text) }
    if let setting = disease.settings.first(where: { $0.id.text == text }) { return setting.id }
    let known = disease.settings.map(\.id.text)
    cursor.error(
      "unknown setting `\(text)` of \(disease.id): one of \(known.joined(separator: ", "))",
      suggestion: Spelling.nearest(to: text, among: known))
    return nil
  }

  private func drugs(_ cursor: Cursor, _ unknown: inout [(name: String, pointer: String)]) -> [DrugID]? {
    guard !cursor.value.isNull else { return nil }
    var drugs: [DrugID] = []
    _ = cursor.list(atLeast: 1) { element -> Void? in
      guard let drug = drug(element, &unknown) else { return nil }
      if drugs.contains(drug) { element.error("`\(drug)` is there twice") }
      drugs.append(drug)
      return ()
    }
    return drugs
  }

  /// A drug by any of its names; `{"name": …}` may name one the knowledge does not have.
  private func drug(_ cursor: Cursor, _ unknown: inout [(name: String, pointer: String)]) -> DrugID? {
    guard cursor.value.kind == .object else {
      if let drug = knowledge.drugNames[written: cursor.value] { return drug }
      guard let text = cursor.words() else { return nil }
      return cursor.resolve(text, in: knowledge.drugNames, phrase: "drug")
    }
    guard let text = cursor.object({ reader in reader.required("name") { $0.words() } }) else { return nil }
    switch knowledge.drugNames[name: text] {
    case .one(let id): return id
    case .several: return cursor.resolve(text, in: knowledge.drugNames, phrase: "drug")
    case .none:
      unknown.append((text, cursor.value.pointer))
      return nil
    }
  }

  private func regimen(_ cursor: Cursor) -> Regimen? {
    guard let regimen = knowledge.regimen(written: cursor.value, of: disease?.id) ?? namedRegimen(cursor) else { return nil }
    if regimen.components.isEmpty, regimen.kind != .procedure {
      cursor.error("regimen `\(regimen.id)` names no drugs: give those that were used as `drugs`")
    }
    return regimen
  }

  private func namedRegimen(_ cursor: Cursor) -> Regimen? {
    guard !cursor.value.isNull, let text = cursor.words() else { return nil }
    let names = knowledge.regimenNames(for: text, of: disease?.id)
    return cursor.resolve(text, in: names, phrase: "regimen").flatMap { knowledge.regimens[$0] }
  }

  /// Fills in a regimen's drugs, or checks that those given are its.
  private func apply(_ regimen: Regimen, to therapy: inout PriorTherapy, drugsGiven: [DrugID]?, _ cursor: Cursor) {
    guard let drugsGiven else {
      for component in regimen.components {
        if component.alternatives.isEmpty {
          therapy.drugs.append(component.drug)
        } else {
          therapy.uncertainDrugs.append([component.drug] + component.alternatives)
        }
      }
      return
    }
    let matches =
      drugsGiven.count == regimen.components.count
      && regimen.components.allSatisfy { component in
        drugsGiven.contains { $0 == component.drug || component.alternatives.contains($0) }
      }
    guard !matches || !therapy.unknownDrugs.isEmpty else { return }
    let expected = regimen.components.map(\.drug.text).joined(separator: ", ")
    cursor.at(cursor.value["regimen"] ?? cursor.value).error("regimen `\(regimen.id)` is \(expected), not the drugs given")
  }

  private func byDrug<Value>(_ cursor: Cursor?, of therapy: PriorTherapy, _ decode: (Cursor) -> Value?) -> [DrugID: Value] {
    guard let cursor, !cursor.value.isNull else { return [:] }
    guard cursor.value.kind == .object else {
      cursor.mismatch(expected: "an object")
      return [:]
    }
    var values: [DrugID: Value] = [:]
    var named: Set<DrugID> = []
    for member in cursor.value.members {
      let entry = cursor.at(member.value)
      guard let drug = entry.resolve(member.name, in: knowledge.drugNames, phrase: "drug") else { continue }
      // Two names of one drug: neither value may win in silence.
      if !named.insert(drug).inserted { entry.error("`\(drug)` is there twice") }
      if !(therapy.drugs + therapy.uncertainDrugs.flatMap { $0 }).contains(drug) {
        entry.error("`\(drug)` is no drug of this therapy")
      }
      values[drug] = decode(entry)
    }
    return values
  }

  // Numbers and dates.

  private func positive(_ cursor: Cursor) -> Int? {
    guard !cursor.value.isNull, let number = cursor.integer() else { return nil }
    guard (1...50).contains(number) else {
      cursor.error("a line is a number from 1 to 50")
      return nil
    }
    return number
  }

  private func wholeDays(_ cursor: Cursor) -> Int? {
    guard !cursor.value.isNull, let days = cursor.integer() else { return nil }
    guard (0...36_500).contains(days) else {
      cursor.error("days lie within 0 and 36500")
      return nil
    }
    return days
  }

  private func duration(_ cursor: Cursor) -> Bounds? {
    guard !cursor.value.isNull, let months = cursor.number() else { return nil }
    guard Magnitude(0) <= months, months <= Magnitude(1200) else {
      cursor.error("months lie within 0 and 1200")
      return nil
    }
    return Bounds(exactly: months)
  }

  private func past(_ cursor: Cursor) -> CalendarDate? {
    guard !cursor.value.isNull, let date = cursor.date() else { return nil }
    if date.days.lowerBound > asOf.days.upperBound { cursor.error("`\(date)` lies after \(asOf)") }
    return date
  }

  // What cannot have been.

  private func checkProgression(_ therapy: PriorTherapy, _ cursor: Cursor) {
    func error(_ member: String, _ message: String) {
      cursor.at(cursor.value[member] ?? cursor.value).error(message)
    }
    if let outcome = therapy.outcome, outcome != .progressedAfterTherapy {
      if therapy.daysToProgression != nil {
        error("daysToProgression", "days to progression belong to `progressed-after-therapy`")
      }
      if therapy.progressed != nil, outcome != .progressedOnTherapy {
        error("progressed", "a date of progression contradicts the outcome `\(outcome.rawValue)`")
      }
      if outcome == .ongoing, therapy.ended != nil { error("ended", "an ongoing therapy has not ended") }
    }
    guard let ended = therapy.ended, let progressed = therapy.progressed else { return }
    if progressed.days.upperBound < ended.days.lowerBound, therapy.outcome == .progressedAfterTherapy {
      error("progressed", "progression on \(progressed) comes before the end on \(ended)")
    }
    if let days = therapy.daysToProgression {
      let possible = (progressed.days.lowerBound - ended.days.upperBound)...(progressed.days.upperBound - ended.days.lowerBound)
      if !possible.contains(days) {
        error("daysToProgression", "\(days) days disagree with the dates: \(ended) to \(progressed)")
      }
    }
  }

  /// What is said of single drugs agrees with what is said of the therapy.
  private func checkOwnEnds(_ therapy: PriorTherapy, _ cursor: Cursor) {
    func error(_ member: String, _ drug: DrugID, _ message: String) {
      cursor.at(cursor.value[member] ?? cursor.value).error("`\(drug)`: \(message)")
    }
    let hasProgressed =
      therapy.outcome == nil || therapy.outcome == .progressedOnTherapy || therapy.outcome == .progressedAfterTherapy
    for drug in therapy.daysToProgressionByDrug.keys.sorted() where !hasProgressed {
      error("daysToProgressionByDrug", drug, "days to progression belong to a therapy with progression")
    }
    for (drug, end) in therapy.endedByDrug.sorted(by: { $0.key < $1.key }) {
      if let ended = therapy.ended, end.days.lowerBound > ended.days.upperBound {
        error("endedByDrug", drug, "its end on \(end) comes after the end of the therapy on \(ended)")
      }
      guard let days = therapy.daysToProgressionByDrug[drug], let progressed = therapy.progressed else { continue }
      let possible = (progressed.days.lowerBound - end.days.upperBound)...(progressed.days.upperBound - end.days.lowerBound)
      if !possible.contains(days) {
        error("daysToProgressionByDrug", drug, "\(days) days disagree with the dates: \(end) to \(progressed)")
      }
    }
  }

  /// Numbers do not fall, and a line is of one group of settings and ends with progression.
  private func checkLines(_ entries: [(therapy: PriorTherapy, cursor: Cursor)]) {
    guard let disease else { return }
    func group(_ therapy: PriorTherapy) -> String? { disease.settings.first { $0.id == therapy.setting }?.group }
    var highest: (line: Int, therapy: PriorTherapy)?
    // The first entry of the line whose setting is of a group: what goes with any decides nothing.
    var grouped: PriorTherapy?
    for (therapy, cursor) in entries {
      guard let line = therapy.line else { continue }
      let place = cursor.at(cursor.value["line"] ?? cursor.value)
      if let highest {
        if line < highest.line { place.error("line \(line) comes after line \(highest.line)") }
        if line == highest.line {
          if let grouped, let own = group(therapy), own != group(grouped) {
            place.error("line \(line) is shared by the settings `\(grouped.setting)` and `\(therapy.setting)`")
          } else if highest.therapy.outcome == .progressedOnTherapy || highest.therapy.outcome == .progressedAfterTherapy {
            place.error("line \(line) ended with progression: what follows is another line")
          }
        }
      }
      guard line >= highest?.line ?? 0 else { continue }
      if line != highest?.line { grouped = nil }
      if grouped == nil, group(therapy) != nil { grouped = therapy }
      highest = (line, therapy)
    }
  }

  private func checkRepetitions(_ entries: [(therapy: PriorTherapy, cursor: Cursor)]) {
    for index in entries.indices {
      for earlier in 0..<index where entries[earlier].therapy.saysTheSame(as: entries[index].therapy) {
        entries[index].cursor.error("says the same as /priorTherapies/\(earlier)")
      }
    }
  }
}

extension PriorTherapy {
  /// Whether all that is stated is the same, wherever it is stated.
  fileprivate func saysTheSame(as other: PriorTherapy) -> Bool {
    line == other.line && setting == other.setting && Set(drugs) == Set(other.drugs) && unknownDrugs == other.unknownDrugs
      && outcome == other.outcome && bestResponse == other.bestResponse && durationMonths == other.durationMonths
      && ended == other.ended && progressed == other.progressed && daysToProgression == other.daysToProgression
      && uncertainDrugs == other.uncertainDrugs && endedByDrug == other.endedByDrug
      && daysToProgressionByDrug == other.daysToProgressionByDrug
  }
}
