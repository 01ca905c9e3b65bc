import JSON

/// The words of an amount, a comparison or a number with its unit.
enum FigureValue {
  /// What such an object consists of.
  static let members: Set<String> = [
    "value", "range", "estimate", "interval", "count", "of", "median",
  ]

  /// Units as people say them; others stay as they are written.
  private static let units: [String: Text] = [
    "months": Text(en: "months", ru: "мес"), "weeks": Text(en: "weeks", ru: "нед"), "years": Text(en: "years", ru: "лет"),
    "lines": Text(en: "lines", ru: "линий"), "patients": Text(en: "patients", ru: "пациентов"), "a": Text(en: "years", ru: "лет"),
  ]

  /// `nil` when the object is nothing of the kind.
  static func text(of value: JSONValue, named name: String, unit: String?) -> Text? {
    guard let english = words(of: value, named: name) else { return nil }
    let russian = decimalComma(english)
    guard let unit, value["estimate"] == nil, value["notReached"] == nil, name != "comparison" else {
      return Text(
        en: english, ru: value["notReached"] == nil ? russian : "не достигнута" + russian.dropFirst("not reached".count))
    }
    let space = unit == "%" ? "" : " "
    let words = units[unit] ?? Text(both: unit)
    return Text(en: english + space + words.en, ru: russian + space + words.ru)
  }

  private static func words(of value: JSONValue, named name: String) -> String? {
    var words: String
    if name == "comparison" {
      words = [
        number(value["estimate"]).map { (value["measure"]?.string ?? "") + " " + $0 + interval(of: value) },
        value["p"]?.string.map { "p " + $0 },
      ].compactMap(\.self).joined(separator: ", ")
      return words.isEmpty ? nil : words
    }
    if value["notReached"]?.boolean == true {
      words = "not reached"
    } else if let number = number(value["value"]) ?? number(value["median"]) {
      words = (qualifiers[value["qualifier"]?.string ?? ""] ?? "") + number
    } else if let range = value["range"]?.elementList, range.count == 2 {
      words = "\(number(range[0]) ?? "…")–\(number(range[1]) ?? "…")"
    } else {
      return nil
    }
    if let count = number(value["count"]), let of = number(value["of"]) { words += " [\(count)/\(of)]" }
    // A bound of a condition is an object of its own within its finding.
    return (bounds[name] ?? "") + words + interval(of: value)
  }

  private static let qualifiers = ["more-than": ">", "less-than": "<", "about": "≈"]
  private static let bounds = ["atLeast": "≥ ", "atMost": "≤ ", "moreThan": "> ", "lessThan": "< "]

  private static func interval(of value: JSONValue) -> String {
    guard let ends = value["interval"]?.elementList, ends.count == 2 else { return "" }
    return " (\(number(ends[0]) ?? "…")–\(number(ends[1]) ?? "…"))"
  }

  private static func number(_ value: JSONValue?) -> String? {
    value.flatMap { $0.kind == .number ? $0.rawNumber : nil }
  }

  /// The same with decimal commas.
  private static func decimalComma(_ text: String) -> String {
    text.replacing(".", with: ",")
  }
}
