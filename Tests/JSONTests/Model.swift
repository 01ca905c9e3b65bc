import JSON
import SeededRandom

/// A value as a tree, to compare what was written with what is read.
indirect enum Model: Equatable {
  case null
  case boolean(Bool)
  case number(String)
  case string([UInt8])
  case array([Model])
  case object([Member])

  struct Member: Equatable {
    let name: [UInt8]
    let value: Model
  }

  /// Reads a value through its accessors.
  init(_ value: JSONValue) {
    self =
      switch value.kind {
      case .null: .null
      case .boolean: .boolean(value.boolean == true)
      case .number: .number(value.number?.description ?? "too large")
      case .string: .string(Array((value.string ?? "").utf8))
      case .array: .array(value.elements.map(Model.init))
      case .object: .object(value.members.map { Member(name: Array($0.name.utf8), value: Model($0.value)) })
      }
  }

  /// Makes a value of any shape, the smaller the deeper.
  static func random(depth: Int, using generator: inout SeededGenerator) -> Model {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
    case 0: return .null
    case 1: return .boolean(Bool.random(using: &generator))
    case 2, 3:
      let significand = Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0..<64, using: &generator)
      let number = JSONNumber(significand: significand, scale: Int.random(in: 0...18, using: &generator))
      return .number(number?.description ?? "0")
    case 4: return .string(randomText(using: &generator))
    case 5:
      return .array((0..<Int.random(in: 0..<6, using: &generator)).map { _ in random(depth: depth - 1, using: &generator) })
    default:
      var names: Set<[UInt8]> = []
      for _ in 0..<Int.random(in: 0..<8, using: &generator) { names.insert(randomText(using: &generator)) }
      return .object(
        names.sorted { $0.lexicographicallyPrecedes($1) }.map {
          Member(name: $0, value: random(depth: depth - 1, using: &generator))
        })
    }
  }

  private static func randomText(using generator: inout SeededGenerator) -> [UInt8] {
    let scalars: [ClosedRange<UInt32>] = [
      0x00...0x7F, 0x20...0x7E, 0x61...0x7A, 0x22...0x22, 0x5C...0x5C, 0x80...0x7FF, 0x800...0xD7FF, 0x10000...0x10FFFF,
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0..<12, using: &generator) {
      let value = UInt32.random(in: scalars.randomElement(using: &generator) ?? 0...0, using: &generator)
      if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
    }
    return Array(text.utf8)
  }

  func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .boolean(let boolean): writer.boolean(boolean)
    case .number(let text): if let number = JSONNumber(parsing: text) { writer.number(number) }
    case .string(let text): writer.string(String(decoding: text, as: UTF8.self))
    case .array(let elements):
      writer.beginArray()
      for element in elements { element.write(to: &writer) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for member in members {
        writer.name(String(decoding: member.name, as: UTF8.self))
        member.value.write(to: &writer)
      }
      writer.endObject()
    }
  }

  var written: [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes
  }
}
