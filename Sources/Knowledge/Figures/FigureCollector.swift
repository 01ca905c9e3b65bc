import Clinical
import JSON

/// Collects the figures of a knowledge file, and what of them rests on nothing.
///
/// It walks the whole file, so that a number no part of the model knows is found too. What a figure rests on is what the
/// innermost value around it states: `sources`; of a trial, its publications; of a regimen's remarks, its evidence; of its cycle
/// and its dose reductions, the sources of its drugs; of a reference, the reference itself.
struct FigureCollector {
  private(set) var figures: [Figure] = []
  private let folder: String
  private let file: String
  private let root: JSONValue
  private let knowledge: KnowledgeBase
  private let uses: FigureUses
  private let report: Report

  /// What the values around a place say of it.
  private struct Ground {
    var sources: [String]
    var confidence: Confidence?
    /// Stipulated for demonstration, and marked so.
    var isAssumption = false
    var unit: String?
    var kind: Figure.Kind
    var subject: [Text]
    var use: Figure.Use

    /// The ground of a member: some members say what their figures are.
    func inside(_ name: String) -> Self {
      var ground = self
      switch name {
      case "participants": (ground.kind, ground.unit) = (.participants, nil)
      case "baseline": ground.kind = .baseline
      case "followUp": ground.kind = .followUp
      case "adverseEvents": (ground.kind, ground.unit) = (.adverseEvent, "%")
      case "population" where kind == .adverseEvent: (ground.kind, ground.unit) = (.participants, nil)
      case "antibodyComparison": ground.kind = .crossTable
      case "contradictions": ground.kind = .limit
      default: break
      }
      return ground
    }
  }

  /// Years and phases describe publications and studies; ranks and decimals order and format.
  private static let otherNumbers: Set<String> = ["year", "phase", "rank", "decimals"]

  /// Parts that no figure of the knowledge stands in: places in sources, and names.
  private static let passedOver: Set<String> = [
    "sources", "asStated", "exclusive", "synonyms", "codes", "name", "label", "title", "question",
  ]

  init(_ root: JSONValue, file: String, folder: String, knowledge: KnowledgeBase, uses: FigureUses, report: Report) {
    (self.root, self.file, self.folder, self.knowledge) = (root, file, folder, knowledge)
    (self.uses, self.report) = (uses, report)
  }

  mutating func collect() {
    let id = root["id"]?.string ?? file
    var ground = Ground(
      sources: [], kind: Self.kind(of: folder), subject: [Text(both: root["name"]) ?? Text(both: id)], use: uses.of(folder, id))
    if folder == "references" { ground.sources = [id] }
    for name in ["publications", "evidence"] { ground.sources += Self.ids(in: root[name]) }
    walk(root, named: "", ground)
  }

  private static func kind(of folder: String) -> Figure.Kind {
    switch folder {
    case "trials": .result
    case "cohorts": .distribution
    case "records": .reading
    default: .threshold
    }
  }

  // The walk.

  private mutating func walk(_ value: JSONValue, named name: String, _ outer: Ground) {
    switch value.kind {
    case .object where value.isText: addText(value, outer)
    case .object: walkObject(value, named: name, outer)
    case .array where value.holdsNumbers: add(Text(both: value.written), at: value, outer.inside(name))
    case .array: for element in value.elements { walk(element, named: name, outer) }
    case .null, .boolean, .number, .string: break
    }
  }

  private mutating func walkObject(_ value: JSONValue, named name: String, _ outer: Ground) {
    var ground = self.ground(of: value, named: name, outer)
    let isComponent = value["dose"] != nil && value["schedule"] != nil
    if isComponent, let dose = Text(value["dose"]), let schedule = Text(value["schedule"]) {
      ground.kind = .dose
      add(dose.joined(schedule), at: value, ground)
    } else if value["antibody"] != nil, let values = value["values"] {
      add(Text(both: values.elementList.map { Text(both: $0)?.en ?? "" }.joined(separator: ", ")), at: value, ground)
    } else if let amount = FigureValue.text(of: value, named: name, unit: ground.unit) {
      add(amount, at: value, ground)
    } else {
      addNumbers(of: value, ground)
    }
    for member in value.members where !Self.passedOver.contains(member.name) {
      if isComponent, member.name == "dose" || member.name == "schedule" { continue }
      // What the members of an amount are was said with it.
      if member.value.holdsNumbers, FigureValue.members.contains(member.name) { continue }
      walk(member.value, named: member.name, ground.inside(member.name))
    }
  }

