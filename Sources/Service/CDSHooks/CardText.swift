/// Limits of the texts of a card.
enum CardText {
  /// A summary is shorter than 140 characters, however a client counts them.
  static let mostSummaryUnits = 139

  /// The text, or as many of its words as fit and an ellipsis.
  static func summary(_ text: String) -> String {
    guard text.utf16.count > mostSummaryUnits else { return text }
    var kept = ""
    for word in text.split(separator: " ") {
      let longer = kept.isEmpty ? String(word) : kept + " " + word
      guard longer.utf16.count < mostSummaryUnits else { break }
      kept = longer
    }
    // A word longer than a summary.
    if kept.isEmpty {
      for character in text where kept.utf16.count + character.utf16.count < mostSummaryUnits { kept.append(character) }
    }
    while let last = kept.last, ",;:(—–- ".contains(last) { kept.removeLast() }
    return kept + "…"
  }
}
