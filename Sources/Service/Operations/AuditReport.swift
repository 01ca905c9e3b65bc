package import Knowledge

/// The figures of the knowledge for a reader who wants to know which to trust: the least certain first, in full.
package struct AuditReport {
  private let audit: KnowledgeAudit
  private let language: Language

  package init(_ audit: KnowledgeAudit, in language: Language) {
    (self.audit, self.language) = (audit, language)
  }

  /// Those worth a line each; of the others the table gives the number.
  private static let listed: [Figure.Certainty] = [.recalled, .seedOnly, .secondary]

  package func text() -> String {
    var lines: [String] = []
    for certainty in Self.listed {
      let figures = audit.figures.filter { $0.certainty == certainty }
      lines.append("\(Words.certainty(certainty)[language]): \(figures.count)")
      for (file, group) in Self.byFile(figures) { lines += ["  " + file] + rows(of: group) }
      lines.append("")
    }
    lines += summary + [""] + arithmetic
    return lines.joined(separator: "\n") + "\n"
  }

  /// In the order of the files.
  private static func byFile(_ figures: [Figure]) -> [(file: String, figures: [Figure])] {
    Dictionary(grouping: figures, by: \.file).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func rows(of figures: [Figure]) -> [String] {
    let rows = figures.map { figure in
      [
        figure.pointer, figure.value[language], figure.subject[language], figure.sources.joined(separator: ", "),
        use(of: figure),
      ]
    }
    return Self.aligned(rows, indent: "    ")
  }

  private func use(of figure: Figure) -> String {
    switch figure.use {
    case .regimens(let ids): Words.shownBy[language] + ids.joined(separator: ", ")
    case .disease(let id): Words.forAll[language] + id
    case .entry: Words.inEntry[language]
    }
  }

  // The tables.

  /// Kinds by certainty.
  private var summary: [String] {
    let order = Figure.Certainty.allCases.sorted()
    var counts: [Figure.Kind: [Figure.Certainty: Int]] = [:]
    for figure in audit.figures { counts[figure.kind, default: [:]][figure.certainty, default: 0] += 1 }
    func row(_ name: String, _ counts: [Figure.Certainty: Int]) -> [String] {
      [name] + order.map { String(counts[$0] ?? 0) } + [String(counts.values.reduce(0, +))]
    }
    var rows = [[Words.figures[language]] + order.map { Words.certainty($0)[language] } + [Words.total[language]]]
    rows += Figure.Kind.allCases.filter { counts[$0] != nil }.map { row(Words.kind($0)[language], counts[$0] ?? [:]) }
    rows.append(row(Words.total[language], counts.values.reduce(into: [:]) { $0.merge($1) { $0 + $1 } }))
    rows.append(row(Words.codes[language], audit.codes))
    return Self.aligned(rows, rightFrom: 1)
  }

  /// What was recomputed, so that no problem is not the same as nothing checked.
  private var arithmetic: [String] {
    var rows = [[Words.check[language], Words.made[language], Words.problems[language], Words.asStated[language]]]
    rows += ArithmeticCheck.allCases.map { check in
      let tally = audit.tallies[check] ?? ArithmeticTally()
      return [Words.check(check)[language], String(tally.made), String(tally.problems), String(tally.asStated)]
    }
    return Self.aligned(rows, rightFrom: 1)
  }

  /// Columns two spaces apart; from a column on, numbers stand under each other.
  private static func aligned(_ rows: [[String]], indent: String = "", rightFrom: Int = .max) -> [String] {
    let widths = rows.reduce(into: [Int]()) { widths, row in
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        if column >= rightFrom { return space + cell }
        return column == row.count - 1 ? cell : cell + space
      }
      return indent + cells.joined(separator: "  ")
    }
  }
}