  /// Numbers that are members by themselves.
  private mutating func addNumbers(of value: JSONValue, _ ground: Ground) {
    var (numbers, cycle) = ([String](), String?.none)
    for member in value.members where member.value.kind == .number && !Self.otherNumbers.contains(member.name) {
      let number = member.value.rawNumber ?? ""
      if member.name == "cycleDays" { cycle = number } else { numbers.append("\(member.name) \(number)") }
    }
    if let cycle, let place = value["cycleDays"] {
      var ground = ofDrugs(ground)
      ground.kind = .cycle
      add(Text(en: cycle + " days", ru: cycle + " дн."), at: place, ground)
    }
    guard !numbers.isEmpty else { return }
    var ground = ground
    if folder == "vocabulary", value["minimum"] != nil || value["maximum"] != nil { ground.kind = .limit }
    add(Text(both: numbers.joined(separator: ", ")), at: value, ground)
  }

  // What a value says of all within.

  private func ground(of value: JSONValue, named name: String, _ outer: Ground) -> Ground {
    var ground = outer
    let sources = Self.ids(in: value["sources"])
    if !sources.isEmpty {
      ground.sources = sources
      // What was checked there says nothing of what rests on something else.
      ground.confidence = nil
    }
    if let word = value["confidence"]?.string { ground.confidence = Confidence(rawValue: word) }
    if value["basis"]?.string == "assumption" || (folder == "cohorts" && value["assumption"] != nil) {
      ground.isAssumption = true
    }
    if !sources.isEmpty { ground.isAssumption = false }
    if let unit = value["unit"]?.string { ground.unit = unit }
    if value.pointer.isEmpty { return ground }
    // What a condition without a finding counts.
    if ["line", "refractory", "therapy", "option"].contains(name) { ground.subject.append(Text(both: name)) }
    ground.subject += labels(of: value)
    if folder == "trials", name == "endpoints", let id = value["id"]?.string {
      ground.use = uses.ofEndpoint(id, of: root["id"]?.string ?? "")
    }
    if folder == "diseases", name == "refractoriness" { ground.use = .disease(root["id"]?.string ?? "") }
    if folder == "vocabulary", let id = value["id"]?.string { ground.use = uses.of(file, id) }
    return ground
  }

  /// How a reader would call the part.
  private func labels(of value: JSONValue) -> [Text] {
    var labels: [Text] = []
    if let measure = value["measure"], value["population"] != nil {
      labels += [Text(value["name"]) ?? Text(both: measure), Text(value["population"]), Text(value["analysis"])].compactMap(
        \.self)
    } else {
      labels += ["label", "term", "antibody", "finding", "id"].lazy.compactMap { Text(both: value[$0]) }.prefix(1)
    }
    if let arm = value["arm"]?.string {
      let arms = root["arms"]?.elementList ?? []
      labels.append(arms.first { $0["id"]?.string == arm }.flatMap { Text($0["label"]) } ?? Text(both: arm))
    }
    if let grade = value["grade"]?.string {
      labels.append(
        grade == "any" ? Text(en: "any grade", ru: "все степени") : Text(en: "grade " + grade, ru: "степень " + grade))
    }
    return labels
  }

  /// What a regimen's cycle and dose reductions rest on: the doses, of which the least certain counts.
  private func ofDrugs(_ ground: Ground) -> Ground {
    let components = root["drugs"]?.elementList ?? []
    guard !components.isEmpty else { return ground }
    var ground = ground
    ground.sources = []
    for id in components.flatMap({ Self.ids(in: $0["sources"]) }) where !ground.sources.contains(id) { ground.sources.append(id) }
    ground.confidence = components.compactMap { $0["confidence"]?.string.flatMap { Confidence(rawValue: $0) } }.min {
      Figure.Certainty($0) < Figure.Certainty($1)
    }
    return ground
  }

