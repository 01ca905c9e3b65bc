import Clinical
import JSON

extension Cohort {
  init?(_ cursor: Cursor) {
    let decoded: Cohort? = cursor.object { reader in
      reader.fileHeader()
      let id = reader.required("id") { $0.newIdentifier(as: CohortID.self) }
      let disease = reader.required("disease") { $0.reference(DiseaseID.self) }
      let name = reader.required("name") { $0.text() }
      _ = reader.required("assumption") { $0.text() }
      let draws = reader.list("draws", atLeast: 1) { Draw($0) }
      let steps = reader.list("steps") { Step.decode($0) }
      let history = reader.optional("history") { history in
        history.object { reader in reader.rows { reader in reader.list("courses", atLeast: 1) { Course.share($0) } } }
      }
      let after = reader.list("drawsAfterHistory") { Draw($0) }
      let gaps = reader.list("gaps") { Gap($0) }
      reader.cursor.requireDistinct(in: "steps", of: "step")
      guard let id, let disease, let name else { return nil }
      return Cohort(
        id: id, disease: disease, name: name, draws: draws, steps: steps, history: history ?? [], drawsAfterHistory: after,
        gaps: gaps, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Cohort.Draw {
  init?(_ cursor: Cursor) {
    let decoded: Cohort.Draw? = cursor.object { reader in
      let finding = reader.optional("finding") { $0.reference(FindingID.self) }
      let comorbidity = reader.optional("comorbidity") { $0.reference(ComorbidityID.self) }
      let medication = reader.optional("medication") { $0.reference(MedicationID.self) }
      guard ["finding", "comorbidity", "medication"].count(where: reader.has) == 1 else {
        reader.cursor.error("draws one thing: a `finding`, a `comorbidity` or a `medication`")
        // What the others say of it has no meaning then.
        for member in reader.cursor.value.members { _ = reader.optional(member.name) { $0 } }
        return nil
      }
      if reader.has("finding") {
        let decimals = reader.optional("decimals") { $0.decimals() } ?? 0
        let rows = reader.rows { Cohort.FindingDistribution(&$0) }
        return finding.map { Cohort.Draw(subject: .finding($0, decimals: decimals, rows: rows), place: reader.cursor.place) }
      }
      let rows = reader.rows { reader in reader.required("probability") { $0.probability() } }
      let subject =
        comorbidity.map { Subject.comorbidity($0, rows: rows) } ?? medication.map { Subject.medication($0, rows: rows) }
      return subject.map { Cohort.Draw(subject: $0, place: reader.cursor.place) }
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Cohort.FindingDistribution {
  fileprivate init?(_ reader: inout ObjectReader) {
    let values = reader.list("values", atLeast: reader.has("values") ? 1 : 0) { pair in
      pair.pair { Cohort.FindingValue($0) }
    }
    let quantiles = reader.optional("quantiles") { Quantiles($0) }
    let isLeftOut = reader.optional("leftOut") { $0.boolean() } ?? false
    let given = ["values", "quantiles", "leftOut"].filter(reader.has)
    guard given.count == 1 else {
      reader.cursor.error("says one thing: `values`, `quantiles` or `leftOut`")
      return nil
    }
    if reader.has("values") {
      reader.requireOne(values, "values")
      self = .values(values)
    } else if let quantiles {
      self = .quantiles(quantiles)
    } else if isLeftOut {
      self = .leftOut
    } else {
      return nil
    }
  }
}

extension Cohort.FindingValue {
  fileprivate init?(_ cursor: Cursor) {
    let content: Content?
    switch cursor.value.kind {
    case .boolean: content = cursor.boolean().map { .flag($0) }
    case .number: content = cursor.number().map { .number($0) }
    case .array: content = .codes(cursor.list { $0.words().map { CodeID($0) } })
    default: content = cursor.words().map { .code(CodeID($0)) }
    }
    guard let content else { return nil }
    self.init(content: content, place: cursor.place)
  }
}

extension Cohort.Step {
  fileprivate static func decode(_ cursor: Cursor) -> Cohort.Step? {
    cursor.object { reader in
      let id = reader.required("id") { $0.newIdentifier() }
      let setting = reader.required("setting") { $0.words().map { SettingID($0) } }
      let continuesLine = reader.optional("continuesLine") { $0.boolean() } ?? false
      let options = reader.required("options") { Self.weighted($0) { cursor in cursor.share { Drugs(&$0) } } }
      let endings = reader.required("outcomes") { Self.weighted($0) { cursor in cursor.share { Ending(&$0) } } }
      guard let id, let setting, let options, let endings else { return nil }
      return Cohort.Step(
        id: id, setting: setting, continuesLine: continuesLine, options: options, endings: endings, place: reader.cursor.place)
    }
  }

  /// Shares with what they rest on.
  private static func weighted<Item: Sendable>(
    _ cursor: Cursor, _ decode: (Cursor) -> Cohort.Share<Item>?
  ) -> [Cohort.Share<Item>]? {
    cursor.object { reader in
      let shares = reader.list("values", atLeast: 1, decode)
      reader.requireOne(shares, "values")
      _ = reader.basis()
      return shares
    }
  }
}

extension Cohort.Step.Drugs {
  fileprivate init?(_ reader: inout ObjectReader) {
    let regimen = reader.optional("regimen") { $0.reference(RegimenID.self) }
    let drugs = reader.list("drugs", atLeast: reader.has("drugs") ? 1 : 0) { $0.reference(DrugID.self) }
    guard ["regimen", "drugs"].count(where: reader.has) == 1 else {
      reader.cursor.error("names a `regimen` or its `drugs`")
      return nil
    }
    guard let drugs = regimen.map(Self.regimen) ?? (drugs.isEmpty ? nil : .drugs(drugs)) else { return nil }
    self = drugs
  }
}

extension Cohort.Step.Ending {
  fileprivate init?(_ reader: inout ObjectReader) {
    let outcome = reader.required("outcome") { $0.word(TherapyOutcome.self) }
    let responses = reader.list("bestResponse", atLeast: reader.has("bestResponse") ? 1 : 0) { pair in
      pair.pair { $0.word(BestResponse.self) }
    }
    if reader.has("bestResponse") { reader.requireOne(responses, "bestResponse") }
    let duration = reader.optional("durationMonths") { Quantiles($0) }
    let days = reader.optional("daysToProgression") { Quantiles($0) }
    guard let outcome else { return nil }
    self.init(
      outcome: outcome, bestResponses: responses, durationMonths: duration, daysToProgression: days, place: reader.cursor.place)
  }
}

extension Cohort.Course {
  fileprivate static func share(_ cursor: Cursor) -> Cohort.Share<Cohort.Course>? {
    cursor.share { reader in
      let steps = reader.list("steps") { $0.words() }
      if !reader.has("steps") { reader.cursor.error("is missing: `steps`, empty for a patient without therapy") }
      return Cohort.Course(steps: steps, place: reader.cursor.place)
    }
  }
}

extension Cohort.Gap {
  fileprivate init?(_ cursor: Cursor) {
    let decoded: Cohort.Gap? = cursor.object { reader in
      let findings = reader.list("findings") { $0.reference(FindingID.self) }
      let members = reader.list("members") { $0.word(Member.self) }
      let probability = reader.required("probability") { $0.probability() }
      _ = reader.basis()
      if !reader.has("findings"), !reader.has("members") { reader.cursor.error("names neither `findings` nor `members`") }
      guard let probability else { return nil }
      return Cohort.Gap(findings: findings, members: members, probability: probability, place: reader.cursor.place)
    }
    guard let decoded else { return nil }
    self = decoded
  }
}

extension Quantiles {
  fileprivate init?(_ cursor: Cursor) {
    let before = cursor.report.diagnostics.count
    let points = cursor.list(atLeast: 2) { pair -> Point? in
      guard pair.value.kind == .array, pair.value.count == 2 else {
        pair.mismatch(expected: "a quantile [probability, value]")
        return nil
      }
      let elements = pair.value.elementList
      guard let probability = pair.at(elements[0]).probability(), let value = pair.at(elements[1]).number() else { return nil }
      return Point(probability: probability, value: value)
    }
    guard let first = points.first, let last = points.last, cursor.report.diagnostics.count == before else { return nil }
    guard first.probability.millionths == 0, last.probability.millionths == Probability.one else {
      cursor.error("quantiles begin with probability 0 and end with 1")
      return nil
    }
    for (lower, upper) in zip(points, points.dropFirst()) {
      guard lower.probability.millionths < upper.probability.millionths else {
        cursor.error("the probabilities of quantiles rise")
        return nil
      }
      guard lower.value <= upper.value else {
        cursor.error("the values of quantiles do not fall")
        return nil
      }
    }
    self.init(points: points, place: cursor.place)
  }
}

extension Cursor {
  fileprivate func probability() -> Probability? {
    guard let number = number() else { return nil }
    guard Magnitude(0) <= number, number <= Magnitude(1) else {
      error("a probability lies within 0 and 1")
      return nil
    }
    guard let millionths = number.digits(after: 6) else {
      error("a probability has at most six digits after the point")
      return nil
    }
    return Probability(millionths: millionths)
  }

  /// How many digits after the point are written.
  fileprivate func decimals() -> Int? {
    guard let decimals = integer() else { return nil }
    guard (0...6).contains(decimals) else {
      error("has from 0 to 6 digits after the point")
      return nil
    }
    return decimals
  }

  /// A value with its probability: `["positive", 0.97]`.
  fileprivate func pair<Item: Sendable>(_ decode: (Cursor) -> Item?) -> Cohort.Share<Item>? {
    let elements = value.elementList
    guard value.kind == .array, elements.count == 2 else {
      mismatch(expected: "a pair [value, probability]")
      return nil
    }
    guard let item = decode(at(elements[0])), let probability = at(elements[1]).probability() else { return nil }
    return Cohort.Share(item: item, probability: probability)
  }

  /// A thing with its probability.
  fileprivate func share<Item: Sendable>(_ decode: (inout ObjectReader) -> Item?) -> Cohort.Share<Item>? {
    object { reader in
      let item = decode(&reader)
      let probability = reader.required("probability") { $0.probability() }
      guard let item, let probability else { return nil }
      return Cohort.Share(item: item, probability: probability)
    }
  }
}

extension ObjectReader {
  /// Refuses shares that do not make up the whole; said only where all of them could be read.
  fileprivate func requireOne<Item>(_ shares: [Cohort.Share<Item>], _ member: String) {
    guard let list = cursor.value[member], list.count == shares.count, !shares.isEmpty else { return }
    let sum = shares.reduce(0) { $0 + $1.probability.millionths }
    guard sum != Probability.one else { return }
    cursor.at(list).error("the probabilities make up \(Magnitude(significand: Int64(sum), scale: 6).shortest), not 1")
  }

  /// The rows of `given`, then what is otherwise.
  fileprivate mutating func rows<Distribution: Sendable>(
    _ decode: (inout ObjectReader) -> Distribution?
  ) -> [Cohort.Row<Distribution>] {
    var rows: [Cohort.Row<Distribution>] = list("given") { row in
      row.object { reader in
        let condition = reader.required("when") { Condition($0) }
        guard let row = reader.row(condition, decode), condition != nil else { return nil }
        return row
      }
    }
    if let otherwise = row(nil, decode) { rows.append(otherwise) }
    return rows
  }

  private mutating func row<Distribution: Sendable>(
    _ condition: Condition?, _ decode: (inout ObjectReader) -> Distribution?
  ) -> Cohort.Row<Distribution>? {
    let distribution = decode(&self)
    // Where nothing is drawn there is no figure that could rest on anything.
    let basis = has("leftOut") ? nil : basis()
    return distribution.map { Cohort.Row(condition: condition, distribution: $0, basis: basis, place: cursor.place) }
  }

  /// What the figures beside it rest on: sources, or an assumption that says so.
  fileprivate mutating func basis() -> Cohort.Basis? {
    let word = optional("basis") { $0.word(BasisWord.self) }
    let text = optional("text") { $0.text() }
    let sources = list("sources", atLeast: has("sources") ? 1 : 0) { $0.sourceUse() }
    _ = optional("confidence") { $0.word(Confidence.self) }
    guard has("basis") != has("sources") else {
      cursor.error(
        has("basis")
          ? "rests on `sources` or on an assumption, not on both" : "has neither `sources` nor `\"basis\": \"assumption\"`")
      return nil
    }
    return word == .assumption ? .assumption(text) : .sources(sources)
  }
}

private enum BasisWord: String, CaseIterable {
  case assumption
}

extension Magnitude {
  /// The number without zeros at its end.
  fileprivate var shortest: Magnitude {
    var (significand, scale) = (significand, scale)
    while scale > 0, significand % 10 == 0 { (significand, scale) = (significand / 10, scale - 1) }
    return Magnitude(significand: significand, scale: scale)
  }
}
