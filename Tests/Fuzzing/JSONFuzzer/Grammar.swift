/// A second, plain reader by the grammar of RFC 8259, with names told apart by their bytes: what it takes must be taken.
struct Grammar {
  /// What there is in a text.
  struct Text {
    var values = 0
    /// Arrays and objects within one another.
    var depth = 0
  }

  private struct NoJSON: Error {}

  private let bytes: [UInt8]
  private var index = 0
  private var text = Text()

  /// What is in a text that is JSON; `nil` for others, and for what is nested so deep that nobody takes it.
  static func reading(of bytes: [UInt8]) -> Text? {
    guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
    var grammar = Grammar(bytes: bytes)
    do {
      try grammar.value(depth: 0)
      grammar.space()
      return grammar.index == bytes.count ? grammar.text : nil
    } catch {
      return nil
    }
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func value(depth: Int) throws(NoJSON) {
    space()
    text.values += 1
    text.depth = max(text.depth, depth)
    switch peek {
    case UInt8(ascii: "{"): try object(depth: depth + 1)
    case UInt8(ascii: "["): try array(depth: depth + 1)
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: try number()
    }
  }

  private mutating func object(depth: Int) throws(NoJSON) {
    try open(depth)
    var names: Set<[UInt16]> = []
    guard !takes("}") else { return }
    repeat {
      space()
      guard peek == UInt8(ascii: "\""), names.insert(try string()).inserted else { throw NoJSON() }
      try take(":")
      try value(depth: depth)
    } while takes(",")
    try take("}")
  }

  private mutating func array(depth: Int) throws(NoJSON) {
    try open(depth)
    guard !takes("]") else { return }
    repeat { try value(depth: depth) } while takes(",")
    try take("]")
  }

  private mutating func open(_ depth: Int) throws(NoJSON) {
    guard depth <= 200 else { throw NoJSON() }
    text.depth = max(text.depth, depth)
    index += 1
  }

  /// A string's text in UTF-16, as its escapes are.
  private mutating func string() throws(NoJSON) -> [UInt16] {
    index += 1
    var units: [UInt16] = []
    var plain: [UInt8] = []
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw NoJSON() }
      index += 1
      if byte != UInt8(ascii: "\\") {
        plain.append(byte)
        continue
      }
      units += Array(String(decoding: plain, as: UTF8.self).utf16)
      plain = []
      units.append(try escape())
    }
    try take("\"")
    units += Array(String(decoding: plain, as: UTF8.self).utf16)
    // Half a surrogate pair is no text.
    guard String(validating: units, as: UTF16.self) != nil else { throw NoJSON() }
    return units
  }

  private mutating func escape() throws(NoJSON) -> UInt16 {
    defer { index += 1 }
    switch peek {
    case UInt8(ascii: "b"): return 8
    case UInt8(ascii: "t"): return 9
    case UInt8(ascii: "n"): return 10
    case UInt8(ascii: "f"): return 12
    case UInt8(ascii: "r"): return 13
    case UInt8(ascii: "u"):
      let digits = bytes[(index + 1)...].prefix(4)
      guard digits.count == 4, digits.allSatisfy("0123456789abcdefABCDEF".utf8.contains),
        let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
      else { throw NoJSON() }
      index += 4
      return unit
    case .some(let byte) where "\"\\/".utf8.contains(byte): return UInt16(byte)
    default: throw NoJSON()
    }
  }

  private mutating func number() throws(NoJSON) {
    if peek == UInt8(ascii: "-") { index += 1 }
    if peek == UInt8(ascii: "0") { index += 1 } else { try digits() }
    if peek == UInt8(ascii: ".") {
      index += 1
      try digits()
    }
    guard peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") else { return }
    index += 1
    if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
    try digits()
  }

  private mutating func digits() throws(NoJSON) {
    let first = index
    while let byte = peek, (0x30...0x39).contains(byte) { index += 1 }
    guard index > first else { throw NoJSON() }
  }

  private mutating func word(_ word: String) throws(NoJSON) {
    guard bytes[index...].starts(with: word.utf8) else { throw NoJSON() }
    index += word.utf8.count
  }

  private mutating func take(_ sign: Unicode.Scalar) throws(NoJSON) {
    guard takes(sign) else { throw NoJSON() }
  }

  /// Moves over a sign and the space before it, if it is there.
  private mutating func takes(_ sign: Unicode.Scalar) -> Bool {
    if sign != "\"" { space() }
    guard peek == UInt8(ascii: sign) else { return false }
    index += 1
    return true
  }

  private mutating func space() {
    while let byte = peek, [0x20, 9, 10, 13].contains(byte) { index += 1 }
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }
}
