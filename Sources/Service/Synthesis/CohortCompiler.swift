import Clinical
import JSON
import Knowledge

/// Gives what a cohort draws its places in the tables of a plan, in order.
struct CohortCompiler {
  private let cohort: Cohort
  private let knowledge: KnowledgeBase
  private(set) var tables = CohortPlan.Tables()
  private var slots: [FindingID: Int] = [:]
  private var comorbidities: [ComorbidityID] = []
  private var medications: [MedicationID] = []
  /// Of the findings that are no numbers, what the places of their values stand for.
  private var contents: [FindingID: [Cohort.FindingValue.Content]] = [:]

  init(cohort: Cohort, knowledge: KnowledgeBase) {
    (self.cohort, self.knowledge) = (cohort, knowledge)
  }

  // Tables.

  mutating func text(_ text: String) -> CohortPlan.Text { self.text(Array(text.utf8)) }

  private mutating func text(_ bytes: [UInt8]) -> CohortPlan.Text {
    let start = tables.bytes.count
    tables.bytes += bytes
    return start..<tables.bytes.count
  }

  private mutating func chances<Item>(_ shares: [Cohort.Share<Item>], items: [Int]) -> CohortPlan.Distribution {
    let start = tables.limits.count
    var sum = 0
    for share in shares {
      sum += share.probability.millionths
      tables.limits.append(Self.limit(sum))
    }
    tables.items += items
    return start..<tables.limits.count
  }

  private mutating func numbers(_ quantiles: Quantiles, decimals: Int) -> CohortPlan.Distribution {
    let start = tables.limits.count
    tables.limits += quantiles.points.map { Self.limit($0.probability.millionths) }
    tables.items += quantiles.points.map { $0.value.digits(after: decimals) ?? 0 }
    return start..<tables.limits.count
  }

  private mutating func places(_ places: [Int]) -> Range<Int> {
    let start = tables.places.count
    tables.places += places
    return start..<tables.places.count
  }

  private static func limit(_ millionths: Int) -> UInt64 {
    (UInt64(millionths) << 32) / UInt64(Probability.one)
  }

  private static func quoted(_ text: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.string(text)
    return writer.bytes
  }

  private static func list(_ texts: [String]) -> [UInt8] {
    var writer = JSONWriter()
    writer.strings(texts)
    return writer.bytes
  }

  // Draws.

  mutating func compile(_ draw: Cohort.Draw) -> CohortPlan.Draw {
    switch draw.subject {
    case .finding(let id, let decimals, let rows):
      compile(id, decimals, rows)
      slots[id] = tables.findings.count - 1
      return .finding(tables.findings.count - 1)
    case .comorbidity(let id, let rows):
      tables.comorbidities.append(presence(id.text, rows))
      comorbidities.append(id)
      return .comorbidity(comorbidities.count - 1)
    case .medication(let id, let rows):
      tables.medications.append(presence(id.text, rows))
      medications.append(id)
      return .medication(medications.count - 1)
    }
  }

  private mutating func rows<Distribution>(
    _ rows: [Cohort.Row<Distribution>], _ content: (inout CohortCompiler, Distribution) -> CohortPlan.Content
  ) -> Range<Int> {
    var compiled: [CohortPlan.Row] = []
    for row in rows {
      let place = row.condition.map { test($0) }
      compiled.append(CohortPlan.Row(test: place, content: content(&self, row.distribution)))
    }
    let start = tables.rows.count
    tables.rows += compiled
    return start..<tables.rows.count
  }

  private mutating func presence(_ id: String, _ rows: [Cohort.Row<Probability>]) -> CohortPlan.Presence {
    let rows = self.rows(rows) { _, probability in .chance(Self.limit(probability.millionths)) }
    return CohortPlan.Presence(text: text(Self.quoted(id)), rows: rows)
  }

  private mutating func compile(_ id: FindingID, _ decimals: Int, _ rows: [Cohort.Row<Cohort.FindingDistribution>]) {
    let isNumber = knowledge.vocabulary[id].map { $0.kind == .number || $0.kind == .integer } ?? false
    var values: [Cohort.FindingValue.Content] = []
    let compiled = self.rows(rows) { compiler, distribution in
      switch distribution {
      case .leftOut: return .leftOut
      case .quantiles(let quantiles): return .numbers(compiler.numbers(quantiles, decimals: decimals))
      case .values(let shares):
        let items = shares.map { share -> Int in
          if case .number(let number) = share.item.content { return number.digits(after: decimals) ?? 0 }
          if let known = values.firstIndex(of: share.item.content) { return known }
          values.append(share.item.content)
          return values.count - 1
        }
        return .values(compiler.chances(shares, items: items))
      }
    }
    contents[id] = values
    let texts = tables.texts.count
    for value in values { tables.texts.append(text(Self.text(value))) }
    tables.findings.append(
      CohortPlan.Finding(
        name: text(Self.quoted(id.text) + [UInt8(ascii: ":")]), texts: isNumber ? nil : texts, decimals: decimals, rows: compiled)
    )
  }

