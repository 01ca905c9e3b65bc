package import Clinical
package import Knowledge

/// The words sentences are made of. What is said of medicine stands in the knowledge, not here.
package enum Phrases {
  static let listedInPathway = Text(en: "Listed in a step of the pathway", ru: "Входит в один из шагов алгоритма")
  static let notRecorded = Text(en: "not recorded", ru: "не указано")
  static let none = Text(en: "none", ru: "нет")
  static let not = Text(en: "not", ru: "не")
  static let comorbidities = Text(en: "comorbidities", ru: "сопутствующие заболевания")
  static let medications = Text(en: "concomitant medication", ru: "сопутствующая терапия")
  static let history = Text(en: "prior therapies", ru: "предшествующая терапия")
  /// One of them, before its number.
  static let therapy = Text(en: "prior therapy", ru: "предшествующая терапия")
  static let absent = Text(en: "not listed", ru: "в перечне нет")
  static let notInHistory = Text(en: "none in the history", ru: "в анамнезе нет")
  static let notGiven = Text(en: "not given so far", ru: "ранее не применялось")
  static let jurisdiction = Text(en: "jurisdiction", ru: "юрисдикция")
  static let notAsked = Text(en: "not asked about", ru: "не задана")
  package static let line = Text(en: "line", ru: "линия")
  static let month = Text(en: "month", ru: "мес")
  static let months = Text(en: "months", ru: "мес")
  static let priorLines = Text(en: "prior lines", ru: "число предшествующих линий")
  static let nextLine = Text(en: "next line of therapy", ru: "следующая линия терапии")
  static let versus = Text(en: "vs", ru: "против")
  static let hazardRatio = Text(en: "HR", ru: "ОР")
  static let anyTherapy = Text(en: "any therapy", ru: "любая терапия")
  static let notMet = Text(en: "not met", ru: "не выполнено")
  static let dependsOn = Text(en: "depends on", ru: "нужно выяснить")
  static let step = Text(en: "step", ru: "шаг")
  static let optionDrugs = Text(en: "the drugs of this option", ru: "препараты этого варианта")
  static let except = Text(en: "except", ru: "кроме")
  static let tooImprecise = Text(en: "not precise enough", ru: "недостаточно точно")
  static let refractory = Text(en: "refractory", ru: "рефрактерность")
  static let notRefractory = Text(en: "not refractory", ru: "рефрактерности нет")
  static let refractorinessUnknown = Text(en: "refractoriness not known", ru: "рефрактерность не установлена")
  static let replaceable = Text(en: "the option has an alternative", ru: "в схеме есть замена")
  static let tooShort = Text(
    en: "given too briefly to judge the lack of a response", ru: "применялось слишком недолго, чтобы судить об отсутствии ответа")
  static let day = Text(en: "day", ru: "день")
  static let lastDose = Text(en: "own last dose", ru: "своя последняя доза")
  static let optionHas = Text(en: "the option contains", ru: "вариант содержит")
  static let optionLacks = Text(en: "the option does not contain", ru: "вариант не содержит")
  static let optionDrugCount = Text(en: "drugs in the option", ru: "препаратов в варианте")
  static let allOf = Text(en: "all of", ru: "всё из перечисленного")
  static let anyOf = Text(en: "any of", ru: "любое из перечисленного")
  static let atLeastOf = Text(en: "at least", ru: "не менее")
  static let notSo = Text(en: "it is not so that", ru: "неверно, что")
  static let knownThat = Text(en: "it is known that", ru: "известно, что")
  static let unknownWhether = Text(en: "it is not known whether", ru: "неизвестно,")
  static let noneStands = Text(en: "no option is left of", ru: "не осталось вариантов шага")
  static let given = Text(en: "given", ru: "применялось")
  static let latestLine = Text(en: "last line", ru: "последняя линия")
  static let notReached = Text(en: "not reached", ru: "не достигнута")

  static let notConsidered = Text(
    en:
      "is not in the knowledge base and was not considered: where an option depends on the drugs given before or together, take it into account yourself",
    ru:
      "— препарат, которого нет в базе знаний; он не учитывался: если вариант зависит от ранее или одновременно применяемых препаратов, примите это во внимание сами"
  )

  static func flag(_ flag: Bool) -> Text {
    flag ? Text(en: "yes", ru: "да") : Text(en: "no", ru: "нет")
  }

  /// A verdict as a heading.
  package static func verdict(_ verdict: Verdict) -> Text {
    switch verdict {
    case .recommended: Text(en: "Recommended", ru: "Рекомендуется")
    case .alternative: Text(en: "Alternative", ru: "Альтернатива")
    case .conditional: Text(en: "Conditional", ru: "Условно")
    case .notRecommended: Text(en: "Not recommended", ru: "Не рекомендуется")
    case .contraindicated: Text(en: "Contraindicated", ru: "Противопоказано")
    }
  }

  /// A result as a word.
  package static func result(_ result: CriterionResult) -> Text {
    switch result {
    case .met: Text(en: "met", ru: "выполнено")
    case .notMet: notMet
    case .unknown: Text(en: "unknown", ru: "неизвестно")
    }
  }

  package static func outcome(_ outcome: TherapyOutcome) -> Text {
    switch outcome {
    case .ongoing: Text(en: "ongoing", ru: "продолжается")
    case .completed: Text(en: "completed", ru: "завершена")
    case .stoppedToxicity: Text(en: "stopped for toxicity", ru: "прекращена из-за токсичности")
    case .progressedOnTherapy: Text(en: "progressed on therapy", ru: "прогрессирование на терапии")
    case .progressedAfterTherapy: Text(en: "progressed after therapy", ru: "прогрессирование после терапии")
    }
  }

  /// A response by its usual abbreviation.
  package static func response(_ response: BestResponse) -> Text {
    switch response {
    case .sCR: Text(en: "sCR", ru: "сПО")
    case .CR: Text(en: "CR", ru: "ПО")
    case .VGPR: Text(en: "VGPR", ru: "ОХЧО")
    case .PR: Text(en: "PR", ru: "ЧО")
    case .MR: Text(en: "MR", ru: "МО")
    case .SD: Text(en: "SD", ru: "стабилизация")
    case .PD: Text(en: "PD", ru: "прогрессирование")
    }
  }

  package static func attribute(_ attribute: Gap.Attribute) -> Text {
    switch attribute {
    case .outcome: Text(en: "outcome", ru: "исход")
    case .bestResponse: Text(en: "best response", ru: "лучший ответ")
    case .daysToProgression:
      Text(en: "days from the end of therapy to progression", ru: "число дней от окончания терапии до прогрессирования")
    case .durationMonths: Text(en: "duration in months", ru: "длительность в месяцах")
    case .drugs: Text(en: "which of the possible drugs", ru: "какой именно препарат")
    }
  }

  /// How far a number can be trusted.
  package static func confidence(_ confidence: Confidence) -> Text {
    switch confidence {
    case .confirmed: Text(en: "confirmed", ru: "подтверждено")
    case .secondary: Text(en: "from a secondary source", ru: "из вторичного источника")
    case .recalled: Text(en: "not confirmed: recalled", ru: "не подтверждено: по памяти")
    case .seedOnly: Text(en: "not confirmed: only in the source text", ru: "не подтверждено: только в исходном тексте")
    }
  }

  /// What a source says of a probability.
  static func remark(_ remark: String) -> Text {
    switch remark {
    case "not significant": Text(en: remark, ru: "статистически незначимо")
    case "nominal": Text(en: remark, ru: "номинальное")
    case "one-sided": Text(en: remark, ru: "одностороннее")
    default: Text(en: remark, ru: remark)
    }
  }

  /// A unit of an endpoint.
  package static func unit(_ unit: String) -> Text {
    switch unit {
    case "months": months
    case "patients": Text(en: "patients", ru: "пациентов")
    case "weeks": Text(en: "weeks", ru: "нед")
    default: Text(en: unit, ru: unit)
    }
  }

  /// An endpoint's measure by its usual abbreviation.
  package static func measure(_ measure: String) -> Text {
    switch measure {
    case "PFS": Text(en: "PFS", ru: "ВБП")
    case "OS": Text(en: "OS", ru: "ОВ")
    case "ORR": Text(en: "ORR", ru: "ЧОО")
    case "CBR": Text(en: "clinical benefit rate", ru: "частота клинической пользы")
    case "TTC": Text(en: "time to chemotherapy", ru: "время до химиотерапии")
    case "CR": Text(en: "≥CR", ru: "≥ПО")
    case "sCR": Text(en: "sCR", ru: "сПО")
    case "VGPR": Text(en: "≥VGPR", ru: "≥ОХЧО")
    case "MRD": Text(en: "MRD negativity", ru: "МОБ-негативность")
    case "EFS": Text(en: "event-free survival", ru: "бессобытийная выживаемость")
    case "TTP": Text(en: "time to progression", ru: "время до прогрессирования")
    case "DoR": Text(en: "duration of response", ru: "длительность ответа")
    default: Text(en: measure, ru: measure)
    }
  }
}
