/// Appends elements of SVG to a text. Attributes are plain: a page's policy may forbid styles.
struct SVGWriter {
  private(set) var text = ""

  /// An element without content.
  mutating func element(_ name: StaticString, _ attributes: KeyValuePairs<String, String>) {
    start(name, attributes)
    text += "/>"
  }

  /// An element with words.
  mutating func element(_ name: StaticString, _ attributes: KeyValuePairs<String, String>, words: String) {
    start(name, attributes)
    text += ">" + Self.escaped(words) + "</\(name)>"
  }

  /// An element with other elements.
  mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<String, String>, content: (inout SVGWriter) -> Void
  ) {
    start(name, attributes)
    text += ">"
    content(&self)
    text += "</\(name)>"
  }

  /// What another writer has made.
  mutating func append(_ made: String) {
    text += made
  }

  private mutating func start(_ name: StaticString, _ attributes: KeyValuePairs<String, String>) {
    text += "<\(name)"
    for (name, value) in attributes { text += " \(name)=\"\(Self.escaped(value))\"" }
  }

  /// Text that cannot end what it stands in (XML 1.0 §2.4).
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\u{0}"..<"\u{20}": escaped += " "
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

/// A coordinate with at most one digit after the point.
func coordinate(_ value: Double) -> String {
  let tenths = Int((value * 10).rounded())
  return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
}