  private static func text(_ content: Cohort.FindingValue.Content) -> [UInt8] {
    switch content {
    case .flag(let flag): Array(flag ? "true".utf8 : "false".utf8)
    case .code(let code): quoted(code.text)
    case .codes(let codes): list(codes.map(\.text))
    case .number(let number): Array(number.description.utf8)
    }
  }

  // History.

  mutating func compileSteps() {
    let settings = knowledge.diseases[cohort.disease]?.settings ?? []
    for step in cohort.steps {
      let (firstOption, firstEnding) = (tables.options.count, tables.endings.count)
      for option in step.options { tables.options.append(text(Self.text(option.item))) }
      for ending in step.endings { tables.endings.append(self.ending(ending.item)) }
      tables.steps.append(
        CohortPlan.Step(
          start: text(Array(#"{"setting":"#.utf8) + Self.quoted(step.setting.text)),
          countsLine: settings.first { $0.id == step.setting }?.countsAsLine ?? false, continuesLine: step.continuesLine,
          options: chances(step.options, items: Array(firstOption..<tables.options.count)),
          endings: chances(step.endings, items: Array(firstEnding..<tables.endings.count))))
    }
  }

  private static func text(_ drugs: Cohort.Step.Drugs) -> [UInt8] {
    switch drugs {
    case .regimen(let id): Array(#","regimen":"#.utf8) + quoted(id.text)
    case .drugs(let ids): Array(#","drugs":"#.utf8) + list(ids.map(\.text))
    }
  }

  private mutating func ending(_ ending: Cohort.Step.Ending) -> CohortPlan.Ending {
    let firstResponse = tables.texts.count
    for response in ending.bestResponses {
      tables.texts.append(text(Array(#","bestResponse":"#.utf8) + Self.quoted(response.item.rawValue)))
    }
    let responses = chances(ending.bestResponses, items: Array(firstResponse..<tables.texts.count))
    return CohortPlan.Ending(
      outcome: Self.ordinal(of: ending.outcome), text: text(Array(#","outcome":"#.utf8) + Self.quoted(ending.outcome.rawValue)),
      responses: responses.isEmpty ? nil : responses, months: ending.durationMonths.map { numbers($0, decimals: 0) },
      days: ending.daysToProgression.map { numbers($0, decimals: 0) })
  }

  private static func ordinal(of outcome: TherapyOutcome) -> Int {
    TherapyOutcome.allCases.firstIndex(of: outcome) ?? 0
  }

  mutating func history() -> Range<Int> {
    rows(cohort.history) { compiler, courses in
      let first = compiler.tables.courses.count
      for course in courses {
        let steps = course.item.steps.compactMap { id in compiler.cohort.steps.firstIndex { $0.id == id } }
        compiler.tables.courses.append(compiler.places(steps))
      }
      return .courses(compiler.chances(courses, items: Array(first..<compiler.tables.courses.count)))
    }
  }

  mutating func gap(_ gap: Cohort.Gap) -> CohortPlan.Gap {
    CohortPlan.Gap(
      limit: Self.limit(gap.probability.millionths), findings: places(gap.findings.compactMap { slots[$0] }),
      members: gap.members.reduce(into: []) { $0.insert(CohortPlan.Hidden($1)) })
  }
}

// Conditions.
extension CohortCompiler {
  /// The place of a condition among the tests.
  private mutating func test(_ condition: Condition) -> Int {
    let test: CohortPlan.Test
    switch condition {
    case .all(let conditions): test = .all(children(conditions))
    case .any(let conditions): test = .any(children(conditions))
    case .not(let inner): test = .not(self.test(inner))
    case .finding(let clause): test = self.test(clause)
    case .comorbidity(let clause):
      test = .comorbidity(places(Self.slots(of: comorbidities, meaning: clause.anyOf, knowledge.vocabulary.comorbidities)))
    case .medication(let clause):
      test = .medication(places(Self.slots(of: medications, meaning: clause.anyOf, knowledge.vocabulary.medications)))
    case .therapy(let clause): test = self.test(clause)
    default: preconditionFailure("the loader refuses other conditions in a cohort")
    }
    tables.tests.append(test)
    return tables.tests.count - 1
  }

  private mutating func children(_ conditions: [Condition]) -> Range<Int> {
    let tests = conditions.map { test($0) }
    let start = tables.children.count
    tables.children += tests
    return start..<tables.children.count
  }

  private mutating func allowed(_ allowed: [Bool]) -> Int {
    tables.isAllowed += allowed
    return tables.isAllowed.count - allowed.count
  }

  /// The slots of what is one of these, or within one.
  private static func slots<ID>(of drawn: [ID], meaning wanted: [ID], _ terms: [ListedTerm<ID>]) -> [Int] {
    drawn.indices.filter { slot in
      var (meant, waiting) = (Set<ID>(), [drawn[slot]])
      while let id = waiting.popLast() {
        guard meant.insert(id).inserted else { continue }
        waiting += terms.first { $0.id == id }?.within ?? []
      }
      return wanted.contains(where: meant.contains)
    }
  }

  private mutating func test(_ clause: FindingClause) -> CohortPlan.Test {
    let slot = slots[clause.finding] ?? 0
    if case .within(let bounds, _) = clause.test {
      return .number(slot: slot, bounds.wholeNumbers(decimals: tables.findings[slot].decimals))
    }
    let contents = contents[clause.finding] ?? []
    return .value(slot: slot, allowed: allowed(contents.map { Self.passes($0, clause.test) }))
  }

  private static func passes(_ content: Cohort.FindingValue.Content, _ test: FindingClause.Test) -> Bool {
    switch (test, content) {
    case (.flag(let wanted), .flag(let flag)): wanted == flag
    case (.anyOf(let wanted), .code(let code)): wanted.contains(code)
    case (.includesAny(let wanted), .codes(let codes)): codes.contains(where: wanted.contains)
    default: false
    }
  }

  private mutating func test(_ clause: TherapyClause) -> CohortPlan.Test {
    let options = cohort.steps.flatMap { step in
      let fits = clause.settings.isEmpty || clause.settings.contains(step.setting)
      return step.options.map { fits && selects(clause.selection, $0.item) }
    }
    let outcomes = TherapyOutcome.allCases.map { clause.outcomes.isEmpty || clause.outcomes.contains($0) }
    return .therapy(options: allowed(options), outcomes: allowed(outcomes))
  }

  /// Whether one of the drugs is selected; of a regimen with alternatives, any of them.
  private func selects(_ selection: DrugSelection, _ item: Cohort.Step.Drugs) -> Bool {
    let given: [DrugID]
    switch item {
    case .regimen(let id): given = (knowledge.regimens[id]?.components ?? []).flatMap { [$0.drug] + $0.alternatives }
    case .drugs(let drugs): given = drugs
    }
    switch selection {
    case .anyDrug: return true
    case .named(let drugs, let classes):
      let wanted = classes.reduce(into: Set(drugs)) { $0.formUnion(knowledge.drugs(of: $1)) }
      return given.contains(where: wanted.contains)
    case .ofOption: return false
    }
  }
}

extension CohortPlan.Hidden {
  fileprivate init(_ member: Cohort.Gap.Member) {
    switch member {
    case .comorbidities: self = .comorbidities
    case .medications: self = .medications
    case .priorTherapies: self = .priorTherapies
    case .outcome: self = .outcome
    case .bestResponse: self = .bestResponse
    case .durationMonths: self = .durationMonths
    case .daysToProgression: self = .daysToProgression
    }
  }
}

extension Bounds {
  /// The whole numbers, in units of so many decimals, that lie within; a side that is open ends far from any finding.
  fileprivate func wholeNumbers(decimals: Int) -> ClosedRange<Int> {
    let farthest = 1 << 53
    let lowest = lower.flatMap { end in Self.around(end.value, decimals).first { Self.holds($0, decimals, lower: end) } }
    let highest = upper.flatMap { end in Self.around(end.value, decimals).last { Self.holds($0, decimals, upper: end) } }
    let (start, stop) = (lowest ?? -farthest, highest ?? farthest)
    return start <= stop ? start...stop : farthest...farthest
  }

  private static func holds(_ number: Int, _ decimals: Int, lower: End? = nil, upper: End? = nil) -> Bool {
    let exact = Bounds(exactly: Magnitude(significand: Int64(number), scale: decimals))
    return exact.lies(in: Bounds(lower: lower, upper: upper)) == .holds
  }

  /// The numbers next to an end, one of which is the first or the last within.
  private static func around(_ value: Magnitude, _ decimals: Int) -> ClosedRange<Int> {
    let power = { (exponent: Int) in (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 } }
    let near = Int(Int128(value.significand) * power(decimals) / power(value.scale))
    return near - 1...near + 1
  }
}
