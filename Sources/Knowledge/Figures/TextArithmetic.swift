import JSON

/// Checks what texts state: the same numbers in both languages, and the thresholds of the conditions beside them.
struct TextArithmetic {
  let file: String
  let arithmetic: Arithmetic

  func check(_ root: JSONValue) {
    checkLanguages(in: root)
    var stated: Set<String> = []
    collectNumbers(of: root, into: &stated)
    checkThresholds(in: root, statedInFile: stated)
  }

  private func place(_ value: JSONValue) -> Place { Place(file: file, value: value) }

  private func checkLanguages(in value: JSONValue) {
    if let en = value["en"]?.string, let ru = value["ru"]?.string {
      guard en.utf8.contains(where: Self.isDigit) || ru.utf8.contains(where: Self.isDigit) else { return }
      let (english, russian) = (FigureText.comparable(en, in: .en), FigureText.comparable(ru, in: .ru))
      // One language may give as a word what the other gives in digits, but not a number the other has nowhere.
      let (missing, added) = (english.subtracting(russian), russian.subtracting(english))
      arithmetic.check(
        .languages, at: place(value),
        fault: missing.isEmpty && added.isEmpty
          ? nil : .unlikely("states \(Self.list(missing)) in English and \(Self.list(added)) in Russian"))
      return
    }
    for element in value.elements { checkLanguages(in: element) }
    for member in value.members { checkLanguages(in: member.value) }
  }

  private static func list(_ numbers: Set<String>) -> String {
    numbers.isEmpty ? "nothing of it" : numbers.sorted().joined(separator: ", ")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  // Thresholds.

  private func collectNumbers(of value: JSONValue, into numbers: inout Set<String>) {
    if let text = value["text"]?["en"]?.string { numbers.formUnion(FigureText.all(text, in: .en)) }
    for element in value.elements { collectNumbers(of: element, into: &numbers) }
    for member in value.members { collectNumbers(of: member.value, into: &numbers) }
  }

  /// A text with numbers states the thresholds of its condition, or another text of the file does.
  private func checkThresholds(in value: JSONValue, statedInFile: Set<String>) {
    if let text = value["text"]?["en"]?.string, let condition = value["condition"] ?? value["when"],
      text.utf8.contains(where: Self.isDigit)
    {
      for bound in bounds(in: condition) {
        guard let number = bound.rawNumber.map(FigureText.normalized) else { continue }
        arithmetic.check(
          .threshold, at: place(bound),
          fault: statedInFile.contains(number) ? nil : .unlikely("the text beside the condition does not state \(number)"))
      }
    }
    for element in value.elements { checkThresholds(in: element, statedInFile: statedInFile) }
    for member in value.members { checkThresholds(in: member.value, statedInFile: statedInFile) }
  }

  /// The numbers that findings are compared with; how many lines or drugs are asked for is often said in words.
  private func bounds(in condition: JSONValue) -> [JSONValue] {
    if let finding = condition["finding"], finding.kind == .object {
      return ["atLeast", "atMost", "moreThan", "lessThan"].compactMap { finding[$0]?["value"] }
    }
    return condition.elementList.flatMap(bounds) + condition.members.flatMap { bounds(in: $0.value) }
  }
}
