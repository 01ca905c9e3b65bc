import Foundation
import JSON

/// A text that was read, and what must be so for it.
struct Accepted {
  private let root: JSONValue
  private let grammar: Grammar.Text
  private let input: [UInt8]
  private let model: Model

  init(_ root: JSONValue, _ grammar: Grammar.Text, _ input: [UInt8]) {
    (self.root, self.grammar, self.input) = (root, grammar, input)
    model = Model(root)
  }

  /// The text is read under limits that it just keeps to, and refused for the one that it passes by one.
  func checkLimits() {
    let exact = JSONLimits(maximumBytes: input.count, maximumDepth: grammar.depth, maximumValues: grammar.values)
    guard kinds(under: exact) == [] else { fatalError("refused within its limits: \(kinds(under: exact))") }
    var narrow = exact
    narrow.maximumBytes -= 1
    if kinds(under: narrow) != [.tooLarge(limitBytes: input.count - 1)] { fatalError("the limit of bytes does not hold") }
    narrow = exact
    narrow.maximumValues -= 1
    if kinds(under: narrow) != [.tooManyValues(limit: grammar.values - 1)] { fatalError("the limit of values does not hold") }
    guard grammar.depth > 0 else { return }
    narrow = exact
    narrow.maximumDepth -= 1
    let kinds = kinds(under: narrow)
    if kinds.first != .tooDeep(limit: grammar.depth - 1) || kinds.contains(where: isOfSyntax) {
      fatalError("the limit of depth does not hold")
    }
  }

  /// Whether an error is of the text, not of a limit.
  private func isOfSyntax(_ kind: JSONSyntaxError.Kind) -> Bool {
    switch kind {
    case .tooDeep, .tooManyErrors: false
    default: true
    }
  }

  private func kinds(under limits: JSONLimits) -> [JSONSyntaxError.Kind] {
    do {
      _ = try JSONDocument.parse(input, limits: limits)
      return []
    } catch {
      return error.errors.map(\.kind)
    }
  }

  /// What is written is read as the same value, and written alike from then on.
  func checkWriting() {
    let copied = Self.written(root)
    guard let again = try? JSONDocument.parse(copied) else { fatalError("what was written is not read") }
    if Model(again.root) != model { fatalError("read again as another value") }
    if Self.written(again.root) != copied { fatalError("written otherwise the second time") }

    let pretty = prettyPrinted(copied)
    guard let laidOut = try? JSONDocument.parse(pretty) else { fatalError("what was laid out is not read") }
    if Self.written(laidOut.root) != copied { fatalError("laid out as another value") }
    if prettyPrinted(pretty) != pretty { fatalError("laid out otherwise the second time") }

    var writer = JSONWriter()
    model.write(to: &writer)
    guard let anew = try? JSONDocument.parse(writer.bytes) else { fatalError("what was written anew is not read") }
    if Model(anew.root) != model { fatalError("written anew as another value") }
  }

  private static func written(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    writer.value(value)
    return writer.bytes
  }

  /// Pointers and positions lead back to their values.
  func checkPlaces() {
    guard grammar.values <= 40 else { return }
    check(root, pointer: "")
  }

  private func check(_ value: JSONValue, pointer: String) {
    if !value.pointer.utf8.elementsEqual(pointer.utf8) { fatalError("the pointer of \(pointer) is \(value.pointer)") }
    let position = value.position
    if position != Place.position(of: position.offset, in: input) { fatalError("\(pointer) does not lie at \(position)") }
    if !input[position.offset...].starts(with: value.rawBytes) { fatalError("other bytes at \(position)") }
    checkNumber(value)
    for (index, element) in value.elements.enumerated() { check(element, pointer: pointer + "/\(index)") }
    for member in value.members {
      guard let found = value[member.name], member.hasName(member.name) else { fatalError("a member is not found") }
      if found.position != member.value.position { fatalError("another member is found") }
      check(found, pointer: pointer + JSONPointer.token(member.name))
    }
  }

  /// A number is exactly what is written.
  private func checkNumber(_ value: JSONValue) {
    guard let number = value.number, let raw = value.rawNumber else { return }
    guard let parsed = JSONNumber(parsing: raw), parsed == number, let again = JSONNumber(parsing: number.description) else {
      fatalError("\(raw) is not kept")
    }
    if again != number || again.hashValue != number.hashValue { fatalError("\(raw) is not kept as \(number)") }
    if number.integer.map({ JSONNumber($0) != number }) == true { fatalError("\(raw) is another integer") }
    // A decimal of Foundation has 38 digits.
    guard raw.utf8.count <= 30, let exact = Decimal(string: raw) else { return }
    if Decimal(string: number.description) != exact { fatalError("\(raw) became \(number)") }
  }

  /// Foundation takes what is taken here, as the same value.
  func checkFoundation() {
    // Foundation refuses numbers that it cannot hold.
    guard !hasVastNumber(model) else { return }
    do {
      let value = try JSONSerialization.jsonObject(with: Data(input), options: .fragmentsAllowed)
      // Foundation drops the mark from the beginning of a string.
      let hasByteOrderMark = String(decoding: input, as: UTF8.self).unicodeScalars.contains("\u{FEFF}")
      if !hasByteOrderMark, let difference = Self.difference(model, value) { fatalError("Foundation differs: \(difference)") }
    } catch {
      fatalError("Foundation refuses: \(error)")
    }
  }

  private func hasVastNumber(_ model: Model) -> Bool {
    switch model {
    case .vastNumber: true
    case .array(let elements): elements.contains(where: hasVastNumber)
    case .object(let members): members.contains { hasVastNumber($0.value) }
    case .null, .boolean, .number, .string: false
    }
  }

  private static func difference(_ model: Model, _ value: Any) -> String? {
    switch (model, value) {
    case (.null, is NSNull): return nil
    case (.boolean(let boolean), let number as NSNumber): return number.boolValue == boolean ? nil : "\(boolean) and \(number)"
    case (.number(let number), let other as NSNumber):
      // Foundation keeps some as decimals, and loses the last digits on the way to a double.
      guard let double = Double(number.description) else { return "\(number) is no number" }
      return abs(double - other.doubleValue) <= abs(double) * 1e-12 ? nil : "\(number) and \(other)"
    case (.string(let text), let other as String):
      return text.elementsEqual(other.utf8) ? nil : "the string \(other.debugDescription)"
    case (.array(let elements), let others as [Any]):
      guard elements.count == others.count else { return "\(elements.count) and \(others.count) elements" }
      for (element, other) in zip(elements, others) {
        if let difference = difference(element, other) { return difference }
      }
      return nil
    case (.object(let members), let others as [String: Any]):
      // Its names are texts, of which several may be one to Unicode.
      let names = Set(members.map { String(decoding: $0.name, as: UTF8.self) })
      guard names.count == others.count else { return "\(names.count) and \(others.count) members" }
      guard names.count == members.count else { return nil }
      for member in members {
        guard let other = others[String(decoding: member.name, as: UTF8.self)] else { return "a member is missing" }
        if let difference = difference(member.value, other) { return difference }
      }
      return nil
    default: return "\(model) and \(value)"
    }
  }
}