/// The words of the report.
private enum Words {
  static let shownBy = Text(en: "shown by ", ru: "показывают: ")
  static let forAll = Text(en: "for every option of ", ru: "для всех вариантов: ")
  static let inEntry = Text(en: "in the entry only", ru: "только в самой записи")
  static let figures = Text(en: "figures", ru: "числа")
  static let total = Text(en: "total", ru: "всего")
  static let codes = Text(en: "codes and identifiers", ru: "коды и идентификаторы")
  static let check = Text(en: "checked", ru: "проверено")
  static let made = Text(en: "times", ru: "раз")
  static let problems = Text(en: "wrong", ru: "неверно")
  static let asStated = Text(en: "odd, so stated", ru: "необычно, но так в источнике")

  static func certainty(_ certainty: Figure.Certainty) -> Text {
    switch certainty {
    case .recalled: Text(en: "recalled", ru: "по памяти")
    case .seedOnly: Text(en: "seed-only", ru: "только из исходного текста")
    case .secondary: Text(en: "secondary", ru: "из вторичного источника")
    case .unmarked: Text(en: "unmarked", ru: "не отмечено")
    case .stipulated: Text(en: "stipulated", ru: "условно")
    case .confirmed: Text(en: "confirmed", ru: "подтверждено")
    }
  }

  static func kind(_ kind: Figure.Kind) -> Text {
    switch kind {
    case .result: Text(en: "results of trials", ru: "результаты исследований")
    case .participants: Text(en: "participants", ru: "число участников")
    case .baseline: Text(en: "baseline", ru: "исходные данные")
    case .followUp: Text(en: "follow-up", ru: "наблюдение")
    case .adverseEvent: Text(en: "adverse events", ru: "нежелательные явления")
    case .crossTable: Text(en: "trials side by side", ru: "исследования рядом")
    case .dose: Text(en: "doses", ru: "дозы")
    case .cycle: Text(en: "lengths of cycles", ru: "длительность циклов")
    case .threshold: Text(en: "thresholds", ru: "пороги")
    case .reading: Text(en: "reading of records", ru: "чтение медкарт")
    case .distribution: Text(en: "made-up cohorts", ru: "вымышленные когорты")
    case .limit: Text(en: "limits of input", ru: "пределы ввода")
    case .text: Text(en: "texts with figures", ru: "тексты с числами")
    }
  }

  static func check(_ check: ArithmeticCheck) -> Text {
    switch check {
    case .interval: Text(en: "estimates within their intervals", ru: "оценки внутри интервалов")
    case .percentage: Text(en: "percentages against counts", ru: "проценты и доли")
    case .population: Text(en: "parts against the whole", ru: "часть не больше целого")
    case .arms: Text(en: "arms against participants", ru: "группы и число участников")
    case .direction: Text(en: "hazard ratios against medians", ru: "отношения рисков и медианы")
    case .significance: Text(en: "p values against intervals", ru: "p и интервалы")
    case .probability: Text(en: "p values, recomputed", ru: "p, пересчитано")
    case .symmetry: Text(en: "hazard ratios within intervals", ru: "положение отношения рисков в интервале")
    case .survival: Text(en: "survival against progression", ru: "выживаемость и прогрессирование")
    case .response: Text(en: "depths of response", ru: "глубина ответа")
    case .grades: Text(en: "severe events against all", ru: "тяжёлые явления и все")
    case .exclusive: Text(en: "sums of categories", ru: "суммы категорий")
    case .range: Text(en: "numbers possible in their units", ru: "допустимость чисел в их единицах")
    case .takeaway: Text(en: "summaries against figures", ru: "выводы и числа исследования")
    case .threshold: Text(en: "thresholds against texts", ru: "пороги и тексты")
    case .languages: Text(en: "numbers in both languages", ru: "числа на обоих языках")
    case .codes: Text(en: "codes and check digits", ru: "коды и контрольные цифры")
    case .identifiers: Text(en: "identifiers of trials and papers", ru: "номера исследований и публикаций")
    }
  }
}
