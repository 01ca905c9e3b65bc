import JSON

/// A value as a tree, to compare what was written with what was read; text as bytes, since text compares as Unicode does.
indirect enum Model: Equatable {
  case null
  case boolean(Bool)
  case number(JSONNumber)
  /// As it was written, where it does not fit.
  case vastNumber(String)
  case string([UInt8])
  case array([Model])
  case object([Member])

  struct Member: Equatable {
    let name: [UInt8]
    let value: Model
  }

  init(_ value: JSONValue) {
    self =
      switch value.kind {
      case .null: .null
      case .boolean: .boolean(value.boolean == true)
      case .number: value.number.map { .number($0) } ?? .vastNumber(value.rawNumber ?? "")
      case .string: .string(Array((value.string ?? "").utf8))
      case .array: .array(value.elements.map(Model.init))
      case .object: .object(value.members.map { Member(name: Array($0.name.utf8), value: Model($0.value)) })
      }
  }

  /// Writes the value anew, part by part.
  func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .boolean(let boolean): writer.boolean(boolean)
    case .number(let number): writer.number(number)
    case .vastNumber(let text): writer.raw(Array(text.utf8))
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
}