  private static func ids(in list: JSONValue?) -> [String] {
    (list?.elementList ?? []).compactMap { $0.string ?? $0["id"]?.string ?? $0["trial"]?.string }
  }

  // Figures.

  private mutating func addText(_ value: JSONValue, _ ground: Ground) {
    guard let english = value["en"]?.string else { return }
    let found = FigureText.figures(of: english)
    guard !found.isEmpty else { return }
    var ground = value.pointer.hasPrefix("/doseReductions/") ? ofDrugs(ground) : ground
    ground.kind = .text
    let unique = found.enumerated().filter { !found[..<$0.offset].contains($0.element) }.map(\.element)
    if ground.sources.isEmpty, !ground.isAssumption {
      report.error(
        "states \(Self.quoted(unique)) and rests on no source: give what holds the text `sources`",
        at: Place(file: file, value: value))
    }
    append(Text(both: unique.joined(separator: "; ")), certainty: certainty(of: ground) ?? .unmarked, at: value, ground)
  }

  private static func quoted(_ figures: [String]) -> String {
    figures.prefix(3).map { "`\($0)`" }.joined(separator: ", ") + (figures.count > 3 ? " and more" : "")
  }

  private mutating func add(_ text: Text, at value: JSONValue, _ ground: Ground) {
    let place = Place(file: file, value: value)
    if ground.kind == .limit {
      append(text, certainty: .stipulated, at: value, ground)
      return
    }
    if ground.sources.isEmpty, !ground.isAssumption {
      report.error("the figure \(text.en) rests on no source: give it, or what holds it, `sources`", at: place)
      return
    }
    guard let certainty = certainty(of: ground) else {
      report.error(
        "the figure \(text.en) does not say how far it was checked: give `confidence`, one of "
          + Confidence.allCases.map(\.rawValue).joined(separator: ", "), at: place)
      return
    }
    append(text, certainty: certainty, at: value, ground)
  }

  /// `nil`: nothing says it.
  private func certainty(of ground: Ground) -> Figure.Certainty? {
    if ground.isAssumption { return .stipulated }
    if let confidence = ground.confidence { return Figure.Certainty(confidence) }
    let curated = ground.sources.filter { knowledge.references[ReferenceID($0)]?.kind == .curation }
    // How records are read is the knowledge's own rule, whatever publication it has in mind.
    return !curated.isEmpty && (curated.count == ground.sources.count || folder == "records") ? .stipulated : nil
  }

  private mutating func append(_ text: Text, certainty: Figure.Certainty, at value: JSONValue, _ ground: Ground) {
    figures.append(
      Figure(
        kind: ground.kind, certainty: certainty, value: text, subject: Text.joined(ground.subject, with: ", "),
        sources: ground.sources, use: ground.use, file: file, pointer: value.pointer))
  }
}

extension JSONValue {
  /// Whether it is a text in both languages.
  fileprivate var isText: Bool { self["en"]?.kind == .string && self["ru"]?.kind == .string }

  /// Whether it is a number, or a list with one in it or in a list in it.
  fileprivate var holdsNumbers: Bool {
    switch kind {
    case .number: true
    case .array: elements.contains { $0.holdsNumbers }
    case .null, .boolean, .string, .object: false
    }
  }

  /// As it stands in the file, without line breaks.
  fileprivate var written: String {
    String(decoding: rawBytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension Text {
  /// What is the same in both languages.
  init(both text: String) {
    self.init(en: text, ru: text)
  }

  /// A text, or a string that is the same in both languages.
  fileprivate init?(both value: JSONValue?) {
    if let string = value?.string { self.init(both: string) } else { self.init(value) }
  }

  fileprivate init?(_ value: JSONValue?) {
    guard let en = value?["en"]?.string, let ru = value?["ru"]?.string else { return nil }
    self.init(en: en, ru: ru)
  }

  fileprivate func joined(_ other: Text) -> Text { Text.joined([self, other], with: ", ") }

  fileprivate static func joined(_ texts: [Text], with separator: String) -> Text {
    Text(en: texts.map(\.en).joined(separator: separator), ru: texts.map(\.ru).joined(separator: separator))
  }
}
