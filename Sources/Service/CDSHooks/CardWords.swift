import Knowledge

/// The words of cards that are no medicine.
enum CardWords {
  static let next = Text(en: "next", ru: "следующая")
  static let line = Text(en: "line", ru: "линия")
  static let why = Text(en: "Why", ru: "Почему")
  static let drugs = Text(en: "Drugs", ru: "Препараты")
  static let cautions = Text(en: "Cautions", ru: "Осторожно")
  static let verify = Text(en: "To verify before ordering", ru: "Проверить до назначения")
  static let evidence = Text(en: "Evidence", ru: "Доказательства")
  static let better = Text(en: "Better options", ru: "Лучшие варианты")
  static let notices = Text(en: "Notices", ru: "Примечания")
  static let findOut = Text(en: "To find out", ru: "Выяснить")
  static let more = Text(en: "more", ru: "ещё")
  static let trial = Text(en: "Trial", ru: "Исследование")
  static let page = Text(en: "NextLine: trials and regimens", ru: "NextLine: исследования и схемы")
  static let knowledge = Text(en: "Knowledge", ru: "База знаний")
  static let evidenceThrough = Text(en: "evidence through", ru: "доказательства по")
  static let order = Text(en: "Order", ru: "Назначить")
  static let withdraw = Text(en: "Withdraw the draft", ru: "Отозвать черновик")
  static let insteadOrder = Text(en: "Instead", ru: "Вместо этого")
  static let anyRegimen = Text(en: "in every regimen with it", ru: "в любой схеме с ним")
  static let nothingStands = Text(
    en: "No option of the knowledge base can be recommended for this case",
    ru: "Ни один вариант базы знаний здесь не рекомендуется")
  static let note = Text(en: "To note", ru: "Обратить внимание")
  static let notJudged = Text(
    en: "not judged, the knowledge base has no such regimen", ru: "не оценено, такой схемы в базе знаний нет")
  static let partOf = Text(
    en: "not judged by itself, part of regimens that may be used", ru: "отдельно не оценивалось, входит в допустимые схемы")
  static let incompleteConditions = Text(
    en: "Only the first page of conditions was sent and none is a disease NextLine knows: not judged",
    ru: "Передана лишь первая страница диагнозов, среди них нет известной NextLine болезни: не оценено")

  static func notSent(_ keys: String) -> Text {
    Text(en: "Not sent, and so unknown: \(keys)", ru: "Не передано и потому неизвестно: \(keys)")
  }

  static func firstPages(_ keys: String) -> Text {
    Text(
      en: "Incomplete, only the first page was sent: \(keys)", ru: "Неполно, передана только первая страница: \(keys)")
  }

  static func notUnderstood(_ count: Int) -> Text {
    Text(en: "Entries of the record that were not used: \(count)", ru: "Неиспользованных записей карты: \(count)")
  }

  /// A verdict as it is said of the next therapy.
  static func standing(_ verdict: Verdict) -> Text {
    switch verdict {
    case .recommended: Text(en: "recommended", ru: "рекомендуется")
    case .alternative: Text(en: "alternative", ru: "альтернатива")
    case .conditional: Text(en: "conditional", ru: "условно")
    case .notRecommended: Text(en: "not recommended", ru: "не рекомендуется")
    case .contraindicated: Text(en: "contraindicated", ru: "противопоказано")
    }
  }
}
