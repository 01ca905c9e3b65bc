import Knowledge

/// The words of a forest plot.
enum ForestWords {
  static let randomised = Text(en: "Randomised trials", ru: "Рандомизированные исследования")
  static let other = Text(en: "Other comparisons", ru: "Другие сравнения")
  static let favoursFirst = Text(en: "studied arm better", ru: "лучше изучаемая группа")
  static let favoursSecond = Text(en: "control better", ru: "лучше контроль")
  static let axis = Text(en: "Hazard ratio, 95% CI (logarithmic axis)", ru: "Отношение рисков, 95% ДИ (логарифмическая ось)")
  static let notHeadToHead = Text(
    en: "Not head-to-head: each line is a comparison within one trial. Populations and controls differ between trials.",
    ru: "Не прямое сравнение: каждая строка — сравнение внутри одного исследования. Популяции и контроль различаются.")
  static let squares = Text(
    en: "The size of a square grows with the number of patients of the trial.",
    ru: "Размер квадрата растёт с числом пациентов исследования.")
  static let diamonds = Text(
    en: "An open diamond: no confidence interval is given.", ru: "Пустой ромб: доверительный интервал не приведён.")
  static let nothing = Text(
    en: "No trial in the knowledge base gives a hazard ratio for this.",
    ru: "Ни одно исследование базы знаний не даёт для этого отношения рисков.")

  static func heading(_ endpoint: String) -> Text {
    Text(en: "Hazard ratios, \(endpoint)", ru: "Отношения рисков, \(endpoint)")
  }

  static func phase(_ phase: String) -> Text {
    Text(en: "phase \(phase)", ru: "фаза \(phase)")
  }
}
