package import Clinical
package import Knowledge
import SeededRandom

/// Writes plausible cases of one disease, each a body of `POST /recommend`, as its cohort has them.
///
/// A case depends on the seed and its number only.
package struct CaseSynthesizer {
  /// A therapy as drawn.
  private struct Therapy {
    let step: Int
    let option: Int
    let ending: Int
    let line: Int?
  }

  private let plan: CohortPlan
  private var random = SeededGenerator(seed: 0)
  /// By slot: places of texts, or numbers.
  private var values: [Int]
  private var comorbidities: [Bool]
  private var medications: [Bool]
  private var therapies: [Therapy] = []
  private var isFindingHidden: [Bool]
  private var hidden: CohortPlan.Hidden = []

  /// `nil` when the knowledge has no cohort of the disease.
  package init?(of disease: DiseaseID, knowledge: KnowledgeBase) {
    guard let cohort = knowledge.cohorts.entries.first(where: { $0.disease == disease }) else { return nil }
    plan = CohortPlan(cohort, of: knowledge)
    values = Array(repeating: Self.nothing, count: plan.findings.count)
    isFindingHidden = Array(repeating: false, count: plan.findings.count)
    comorbidities = Array(repeating: false, count: plan.comorbidities.count)
    medications = Array(repeating: false, count: plan.medications.count)
  }

  /// Adds a case, without a line feed.
  package mutating func append(_ number: Int, seed: UInt64, to buffer: inout [UInt8]) {
    // The number goes through the generator by itself: seeds that differ by a step of it would share their rolls.
    var ofNumber = SeededGenerator(seed: UInt64(bitPattern: Int64(number)))
    var start = SeededGenerator(seed: seed ^ ofNumber.next())
    random = SeededGenerator(seed: start.next())
    draw()
    write(to: &buffer)
  }

  // Drawing.

  private static let nothing = Int.min

  private mutating func roll() -> UInt64 { random.next() >> 32 }

  private mutating func draw() {
    for slot in values.indices { values[slot] = Self.nothing }
    therapies.removeAll(keepingCapacity: true)
    for draw in plan.draws { self.draw(draw) }
    drawHistory()
    for draw in plan.drawsAfterHistory { self.draw(draw) }
    drawGaps()
  }

  private mutating func draw(_ draw: CohortPlan.Draw) {
    let roll = roll()
    switch draw {
    case .finding(let slot): values[slot] = value(plan.findings[slot].rows, roll)
    case .comorbidity(let slot): comorbidities[slot] = isThere(plan.comorbidities[slot].rows, roll)
    case .medication(let slot): medications[slot] = isThere(plan.medications[slot].rows, roll)
    }
  }

  private func value(_ rows: Range<Int>, _ roll: UInt64) -> Int {
    switch content(rows) {
    case .values(let chances): plan.item(chances, roll)
    case .numbers(let quantiles): plan.number(quantiles, roll)
    case .leftOut, .chance, .courses, nil: Self.nothing
    }
  }

  private func isThere(_ rows: Range<Int>, _ roll: UInt64) -> Bool {
    guard case .chance(let limit) = content(rows) else { return false }
    return roll < limit
  }

  /// What is drawn from: the first row whose test holds.
  private func content(_ rows: Range<Int>) -> CohortPlan.Content? {
    for index in rows {
      let row = plan.rows[index]
      guard let test = row.test else { return row.content }
      if holds(test) { return row.content }
    }
    return nil
  }

  private func holds(_ test: Int) -> Bool {
    switch plan.tests[test] {
    case .all(let tests): return tests.allSatisfy { holds(plan.children[$0]) }
    case .any(let tests): return tests.contains { holds(plan.children[$0]) }
    case .not(let test): return !holds(test)
    case .value(let slot, let allowed): return values[slot] != Self.nothing && plan.isAllowed[allowed + values[slot]]
    case .number(let slot, let range): return range.contains(values[slot])
    case .comorbidity(let slots): return slots.contains { comorbidities[plan.places[$0]] }
    case .medication(let slots): return slots.contains { medications[plan.places[$0]] }
    case .therapy(let options, let outcomes):
      return therapies.contains { therapy in
        plan.isAllowed[options + therapy.option] && plan.isAllowed[outcomes + plan.endings[therapy.ending].outcome]
      }
    }
  }

  private mutating func drawHistory() {
    let courseRoll = roll()
    guard case .courses(let chances) = content(plan.history) else { return }
    var line = 0
    for index in plan.courses[plan.item(chances, courseRoll)] {
      let place = plan.places[index]
      let step = plan.steps[place]
      if step.countsLine, !step.continuesLine { line += 1 }
      let (option, ending) = (plan.item(step.options, roll()), plan.item(step.endings, roll()))
      therapies.append(
        Therapy(step: place, option: option, ending: ending, line: step.countsLine || step.continuesLine ? line : nil))
    }
  }

  private mutating func drawGaps() {
    hidden = []
    for slot in isFindingHidden.indices { isFindingHidden[slot] = false }
    for gap in plan.gaps {
      guard roll() < gap.limit else { continue }
      hidden.formUnion(gap.members)
      for index in gap.findings { isFindingHidden[plan.places[index]] = true }
    }
  }

  // Writing.

  private mutating func write(to buffer: inout [UInt8]) {
    append(plan.start, to: &buffer)
    var needsComma = false
    for slot in values.indices where values[slot] != Self.nothing && !isFindingHidden[slot] {
      if needsComma { buffer.append(UInt8(ascii: ",")) }
      needsComma = true
      let finding = plan.findings[slot]
      append(finding.name, to: &buffer)
      if let texts = finding.texts {
        append(plan.texts[texts + values[slot]], to: &buffer)
      } else {
        buffer.append(number: values[slot], decimals: finding.decimals)
      }
    }
    buffer.append(UInt8(ascii: "}"))
    if !hidden.contains(.comorbidities) {
      buffer += Self.comorbiditiesStart
      write(plan.comorbidities, comorbidities, to: &buffer)
    }
    if !hidden.contains(.medications) {
      buffer += Self.medicationsStart
      write(plan.medications, medications, to: &buffer)
    }
    if !plan.history.isEmpty, !hidden.contains(.priorTherapies) { writeTherapies(to: &buffer) }
    buffer.append(UInt8(ascii: "}"))
  }

  private func write(_ draws: [CohortPlan.Presence], _ isThere: [Bool], to buffer: inout [UInt8]) {
    var needsComma = false
    for slot in isThere.indices where isThere[slot] {
      if needsComma { buffer.append(UInt8(ascii: ",")) }
      needsComma = true
      append(draws[slot].text, to: &buffer)
    }
    buffer.append(UInt8(ascii: "]"))
  }

  private mutating func writeTherapies(to buffer: inout [UInt8]) {
    buffer += Self.therapiesStart
    for index in therapies.indices {
      if index > 0 { buffer.append(UInt8(ascii: ",")) }
      write(therapies[index], to: &buffer)
    }
    buffer.append(UInt8(ascii: "]"))
  }

  private mutating func write(_ therapy: Therapy, to buffer: inout [UInt8]) {
    let ending = plan.endings[therapy.ending]
    let hidden = gapsOfTherapy()
    append(plan.steps[therapy.step].start, to: &buffer)
    if let line = therapy.line {
      buffer += Self.lineName
      buffer.append(number: line, decimals: 0)
    }
    append(plan.options[therapy.option], to: &buffer)
    if let responses = ending.responses {
      let response = plan.item(responses, roll())
      if !hidden.contains(.bestResponse) { append(plan.texts[response], to: &buffer) }
    }
    if !hidden.contains(.outcome) { append(ending.text, to: &buffer) }
    write(ending.months, Self.monthsName, unless: hidden.contains(.durationMonths), to: &buffer)
    write(ending.days, Self.daysName, unless: hidden.contains(.daysToProgression), to: &buffer)
    buffer.append(UInt8(ascii: "}"))
  }

  private mutating func gapsOfTherapy() -> CohortPlan.Hidden {
    var hidden: CohortPlan.Hidden = []
    for gap in plan.gapsOfTherapies where roll() < gap.limit { hidden.formUnion(gap.members) }
    return hidden
  }

  private mutating func write(
    _ quantiles: CohortPlan.Distribution?, _ name: [UInt8], unless isHidden: Bool, to buffer: inout [UInt8]
  ) {
    guard let quantiles else { return }
    let number = plan.number(quantiles, roll())
    guard !isHidden else { return }
    buffer += name
    buffer.append(number: number, decimals: 0)
  }

  private func append(_ text: CohortPlan.Text, to buffer: inout [UInt8]) {
    // SAFETY: the bytes are copied within the closure, where the pointer is valid.
    unsafe plan.bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: UnsafeBufferPointer(rebasing: $0[text])) }
  }

  private static let comorbiditiesStart = Array(#","comorbidities":["#.utf8)
  private static let medicationsStart = Array(#","medications":["#.utf8)
  private static let therapiesStart = Array(#","priorTherapies":["#.utf8)
  private static let lineName = Array(#","line":"#.utf8)
  private static let monthsName = Array(#","durationMonths":"#.utf8)
  private static let daysName = Array(#","daysToProgression":"#.utf8)
}

extension [UInt8] {
  /// Adds a number in units of its last decimal.
  fileprivate mutating func append(number: Int, decimals: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    var (rest, unit, point) = (number.magnitude, UInt(1), decimals)
    while rest / unit >= 10 || point > 0 { (unit, point) = (unit * 10, point - 1) }
    var digitsLeft = -1
    var probe = unit
    while probe > 0 { (probe, digitsLeft) = (probe / 10, digitsLeft + 1) }
    while unit > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / unit))
      if digitsLeft == decimals, decimals > 0 { append(UInt8(ascii: ".")) }
      (rest, unit, digitsLeft) = (rest % unit, unit / 10, digitsLeft - 1)
    }
  }
}
